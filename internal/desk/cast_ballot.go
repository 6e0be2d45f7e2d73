package desk

import (
	"context"
	"crypto/rand"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// onPoll runs do on one poll; its campaign is locked, then the poll.
func (d *Desk) onPoll(ctx context.Context, caller Caller, id string, r record,
	do func(context.Context, *act, *supervision.Poll) error,
) error {
	var campaign string
	if err := d.read(ctx, caller, func(tx *postgres.Tx) error {
		row, err := tx.Poll(ctx, id)
		campaign = row.CampaignID
		return err
	}); err != nil {
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

// CastBallot casts the caller's one ballot and proves the member's duty to vote. Who voted and what was voted are
// stored apart, and the record holds neither the choice nor a digest of it.
func (d *Desk) CastBallot(ctx context.Context, caller Caller, id string, choices map[string]supervision.Grade) error {
	r := record{verb: "CAST_BALLOT", object: "polls/" + id}
	return d.onPoll(ctx, caller, id, r, func(ctx context.Context, a *act, p *supervision.Poll) error {
		if err := a.campaign.RequireLive(); err != nil {
			return err
		}
		if err := p.Cast(choices, p.Projects, a.now); err != nil {
			return err
		}
		seat, err := a.markVoted(ctx, p)
		if err != nil {
			return err
		}
		if err := a.InsertChoices(ctx, p.ID, newBallot(), choices); err != nil {
			return err
		}
		return a.proveVote(ctx, p, seat)
	})
}

// newBallot names a ballot at random.
func newBallot() (name uuid.UUID) {
	rand.Read(name[:])
	return name
}

// markVoted finds the caller's seat among the electors and records that it has voted.
func (a *act) markVoted(ctx context.Context, p *supervision.Poll) (string, error) {
	for _, s := range a.caller.Seats {
		elector, fresh, err := a.MarkVoted(ctx, p.ID, s.ID)
		switch {
		case err != nil:
			return "", err
		case fresh:
			return s.ID, nil
		case elector:
			return "", supervision.Refuse(supervision.AlreadyVoted, "您已投票", "you have already voted")
		}
	}
	return "", supervision.Refuse(supervision.NotAllowed, "您不在本次测评人员之列", "you are not among the voters of this poll")
}

func (a *act) proveVote(ctx context.Context, p *supervision.Poll, seat string) error {
	votes, err := a.votes(ctx, p)
	for _, v := range votes {
		if v.Holder == seat {
			return a.prove(ctx, a.take(v))
		}
	}
	return err
}

// votes lists the members' duties to vote in a poll.
func (a *act) votes(ctx context.Context, p *supervision.Poll) ([]supervision.Duty, error) {
	return a.DutiesOfEntry(ctx, a.campaign.ID, p.Entry)
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
