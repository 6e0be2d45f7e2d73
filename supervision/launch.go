package supervision

import (
	"strconv"
	"time"
)

// Launched is what a plan becomes when it is taken up: the phase it starts in and everything that must be done.
type Launched struct {
	Phase       Phase
	Duties      []Duty
	Inspections []Inspection
	Polls       []Poll
}

// Launch takes the plan up at now. Windows already over are marked and make no calls; the first phase is the one
// that now falls in, or the nearest. The plan must have been checked.
func (p Plan) Launch(now time.Time) Launched {
	l := launcher{plan: p, now: now, out: Launched{Phase: p.phaseAt(DateOf(now, p.Zone))}}
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
}

// phaseAt is the last phase that has begun by day, or the first.
func (p Plan) phaseAt(day Date) Phase {
	at := Deployment
	for _, phase := range Phases() {
		if !p.Window(phase).First.After(day) {
			at = phase
		}
	}
	return at
}

// CountDuties says how many duties the plan makes, without making them.
func (p Plan) CountDuties() int {
	n, subjects := 0, map[Each]int{}
	for _, e := range p.Entries {
		switch e.Kind {
		case Vote:
			n += len(p.seatsOf(RoleMember))
		case InspectionDuty:
			for _, g := range p.Groups {
				n += 1 + len(g.Members)
			}
		case Meeting, Hearing, Document, Report, JointSubmission, Deliberation:
			if _, counted := subjects[e.Each]; !counted {
				subjects[e.Each] = len(p.subjects(e.Each))
			}
			n += subjects[e.Each]
		}
	}
	return n
}

// launcher makes duties out of entries.
type launcher struct {
	plan Plan
	now  time.Time
	out  Launched
}

func (l *launcher) entry(e Entry) {
	switch e.Kind {
	case InspectionDuty:
		for _, g := range l.plan.Groups {
			l.inspection(e, g)
		}
	case Vote:
		l.poll(e)
	case Meeting, Hearing, Document, Report, JointSubmission, Deliberation:
		for _, s := range l.plan.subjects(e.Each) {
			l.duty(e, s, l.plan.holder(e, s))
		}
	}
}

// duty adds one duty of the entry for a subject and returns it, to be completed.
func (l *launcher) duty(e Entry, s subject, holder string) *Duty {
	d := Duty{
		ID:    e.ID + "/" + s.id + "/" + strconv.Itoa(l.plan.Year),
		Entry: e.ID, Kind: e.Kind, Title: e.Title, Holder: holder,
		Group: s.group.ID, Project: s.project, Convenor: s.group.Convenor,
		Phase: e.Phase, Window: e.Window, RemindDays: e.RemindDays, After: e.After,
		State: Waiting,
	}
	if e.After == "" && e.Kind != Vote { // a vote waits for its poll
		d.Since = l.now
	}
	if l.over(e) {
		d.State = BeforeTakeUp
	}
	l.out.Duties = append(l.out.Duties, d)
	return &l.out.Duties[len(l.out.Duties)-1]
}

// inspection makes one inspection by one group: the convenor's duty to conclude it, and each member's part.
func (l *launcher) inspection(e Entry, g Group) {
	s := subject{id: g.ID, group: g, project: g.Project}
	id := l.plan.ID + "." + e.ID + "." + g.ID + "." + strconv.Itoa(l.plan.Year)
	visit := l.duty(e, s, g.Convenor)
	visit.Inspection = id
	visitID := visit.ID
	for _, seat := range g.Members {
		part := l.duty(e, s, seat)
		part.ID, part.Inspection = visitID+"/"+seat, id
	}
	state := InspectionPlanned
	if l.over(e) {
		state = InspectionClosed
	}
	l.out.Inspections = append(l.out.Inspections, Inspection{
		ID: id, Title: e.Title, Group: g.ID, Project: g.Project, Duty: visitID, Convenor: g.Convenor, Window: e.Window, State: state,
	})
}

// over reports whether the entry's window was over before the take-up.
func (l *launcher) over(e Entry) bool { return !e.Window.Closes(l.plan.Zone).After(l.now) }

// poll makes one poll and each member's duty to vote in it.
func (l *launcher) poll(e Entry) {
	for _, seat := range l.plan.seatsOf(RoleMember) {
		l.duty(e, subject{id: seat.ID}, seat.ID)
	}
	l.out.Polls = append(l.out.Polls, Poll{
		ID: l.plan.ID + "." + e.ID, Entry: e.ID, Title: e.Title,
		Window: e.Window, Rule: l.plan.Vote, State: PollPlanned,
	})
}

// subject is what one duty of an entry is about.
type subject struct {
	id      string
	seat    string // for a deputy
	unit    string // for a unit
	group   Group
	project string
}

// subjects lists what an entry is repeated for.
func (p Plan) subjects(each Each) []subject {
	switch each {
	case EachGroup:
		return collect(p.Groups, func(g Group) subject { return subject{id: g.ID, group: g, project: g.Project} })
	case EachProject:
		return collect(p.Projects, func(pr Project) subject {
			return subject{id: pr.ID, unit: pr.Unit, group: p.groupOf(pr.ID), project: pr.ID}
		})
	case EachDeputy:
		return p.deputies()
	case EachUnit:
		return p.units()
	case EachCampaign:
	}
	return []subject{{id: "campaign"}}
}

// deputies lists every deputy once, in the first group that has them, in the plan's order.
func (p Plan) deputies() []subject {
	var all []subject
	seen := map[string]bool{}
	for _, g := range p.Groups {
		for _, seat := range append([]string{g.Convenor}, g.Members...) {
			if !seen[seat] {
				seen[seat] = true
				all = append(all, subject{id: seat, seat: seat, group: g, project: g.Project})
			}
		}
	}
	return all
}

// units lists every office that leads a project once, in the order of the projects.
func (p Plan) units() []subject {
	var all []subject
	seen := map[string]bool{}
	for _, pr := range p.Projects {
		if !seen[pr.Unit] {
			seen[pr.Unit] = true
			all = append(all, subject{id: pr.Unit, unit: pr.Unit})
		}
	}
	return all
}

// holder is the seat that must do the entry for the subject; empty when there is none.
func (p Plan) holder(e Entry, s subject) string {
	switch e.Holder {
	case HolderConvenor:
		return s.group.Convenor
	case HolderDeputy:
		return s.seat
	case HolderUnit:
		unit := s.unit
		if unit == "" {
			unit = p.project(s.project).Unit
		}
		return p.firstSeat(unit, RoleOfficial)
	}
	return e.Holder
}

func (p Plan) seatsOf(role Role) []Seat {
	var seats []Seat
	for _, s := range p.Seats {
		if s.Role == role {
			seats = append(seats, s)
		}
	}
	return seats
}

func collect[From, To any](all []From, one func(From) To) []To {
	out := make([]To, len(all))
	for i, v := range all {
		out[i] = one(v)
	}
	return out
}
