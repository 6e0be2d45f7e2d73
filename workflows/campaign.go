package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// Campaign sees one campaign through its year. It takes up at whatever step the rows stand.
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

// take has the campaign's next step done.
func (k *agenda) take(ctx workflow.Context, activity string, opens supervision.Phase) error {
	summary := activity
	if opens != supervision.NoPhase {
		summary = "open " + opens.String()
	}
	return k.do(ctx, activity, summary, Due{Ref: k.ref, NotBefore: k.StepAt, Phase: opens})
}
