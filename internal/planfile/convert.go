package planfile

import (
	"cmp"
	"errors"
	"fmt"
	"strconv"
	"time"
	_ "time/tzdata" // a plan's zone must not depend on what the machine has installed

	"duban/api/supervisionv1"
	"duban/supervision"
)

const (
	defaultZone = "Asia/Shanghai"
	leapYear    = 2000 // stands in for a year that was refused, so that windows can still be checked
)

// convert makes the plan of a message, days resolved, and records what it cannot make sense of.
func (r *reader) convert(m *supervisionv1.Plan) supervision.Plan {
	year := int(m.GetYear())
	if year == 0 {
		year = leapYear
	}
	p := supervision.Plan{
		ID:            m.GetId(),
		Title:         m.GetTitle(),
		Host:          host(m.GetHost()),
		Year:          year,
		Zone:          r.zone(m.GetTimeZone()),
		Demonstration: m.GetDemonstration(),
		Source:        m.GetSource(),
		VisitsAWeek:   cmp.Or(int(m.GetVisitsAWeek()), supervision.DefaultVisitsAWeek),
		Offices:       each(m.GetOffices(), office),
		Seats:         each(m.GetSeats(), seat),
		Groups:        each(m.GetGroups(), group),
		Vote:          voteRule(m.GetVote()),
	}
	r.times(m, &p)
	p.Projects = r.projects(m.GetProjects(), year)
	p.Entries = r.entries(m.GetDuties(), &p)
	return p
}

// times reads what the entries' days may refer to: phases, the period, named windows, events.
func (r *reader) times(m *supervisionv1.Plan, p *supervision.Plan) {
	p.Phases = r.phases(m.GetPhases(), p.Year)
	p.Period = supervision.Window{First: p.Phases[0].First, Last: p.Phases[2].Last}
	if written := m.GetPeriod(); written != "" {
		p.Period = r.window("period", written, p.Year)
	}
	for i, w := range m.GetWindows() {
		field := "windows[" + strconv.Itoa(i) + "].window"
		p.Windows = append(p.Windows, supervision.NamedWindow{
			ID: w.GetId(), Title: w.GetTitle(), Written: w.GetWindow(), Window: r.opened(field, w.GetWindow(), p.Year, p.Period.First),
		})
	}
	for i, e := range m.GetEvents() {
		field := "events[" + strconv.Itoa(i) + "]"
		p.Events = append(p.Events, supervision.Event{
			ID: e.GetId(), Title: e.GetTitle(),
			Date: r.day(field+".date", e.GetDate(), p.Year), Expected: r.optional(field+".expected", e.GetExpected(), p.Year),
		})
	}
}

// day is a window of one day; zero if nothing is written.
func (r *reader) day(field, text string, year int) supervision.Date {
	w := r.optional(field, text, year)
	if w.First != w.Last {
		r.stage([]supervision.Finding{{
			Code: "BAD_DATE", Field: field, Zh: "应为一天，如 2020-05-11 或 5月11日", En: "expected one day, such as 2020-05-11 or 5月11日",
		}})
	}
	return w.First
}

// optional is a window that may be left out.
func (r *reader) optional(field, text string, year int) supervision.Window {
	if text == "" {
		return supervision.Window{}
	}
	return r.window(field, text, year)
}

// opened is a window that opens on a given day where its words name only the last: 11月底前.
func (r *reader) opened(field, text string, year int, opens supervision.Date) supervision.Window {
	w := r.optional(field, text, year)
	if w.First.IsZero() {
		w.First = opens
		if opens.After(w.Last) {
			w.First = w.Last
		}
	}
	return w
}

// zone refuses "Local" too: a deadline must not move with the machine.
func (r *reader) zone(name string) *time.Location {
	if name == "" {
		name = defaultZone
	}
	zone, err := time.LoadLocation(name)
	if err != nil || name == "Local" {
		r.stage([]supervision.Finding{{
			Code: "UNKNOWN_ZONE", Field: "time_zone",
			Zh: "没有这个时区，应写作 Asia/Shanghai", En: "no such time zone; expected a name such as Asia/Shanghai",
		}})
		return time.UTC
	}
	return zone
}

func (r *reader) phases(entries []*supervisionv1.PhaseEntry, year int) (windows [3]supervision.Window) {
	if n := len(entries); n > 0 && n < len(windows) {
		r.stage([]supervision.Finding{{
			Code: "REQUIRED", Field: "phases", Zh: "须写三个阶段：DEPLOYMENT、MONITORING、EVALUATION",
			En: "expected the three phases: DEPLOYMENT, MONITORING, EVALUATION",
		}})
	}
	for i, want := range supervision.Phases() {
		if i >= len(entries) {
			break
		}
		field := "phases[" + strconv.Itoa(i) + "]"
		if got := entries[i].GetPhase(); got != supervisionv1.PhaseEntry_UNSPECIFIED && got.String() != want.String() {
			r.stage([]supervision.Finding{{
				Code: "PHASE_ORDER", Field: field + ".phase",
				Zh: fmt.Sprintf("第 %d 个阶段应为 %s", i+1, want), En: fmt.Sprintf("expected %s: phase %d of three", want, i+1),
			}})
		}
		windows[i] = r.window(field+".window", entries[i].GetWindow(), year)
	}
	return windows
}

// window points at the very character that cannot be right.
func (r *reader) window(field, text string, year int) supervision.Window {
	w, err := supervision.ParseWindow(text, year)
	if wrong, ok := errors.AsType[*supervision.DateError](err); ok {
		line, column := r.inside(field, wrong.Offset)
		r.stage([]supervision.Finding{{
			Code: "BAD_WINDOW", Field: field, Line: line, Column: column, Zh: wrong.Zh, En: wrong.En,
		}})
	}
	return w
}

func (r *reader) projects(all []*supervisionv1.Project, year int) []supervision.Project {
	projects := each(all, project)
	for i, p := range all {
		for j, s := range p.GetStages() {
			if stage := s.GetStage(); stage != supervisionv1.StageWindow_UNSPECIFIED {
				field := fmt.Sprintf("projects[%d].stages[%d].window", i, j)
				projects[i].Stages[stage-supervisionv1.StageWindow_BEFORE] = r.window(field, s.GetWindow(), year)
			}
		}
	}
	return projects
}
