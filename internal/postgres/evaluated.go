package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// evaluatedRow is how far a campaign's third phase has come, as it is read.
type evaluatedRow struct {
	HasGate, Deliberated, HasPoll, PollCalled, ResultsGiven, Remaining bool
	Until                                                              *time.Time
}

// Evaluated reads how far a campaign's third phase has come. The vote waits for deliberation and, where its entry says
// so, for something else, be it the close of another vote; what is planned for later than the vote remains to be done.
func (tx *Tx) Evaluated(ctx context.Context, campaign string) (supervision.Evaluated, error) {
	r, err := one[evaluatedRow](ctx, tx, `with polls as (select entry, after, state, last_day from poll where host_id = $1 and campaign_id = $2),
		duties as (select entry, kind, phase, after, state, last_day from duty where host_id = $1 and campaign_id = $2),
		later as (select last_day from duties where state in ('WAITING', 'OPEN', 'OVERDUE') and kind <> 'VOTE'
			and (last_day is null or last_day > coalesce((select max(last_day) from polls where after = ''), '-infinity')))
		select exists (select from duties where kind = 'JOINT_SUBMISSION') as has_gate,
			not exists (select from duties d where state not in ('PROVEN', 'EXCUSED') and (kind = 'DELIBERATION' or kind <> 'VOTE'
				and exists (select from duties v where v.kind = 'VOTE' and v.phase = $3 and v.after = d.entry)))
			and not exists (select from polls p where state in ('PLANNED', 'CALLED', 'OPEN')
				and exists (select from duties v where v.kind = 'VOTE' and v.phase = $3 and v.after = p.entry)) as deliberated,
			exists (select from polls where after = '') as has_poll,
			not exists (select from polls where after = '' and state = 'PLANNED') as poll_called,
			not exists (select from polls where state <> 'FED_BACK' and not (after <> '' and state = 'PLANNED')) as results_given,
			exists (select from later) as remaining, (select max(last_day) from later) as until`,
		tx.host, campaign, supervision.Evaluation)
	return supervision.Evaluated{
		HasGate: r.HasGate, Deliberated: r.Deliberated, HasPoll: r.HasPoll, PollCalled: r.PollCalled, ResultsGiven: r.ResultsGiven,
		Remaining: r.Remaining, Until: date(r.Until),
	}, err
}

// DutiesOfKind lists a campaign's duties of a kind that its steps wait for: joint submission, deliberation or vote.
func (tx *Tx) DutiesOfKind(ctx context.Context, campaign string, kind supervision.DutyKind) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.kind = $3 and d.kind in ('JOINT_SUBMISSION', 'DELIBERATION', 'VOTE') order by d.id limit $4`, campaign, kind, supervision.MaxDuties)
}

// DutiesOfEntry lists a campaign's duties that one entry of its plan made.
func (tx *Tx) DutiesOfEntry(ctx context.Context, campaign, entry string) ([]supervision.Duty, error) {
	return tx.duties(ctx, `d.entry = $3 order by d.id limit $4`, campaign, entry, supervision.MaxDuties)
}
