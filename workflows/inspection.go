package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// Inspection sees one visit through: it opens with its window, the group is reminded the day before the visit, and it
// closes when the convenor has concluded it and the window is over, or with its campaign.
func Inspection(ctx workflow.Context, ref Ref) error {
	i, err := follow(ctx, InspectionKind, ref, TakeUpInspection)
	if err != nil {
		return err
	}
	for {
		if due, err := i.due(ctx); !due {
			return err
		}
		switch supervision.InspectionStep(i.Step) {
		case supervision.InspectionStepOpen:
			err = i.do(ctx, OpenInspection)
		case supervision.InspectionRemindVisit:
			err = i.do(ctx, RemindVisit)
		case supervision.InspectionStepClose:
			err = i.do(ctx, CloseInspection)
		default:
			err = unknown(i.Step)
		}
		if err != nil {
			return err
		}
	}
}
