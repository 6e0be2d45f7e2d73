package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// onPoll runs do on one poll; its campaign is locked, then the poll.
func (d *Desk) onPoll(ctx context.Context, caller Caller, id string, r record,
	do func(context.Context, *act, *supervision.Poll) error,
) error {
	campaign, err := look(ctx, d, caller, func(tx *postgres.Tx) (string, error) {
		row, err := tx.Poll(ctx, id)
		return row.CampaignID, err
	})
	if err != nil {
		return err
	}
	return d.onCampaign(ctx, caller, campaign, r, func(ctx context.Context, a *act) error {
		row, err := a.LockPoll(ctx, id)
		if err != nil {
			return err
		}
		p := row.Poll()
		return do(ctx, a, &p)
	})
}

// ClosePoll closes a poll before its time, with a reason. Closing again changes nothing.
func (d *Desk) ClosePoll(ctx context.Context, caller Caller, id, reason string) error {
	r := record{verb: "CLOSE_POLL", object: "polls/" + id, reason: reason}
	return d.onPoll(ctx, caller, id, r, func(ctx context.Context, a *act, p *supervision.Poll) error {
		switch p.State {
		case supervision.PollPlanned, supervision.PollCalled:
			return supervision.Refuse(supervision.NotOpen, "测评尚未开始", "the poll has not opened yet")
		case supervision.PollClosed, supervision.PollPublished, supervision.PollFedBack:
			return errUnchanged
		case supervision.PollOpen:
		}
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		return a.closePoll(ctx, p)
	})
}

// closePoll takes no more ballots: nobody is reminded of a poll that is closed, and what waits for it does not wait for
// those who did not vote.
func (a *act) closePoll(ctx context.Context, p *supervision.Poll) error {
	p.State = supervision.PollClosed
	votes, err := a.votes(ctx, p)
	if err != nil {
		return err
	}
	for _, v := range votes {
		if d := a.take(v); !d.Done() {
			d.State = supervision.LeftOpen
		}
	}
	if err := a.openAfter(ctx, p.Entry); err != nil {
		return err
	}
	return a.turnPoll(ctx, p)
}

// turnPoll stores the poll and nudges its process.
func (a *act) turnPoll(ctx context.Context, p *supervision.Poll) error {
	if err := a.savePoll(ctx, p); err != nil {
		return err
	}
	return a.Nudge(ctx, "vote", p.ID)
}

// savePoll stores the poll.
func (a *act) savePoll(ctx context.Context, p *supervision.Poll) error {
	a.images.add("poll", pollColumns(p), p.ID)
	return a.SavePoll(ctx, p, a.now)
}
