package supervision

import "time"

// InspectionState is where an inspection stands.
type InspectionState string

// The states of an inspection.
const (
	InspectionPlanned   InspectionState = "PLANNED"
	InspectionOpen      InspectionState = "OPEN"
	InspectionConcluded InspectionState = "CONCLUDED"
	InspectionClosed    InspectionState = "CLOSED"
)

// Inspection is one visit (督查) of one group to its project, within a window.
type Inspection struct {
	ID       string // campaign.entry.group.occurrence
	Title    string
	Group    string
	Project  string
	Duty     string // the convenor's duty to conclude it
	Convenor string // a seat
	Window   Window
	// Unannounced (暗访): while it has not taken place, nobody who is supervised learns of it.
	Unannounced bool

	State    InspectionState
	VisitDay Date // zero until scheduled
	Place    string
	Reminded bool // of the visit

	Conclusion  string
	ConcludedAt time.Time
}

// DutyOf is the duty that a seat of the group has in the inspection: the convenor's to conclude it, a deputy's part.
func (i *Inspection) DutyOf(seat string) string {
	if seat == i.Convenor {
		return i.Duty
	}
	return i.Duty + "/" + seat
}

// Schedule sets the day and place of the visit, within the window of the convenor's own duty, which may have been
// extended; the same again changes nothing. Scheduled so late that the reminder
// would come at once, the invitation is reminder enough.
func (i *Inspection) Schedule(day Date, place string, own Window, now time.Time, c Customs) error {
	if i.VisitDay == day && i.Place == place {
		return nil
	}
	if i.State == InspectionConcluded || i.State == InspectionClosed {
		return Refuse(AlreadyDone, "该督查已结束,不能再安排", "the inspection is over and cannot be scheduled")
	}
	overdue := !now.Before(own.Closes(c.Zone)) && !day.Before(DateOf(now, c.Zone)) // it still has to take place
	if !own.Contains(day) && !overdue {
		return Refuse(InvalidRequest, "督查日须在 "+own.String()+" 之内", "the day must lie within "+own.String())
	}
	i.VisitDay, i.Place = day, place
	i.Reminded = !i.remindAt(c).After(now)
	return nil
}

// Accept decides whether a note may be filed at now, and whether it is late by the window of its author's own duty,
// which may have been extended. A note is kept as long as the campaign lives.
func (i *Inspection) Accept(now time.Time, own Window, zone *time.Location) (late bool, err error) {
	if now.Before(i.Window.Opens(zone)) {
		return false, Refuse(NotOpen, "该督查尚未开始", "the inspection has not opened yet")
	}
	return !now.Before(own.Closes(zone)), nil
}

// Conclude ends the visit: only now does it count. Only the group's convenor may; the same conclusion again changes
// nothing, another is refused.
func (i *Inspection) Conclude(seat, conclusion string, now time.Time, zone *time.Location) error {
	if seat != i.Convenor {
		return Refuse(NotAllowed, "只有本组召集人可以作出督查结论", "only the group's convenor may conclude")
	}
	if !i.ConcludedAt.IsZero() {
		if i.Conclusion == conclusion {
			return nil
		}
		return Refuse(AlreadyDone, "该督查已作出结论", "the inspection is concluded already")
	}
	if now.Before(i.Window.Opens(zone)) {
		return Refuse(NotOpen, "该督查尚未开始", "the inspection has not opened yet")
	}
	i.Conclusion, i.ConcludedAt = conclusion, now
	if i.State != InspectionClosed {
		i.State = InspectionConcluded
	}
	return nil
}

// Revise takes over what the plan now says of the inspection and reports whether it has changed. What is concluded or
// over stays as it is; but one whose days were over before anybody took it up, and are ahead now, is planned again. A
// visit that was scheduled for a day outside the new window has to be scheduled anew.
func (i *Inspection) Revise(plan Inspection) bool {
	revived := i.State == InspectionClosed && i.ConcludedAt.IsZero() && plan.State == InspectionPlanned
	now := *i
	now.Title, now.Group, now.Project, now.Convenor, now.Window = plan.Title, plan.Group, plan.Project, plan.Convenor, plan.Window
	now.Unannounced = plan.Unannounced
	switch {
	case revived:
		now.State = InspectionPlanned
	case now == *i || i.State == InspectionConcluded || i.State == InspectionClosed:
		return false
	}
	if !now.Window.Contains(now.VisitDay) {
		now.VisitDay, now.Place, now.Reminded = Date{}, "", false
	}
	*i = now
	return true
}

// InspectionStep is what an inspection's process must do next.
type InspectionStep string

// The steps of an inspection, each taken by one activity.
const (
	InspectionWait        InspectionStep = "WAIT"
	InspectionStepOpen    InspectionStep = "OPEN"
	InspectionRemindVisit InspectionStep = "REMIND_VISIT"
	InspectionStepClose   InspectionStep = "CLOSE"
)

// NextStep names what the inspection's process does next and from which instant; a zero instant means that somebody
// must act first. An inspection closes when it is concluded and its window is over, or with its campaign.
func (i *Inspection) NextStep(live bool, now time.Time, c Customs) (InspectionStep, time.Time) {
	switch {
	case i.State == InspectionClosed:
		return InspectionWait, time.Time{}
	case !live:
		return InspectionStepClose, now
	}
	step, at := InspectionWait, time.Time{}
	earlier := func(s InspectionStep, t time.Time) {
		if at.IsZero() || t.Before(at) {
			step, at = s, t
		}
	}
	if i.State == InspectionPlanned && !i.Window.isZero() { // while nobody knows its days, it waits for the plan to say them
		earlier(InspectionStepOpen, i.Window.Opens(c.Zone))
	}
	if i.State == InspectionConcluded {
		earlier(InspectionStepClose, i.Window.Closes(c.Zone))
	}
	if !i.Reminded && !i.VisitDay.IsZero() && now.Before(i.VisitDay.At(0, c.Zone)) {
		earlier(InspectionRemindVisit, i.remindAt(c))
	}
	return step, at
}

// remindAt is 09:00 on the working day before the visit, so that the reminder goes out that morning.
func (i *Inspection) remindAt(c Customs) time.Time {
	return c.Calendar.WorkdayOnOrBefore(i.VisitDay.AddDays(-1)).At(morning, c.Zone)
}

// Take turns the inspection by a step that is due and reports whether the group is to be told of its visit.
func (i *Inspection) Take(step InspectionStep) (remind bool) {
	switch step {
	case InspectionStepOpen:
		i.State = InspectionOpen
	case InspectionRemindVisit:
		i.Reminded = true
		return true
	case InspectionStepClose:
		i.State = InspectionClosed
	case InspectionWait:
	}
	return false
}
