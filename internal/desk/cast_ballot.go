package desk

import (
	"context"
	"crypto/rand"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// CastBallot casts the caller's one ballot and proves the member's duty to vote. Who voted and what was voted are
// stored apart, and the record holds neither the choice nor a digest of it. A ballot waits for no lock but its poll's,
// which it shares with other ballots, and turns nothing but its own duty: what waits for the vote waits for its close.
func (d *Desk) CastBallot(ctx context.Context, caller Caller, id string, choices map[string]supervision.Grade) error {
	return absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		a, p, err := d.atPoll(ctx, tx, caller, id)
		if err != nil {
			return err
		}
		a.record = record{verb: "CAST_BALLOT", object: "polls/" + id}
		if err := a.castBallot(ctx, p, choices); err != nil {
			return err
		}
		return a.line(ctx)
	}))
}

// atPoll shares the poll's lock, and only then reads the instant and, without its lock, the campaign.
func (d *Desk) atPoll(ctx context.Context, tx *postgres.Tx, caller Caller, id string) (*act, *supervision.Poll, error) {
	row, err := tx.SharePoll(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	campaign, err := tx.Campaign(ctx, row.CampaignID)
	if err != nil {
		return nil, nil, err
	}
	p := row.Poll()
	a, err := d.newAct(ctx, tx, caller, campaign)
	return a, &p, err
}

func (a *act) castBallot(ctx context.Context, p *supervision.Poll, choices map[string]supervision.Grade) error {
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

// proveVote proves the duty of the member in a seat. The campaign's next instant is not a ballot's to change: the duty
// keeps the one it has, at which the clock finds it proven.
func (a *act) proveVote(ctx context.Context, p *supervision.Poll, seat string) error {
	votes, err := a.votes(ctx, p)
	i := slices.IndexFunc(votes, func(v supervision.Duty) bool { return v.Holder == seat })
	if err != nil || i < 0 {
		return err
	}
	next := votes[i].Next(a.campaign.Customs)
	vote := a.take(votes[i])
	if vote.State != supervision.Excused {
		vote.Prove(a.now, a.campaign.Customs.Zone)
	}
	return a.saveVote(ctx, *vote, next)
}

// saveVote writes a duty to vote with the calls made of it.
func (a *act) saveVote(ctx context.Context, v supervision.Duty, next time.Time) error {
	a.images.save(v)
	if err := a.InsertCalls(ctx, a.campaign.ID, a.calls, a.now); err != nil {
		return err
	}
	a.SaveDuties(a.campaign.ID, []supervision.Duty{v}, a.now, func(*supervision.Duty) time.Time { return next })
	if err := a.nudgeCourier(ctx); err != nil {
		return err
	}
	return a.QueueNotices(ctx, a.campaign.ID, a.noticeState(), a.campaign.Customs.Office, a.now, a.notices)
}

// votes lists the members' duties to vote in a poll.
func (a *act) votes(ctx context.Context, p *supervision.Poll) ([]supervision.Duty, error) {
	return a.DutiesOfEntry(ctx, a.campaign.ID, p.Entry)
}

// withVotes are duties that were read to be changed. One to vote is changed by ballots too, which do not wait for its
// campaign: if there is one among them, they are read again when no ballot is under way.
func withVotes(ctx context.Context, tx *postgres.Tx, campaign string, duties []supervision.Duty,
	again func() ([]supervision.Duty, error),
) ([]supervision.Duty, error) {
	if !slices.ContainsFunc(duties, func(d supervision.Duty) bool { return d.Kind == supervision.Vote }) {
		return duties, nil
	}
	if err := tx.LockOpenPolls(ctx, campaign); err != nil {
		return nil, err
	}
	return again()
}
