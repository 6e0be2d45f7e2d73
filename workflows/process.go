package workflows

import (
	"go.temporal.io/sdk/temporal"
	"go.temporal.io/sdk/workflow"
)

// process follows an inspection, a vote or a delivery from step to step.
type process struct {
	Proceeding
	kind   string
	ref    Ref
	nudges workflow.ReceiveChannel
	look   string // the activity that reads where it stands
}

func follow(ctx workflow.Context, kind string, ref Ref, look string) (*process, error) {
	p := &process{kind: kind, ref: ref, look: look, nudges: workflow.GetSignalChannel(ctx, LookAgain)}
	return p, p.do(ctx, look)
}

// due waits until the next step's instant has come; false when the process is over.
func (p *process) due(ctx workflow.Context) (bool, error) {
	for !p.Over {
		if err := renew(ctx, p.kind, p.ref, p.nudges); err != nil {
			return false, err
		}
		if reached(p.At, workflow.Now(ctx)) {
			return true, nil
		}
		nudged, err := await(ctx, p.nudges, p.At, p.Step)
		if err != nil {
			return false, err
		}
		if !nudged {
			continue
		}
		if err := p.do(ctx, p.look); err != nil {
			return false, err
		}
	}
	return false, nil
}

// unknown ends a run that is asked for a step it has not heard of, such as one of a newer release.
func unknown(step string) error {
	return temporal.NewNonRetryableApplicationError("no step of this process: "+step, "UnknownStep", nil)
}

// do runs one activity, which answers where the process stands after it.
func (p *process) do(ctx workflow.Context, activity string) error {
	ctx = workflow.WithActivityOptions(ctx, acting(activity))
	err := workflow.ExecuteActivity(ctx, activity, Due{Ref: p.ref, NotBefore: p.At}).Get(ctx, &p.Proceeding)
	workflow.SetCurrentDetails(ctx, p.Step)
	return err
}
