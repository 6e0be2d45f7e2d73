package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// Vote sees one satisfaction vote through: it opens and calls the members, closes by time or by hand, is tallied and
// published, and each unit is told its result. Ballots are rows and never come here.
func Vote(ctx workflow.Context, ref Ref) error {
	v, err := follow(ctx, VoteKind, ref, TakeUpVote)
	if err != nil {
		return err
	}
	for {
		if due, err := v.due(ctx); !due {
			return err
		}
		switch supervision.PollStep(v.Step) {
		case supervision.PollStepOpen:
			err = v.do(ctx, OpenVote)
		case supervision.PollStepClose:
			err = v.do(ctx, CloseVote)
		case supervision.PollStepTally:
			err = v.do(ctx, TallyVote)
		case supervision.PollStepFeedBack:
			err = v.do(ctx, FeedBack)
		default:
			err = unknown(v.Step)
		}
		if err != nil {
			return err
		}
	}
}
