package supervision

import (
	"slices"
	"time"
)

// date settles an event's day and moves what hangs on it. The same day again changes nothing.
func (y *Year) date(deed Deed) error {
	i := slices.IndexFunc(y.Plan.Events, func(e Event) bool { return e.ID == deed.Event })
	if i < 0 {
		return Refuse(NotFound, "没有事件 "+deed.Event, "there is no event "+deed.Event)
	}
	if y.Plan.Events[i].Date == deed.Day {
		return nil
	}
	plan := y.Plan
	plan.Events = slices.Clone(plan.Events)
	plan.Events[i].Date = deed.Day
	return y.revise(plan, deed)
}

// announce takes in what is known of some years' holidays. Days that would come sooner stay, until that is confirmed,
// but escalations and warnings follow the calendar at once.
func (y *Year) announce(deed Deed) error {
	calendar, err := y.Campaign.Customs.Calendar.With(deed.Holidays...)
	if err != nil {
		return err
	}
	y.Campaign.Customs.Calendar = calendar
	return y.revise(y.Plan, deed)
}

// revise makes the duties what a plan makes of them now.
func (y *Year) revise(plan Plan, deed Deed) error {
	now := y.Campaign.ClockAt
	planned := plan.Launch(now, y.Campaign.Customs.Calendar)
	r := Revise(y.duties, planned.Duties, deed.Reason, now, y.Plan.Zone)
	if deed.Unconfirmed && r.Earlier() {
		return Refuse(ConfirmEarlier, "有任务的期限将提前，须由工作人员确认", "some days come sooner, which a member of staff must confirm")
	}
	y.Plan = plan
	for _, d := range r.Changed {
		y.duties[y.at[d.ID]] = d
	}
	for _, d := range r.Added {
		if d.After != "" {
			d.Since = time.Time{} // whether it has to wait is seen when all are there
		}
		y.duties = append(y.duties, d)
	}
	y.index()
	for j := range y.polls {
		if p := &y.polls[j]; p.State == PollPlanned {
			p.Window = planned.Polls[j].Window // neither an event nor a holiday changes a poll but its days
		}
	}
	y.openWaiting()
	return nil
}

// openWaiting opens the duties that need not wait any more. Nobody proves what was over before the take-up, but the gate
// and the deliberation are never taken as done.
func (y *Year) openWaiting() {
	undone := map[string]bool{}
	for i := range y.duties {
		d := &y.duties[i]
		step := d.Kind == JointSubmission || d.Kind == Deliberation
		undone[d.Entry] = undone[d.Entry] || !d.Done() || step && d.State == BeforeTakeUp
	}
	for i := range y.duties {
		if d := &y.duties[i]; d.Shut() && !d.Done() && d.Kind != Vote && !undone[d.After] {
			d.Unlock(y.Campaign.ClockAt)
		}
	}
	for i := range y.polls {
		p := &y.polls[i]
		over := !p.Window.isZero() && !p.Window.Closes(y.Plan.Zone).After(y.Campaign.ClockAt)
		if p.State == PollPlanned && p.After != "" && !undone[p.After] && !over {
			p.State = PollCalled
		}
	}
}
