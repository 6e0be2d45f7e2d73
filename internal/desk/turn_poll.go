package desk

import (
	"context"
	"fmt"

	"duban/internal/postgres"
	"duban/supervision"
)

// PollStanding reads where a poll's process stands.
func (d *Desk) PollStanding(ctx context.Context, host, id string) (s Process, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		row, err := tx.Poll(ctx, id)
		if err != nil {
			return err
		}
		c, err := tx.Campaign(ctx, row.CampaignID)
		if err != nil {
			return err
		}
		p, live := row.Poll(), c.State == supervision.CampaignLive
		step, at := p.NextStep(live, d.clock())
		s = Process{Over: !live || p.State == supervision.PollFedBack, Step: string(step), At: at}
		return nil
	})
	return s, err
}

// CallVote tells the polls of a campaign that their time has come (HZ-17). Calling again changes nothing.
func (d *Desk) CallVote(ctx context.Context, host, campaign string) error {
	r := record{own: true, verb: "CALL_VOTE", object: "campaigns/" + campaign}
	return d.onCampaign(ctx, Clockwork(host), campaign, r, func(ctx context.Context, a *act) error {
		if a.step != supervision.StepCallVote {
			return errUnchanged
		}
		return a.callPolls(ctx, "")
	})
}

// TurnPoll takes the step of a poll's process that is due; a step not due, or taken before, changes nothing.
func (d *Desk) TurnPoll(ctx context.Context, host, id string, step supervision.PollStep) error {
	r := record{verb: string(step) + "_POLL", object: "polls/" + id}
	return d.onPoll(ctx, Clockwork(host), id, r, func(ctx context.Context, a *act, p *supervision.Poll) error {
		next, at := p.NextStep(a.campaign.State == supervision.CampaignLive, a.now)
		if next != step || at.After(a.now) {
			return errUnchanged
		}
		switch step {
		case supervision.PollStepOpen:
			return a.openPoll(ctx, p)
		case supervision.PollStepClose:
			return a.closePoll(ctx, p)
		case supervision.PollStepTally:
			return a.tally(ctx, p)
		case supervision.PollStepFeedBack:
			return a.feedBack(ctx, p)
		case supervision.PollWait:
		}
		return errUnchanged
	})
}

// openPoll fixes who may vote and opens each member's duty to do so.
func (a *act) openPoll(ctx context.Context, p *supervision.Poll) error {
	zone := a.campaign.Customs.Zone
	p.Open(a.now, zone)
	votes, err := a.votes(ctx, p)
	if err != nil {
		return err
	}
	seats := make([]string, len(votes))
	for i, v := range votes {
		seats[i] = v.Holder
		a.take(v).OpenVote(p.ClosesAt, a.now, zone)
	}
	if err := a.InsertElectors(ctx, p.ID, seats); err != nil {
		return err
	}
	return a.turnPoll(ctx, p)
}

// tally counts the ballots, applies the plan's rule and publishes the results.
func (a *act) tally(ctx context.Context, p *supervision.Poll) error {
	row, err := a.Poll(ctx, p.ID)
	if err != nil {
		return err
	}
	returned, counts, err := a.CountBallots(ctx, a.campaign.ID, p.ID)
	if err != nil {
		return err
	}
	results := make([]postgres.ResultRow, len(counts))
	for i, c := range counts {
		outcome, err := p.Rule.Outcome(c, row.Members, returned)
		if err != nil {
			return err
		}
		results[i] = postgres.ResultRow{Count: c, Outcome: outcome}
	}
	p.State = supervision.PollPublished
	a.record.outcome = results
	if err := a.InsertResults(ctx, p.ID, results); err != nil {
		return err
	}
	return a.savePoll(ctx, p)
}

// feedBack tells each responsible unit the result of its projects (XC-14).
func (a *act) feedBack(ctx context.Context, p *supervision.Poll) error {
	results, err := a.Results(ctx, p.ID)
	if err != nil {
		return err
	}
	units, err := a.UnitSeats(ctx, a.campaign.ID, p.Projects)
	if err != nil {
		return err
	}
	byProject := map[string]postgres.ResultRow{}
	for _, r := range results {
		byProject[r.Project] = r
	}
	for _, u := range units {
		a.tellResult(u, p, byProject[u.Project])
	}
	p.State = supervision.PollFedBack
	return a.savePoll(ctx, p)
}

func (a *act) tellResult(u postgres.UnitRow, p *supervision.Poll, r postgres.ResultRow) {
	zh := fmt.Sprintf("%s%s：%s（满意%d、基本满意%d、不满意%d、弃权%d）", supervision.QuoteZh(p.Title), u.Title, r.Outcome.Zh(),
		r.Satisfied, r.Basically, r.Dissatisfied, r.Abstain)
	en := fmt.Sprintf("%q, %s: %s (satisfied %d, basically satisfied %d, dissatisfied %d, abstained %d)", p.Title, u.Title,
		r.Outcome, r.Satisfied, r.Basically, r.Dissatisfied, r.Abstain)
	a.notices = append(a.notices, postgres.NewNotice{Seat: u.Seat, Kind: supervision.NoticeResult, Zh: zh, En: en, At: a.now})
}
