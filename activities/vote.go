package activities

import (
	"context"

	"duban/internal/failpoint"
	"duban/supervision"
	"duban/workflows"
)

// TakeUpVote reads where a poll stands.
func (a *Activities) TakeUpVote(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	p, err := a.Desk.PollStanding(ctx, due.Host, due.ID)
	return proceeding(p), err
}

// OpenVote fixes the electors and calls them to vote.
func (a *Activities) OpenVote(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.turnPoll(ctx, due, supervision.PollStepOpen)
}

// CloseVote takes no more ballots once the poll's time is up.
func (a *Activities) CloseVote(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.turnPoll(ctx, due, supervision.PollStepClose)
}

// TallyVote counts the ballots and publishes the results.
func (a *Activities) TallyVote(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.turnPoll(ctx, due, supervision.PollStepTally)
}

// FeedBack tells each unit the results of its projects.
func (a *Activities) FeedBack(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.turnPoll(ctx, due, supervision.PollStepFeedBack)
}

func (a *Activities) turnPoll(ctx context.Context, due workflows.Due, step supervision.PollStep) (workflows.Proceeding, error) {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return workflows.Proceeding{}, err
	}
	if err := a.Desk.TurnPoll(ctx, due.Host, due.ID, step); err != nil {
		return workflows.Proceeding{}, err
	}
	failpoint.Reach(failpoint.Stepped)
	return a.TakeUpVote(ctx, due)
}
