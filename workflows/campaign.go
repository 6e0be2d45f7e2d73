package workflows

import (
	"strings"

	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// Campaign sees one campaign through its year. It takes up at whatever step the rows stand: one without phases passes
// all three by and closes with its period.
func Campaign(ctx workflow.Context, ref Ref) error {
	k, err := takeUp(ctx, ref)
	if err != nil {
		return err
	}
	if err := deployment(ctx, k); err != nil {
		return err
	}
	if err := monitoring(ctx, k); err != nil {
		return err
	}
	return evaluation(ctx, k)
}

// takeUp reads where the campaign stands and lets operators ask.
func takeUp(ctx workflow.Context, ref Ref) (*agenda, error) {
	k := &agenda{ref: ref, nudges: workflow.GetSignalChannel(ctx, LookAgain)}
	if err := workflow.SetQueryHandler(ctx, "state", func() (Campaigning, error) { return k.Campaigning, nil }); err != nil {
		return nil, err
	}
	return k, k.do(ctx, TakeUpCampaign, "take up", Due{Ref: ref})
}

// through keeps the agenda until the campaign is past a step, which one activity takes when its instant has come.
func (k *agenda) through(ctx workflow.Context, step supervision.Step, activity string, opens supervision.Phase) error {
	for {
		due, err := k.until(ctx, step)
		if !due {
			return err
		}
		summary := strings.TrimSpace(activity + " " + opens.String())
		if err := k.do(ctx, activity, summary, Due{Ref: k.ref, NotBefore: k.StepAt, Phase: opens}); err != nil {
			return err
		}
	}
}
