package supervision

import "time"

// Launched is what a plan becomes when it is taken up: the phase it starts in and everything that must be done.
type Launched struct {
	Phase       Phase
	Duties      []Duty
	Inspections []Inspection
	Polls       []Poll
}

// Launch takes the plan up at now. Windows already over are marked and make no calls; the first phase is the one
// that now falls in, or the nearest. Last days are counted by the calendar. The plan must have been checked.
func (p Plan) Launch(now time.Time, calendar Calendar) Launched {
	l := launcher{plan: p, subjects: newSubjectLists(p), now: now, calendar: calendar, out: Launched{Phase: p.phaseAt(DateOf(now, p.Zone))}}
	for _, e := range p.Entries {
		l.entry(e)
	}
	l.unlockAfterThePast()
	return l.out
}

// unlockAfterThePast opens what waits for an entry that was over before the take-up: nobody will prove that any more.
// The gate is not opened so: that is for people.
func (l *launcher) unlockAfterThePast() {
	ahead := map[string]bool{} // entries that somebody still has to prove
	for _, d := range l.out.Duties {
		ahead[d.Entry] = ahead[d.Entry] || d.State != BeforeTakeUp || d.Kind == JointSubmission || d.Kind == Deliberation
	}
	for i := range l.out.Duties {
		if d := &l.out.Duties[i]; d.After != "" && d.Kind != Vote && !ahead[d.After] {
			d.Unlock(l.now)
		}
	}
	for i := range l.out.Polls {
		if p := &l.out.Polls[i]; p.After != "" && !ahead[p.After] && !l.over(p.Window) {
			p.State = PollCalled
		}
	}
}

// phaseAt is the last phase that has begun by day, or the first; none in a plan without phases.
func (p Plan) phaseAt(day Date) Phase {
	if !p.phased() {
		return NoPhase
	}
	at := Deployment
	for _, phase := range Phases() {
		if !p.Window(phase).First.After(day) {
			at = phase
		}
	}
	return at
}

// CountDuties says how many duties the plan makes, without making them. It looks at no calendar, so it counts the weekly
// visits of rest days too: a plan makes at most so many.
func (p Plan) CountDuties() int {
	n := 0
	for _, count := range p.countDuties(newSubjectLists(p)) {
		n += count
	}
	return n
}

// countDuties says how many duties each entry makes.
func (p Plan) countDuties(subjects subjectLists) []int {
	counts := make([]int, len(p.Entries))
	for i, e := range p.Entries {
		counts[i] = p.countEntry(e, subjects.of(e.Each))
	}
	return counts
}

func (p Plan) countEntry(e Entry, subjects []subject) int {
	if e.Kind == Vote {
		return len(p.seatsOf(RoleMember))
	}
	n, times := 0, e.times(e.Window)
	for _, s := range subjects {
		if !e.about(s) {
			continue
		}
		each := 1
		if e.byGroup() {
			each += len(s.group.Members)
		}
		if e.Stage != NoStage {
			times = e.times(e.base(s))
		}
		n += each * times
	}
	return n
}

// launcher makes duties out of entries.
type launcher struct {
	plan     Plan
	subjects subjectLists
	now      time.Time
	calendar Calendar
	out      Launched
}

func (l *launcher) entry(e Entry) {
	if e.Kind == Vote {
		l.poll(e)
		return
	}
	var times []occurrence // the same for every subject, but for a project's own stages
	for _, s := range l.subjects.of(e.Each) {
		if !e.about(s) {
			continue
		}
		if times == nil || e.Stage != NoStage {
			times = l.occurrences(e, e.base(s))
		}
		for _, o := range times {
			l.make(e, s, o)
		}
	}
}

func (l *launcher) make(e Entry, s subject, o occurrence) {
	holder := l.plan.holder(e, s)
	if e.Kind == InspectionDuty {
		l.inspection(e, s, holder, o)
		return
	}
	l.duty(e, s, holder, o)
}

// duty adds one duty of the entry for a subject and returns it, to be completed.
func (l *launcher) duty(e Entry, s subject, holder string, o occurrence) *Duty {
	d := Duty{
		ID:    e.ID + "/" + s.id + "/" + o.id,
		Entry: e.ID, Kind: e.Kind, Title: e.Title, Holder: holder, To: l.plan.office(e.To, s),
		Group: s.group.ID, Project: s.project, Convenor: s.group.Convenor,
		Phase: e.Phase, Window: o.window, RemindDays: e.RemindDays, After: e.After,
		Planned: o.window, Computed: o.computed, Quota: o.quota(e, s), Nth: o.nth, Need: o.need,
		Unannounced: e.Unannounced, Urgent: e.Urgent, State: Waiting,
	}
	if e.After == "" && e.Kind != Vote { // a vote waits for its poll
		d.Since = l.now
	}
	if l.over(o.window) {
		d.State = BeforeTakeUp
	}
	l.out.Duties = append(l.out.Duties, d)
	return &l.out.Duties[len(l.out.Duties)-1]
}

// inspection makes one inspection: the duty to conclude it and, where a group makes it together, each member's part.
func (l *launcher) inspection(e Entry, s subject, holder string, o occurrence) {
	id := l.plan.ID + "." + e.ID + "." + s.id + "." + o.id
	visit := l.duty(e, s, holder, o)
	visit.Inspection = id
	visitID := visit.ID
	if e.byGroup() {
		for _, seat := range s.group.Members {
			part := l.duty(e, s, seat, o)
			part.ID, part.Inspection, part.Quota, part.Need = visitID+"/"+seat, id, "", 0 // the visit counts, not its parts
		}
	}
	state := InspectionPlanned
	if l.over(o.window) {
		state = InspectionClosed
	}
	l.out.Inspections = append(l.out.Inspections, Inspection{
		ID: id, Title: e.Title, Group: s.group.ID, Project: s.project, Duty: visitID, Convenor: holder, Window: o.window, State: state,
		Unannounced: e.Unannounced,
	})
}

// midYear is what calls a vote that is not the evaluation's; that one is called when deliberation is over.
func (l *launcher) midYear(e Entry) string {
	if e.Phase == Evaluation {
		return ""
	}
	return e.After
}

// over reports whether a window was over before the take-up.
func (l *launcher) over(w Window) bool { return !w.isZero() && !w.Closes(l.plan.Zone).After(l.now) }

// poll makes one poll and each member's duty to vote in it.
func (l *launcher) poll(e Entry) {
	once := l.occurrences(e, e.Window)[0]
	for _, seat := range l.plan.seatsOf(RoleMember) {
		l.duty(e, subject{id: seat.ID}, seat.ID, once)
	}
	l.out.Polls = append(l.out.Polls, Poll{
		ID: l.plan.ID + "." + e.ID, Entry: e.ID, Title: e.Title, Phase: e.Phase, After: l.midYear(e), Projects: l.plan.covered(e),
		Window: once.window, Rule: l.plan.Vote, State: PollPlanned,
	})
}
