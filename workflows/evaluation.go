package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// evaluation is the third phase (总结测评). The reports are submitted together (HZ-16), the committee deliberates,
// then it votes (HZ-17); when the results are fed back to each unit the campaign is closed.
func evaluation(ctx workflow.Context, k *agenda) error {
	due, err := k.until(ctx, supervision.StepCallVote)
	if err != nil {
		return err
	}
	if due {
		if err := k.take(ctx, CallVote, supervision.NoPhase); err != nil {
			return err
		}
	}
	if due, err = k.until(ctx, supervision.StepClose); !due {
		return err
	}
	return k.take(ctx, CloseCampaign, supervision.NoPhase)
}
