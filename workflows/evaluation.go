package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// evaluation is the third phase (总结测评). The reports are submitted together (HZ-16), the committee deliberates,
// then it votes (HZ-17); when the results are fed back to each unit the campaign is closed.
func evaluation(ctx workflow.Context, k *agenda) error {
	if err := k.through(ctx, supervision.StepCallVote, CallVote, supervision.NoPhase); err != nil {
		return err
	}
	return k.through(ctx, supervision.StepClose, CloseCampaign, supervision.NoPhase)
}
