package planfile

import (
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

// convert makes the plan of a message, windows resolved, and records what it cannot make sense of.
func (r *reader) convert(m *supervisionv1.Plan) supervision.Plan {
	year := int(m.GetYear())
	if year == 0 {
		year = leapYear
	}
	return supervision.Plan{
		ID:            m.GetId(),
		Title:         m.GetTitle(),
		Host:          supervision.Host{ID: m.GetHost().GetId(), Name: m.GetHost().GetName(), Kind: m.GetHost().GetKind().String()},
		Year:          year,
		Zone:          r.zone(m.GetTimeZone()),
		Demonstration: m.GetDemonstration(),
		Source:        m.GetSource(),
		Phases:        r.phases(m.GetPhases(), year),
		Offices:       each(m.GetOffices(), office),
		Seats:         each(m.GetSeats(), seat),
		Projects:      each(m.GetProjects(), project),
		Groups:        each(m.GetGroups(), group),
		Entries:       r.entries(m.GetDuties(), year),
		Vote:          voteRule(m.GetVote()),
	}
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

func (r *reader) entries(duties []*supervisionv1.DutyEntry, year int) []supervision.Entry {
	entries := make([]supervision.Entry, len(duties))
	for i, d := range duties {
		entries[i] = entry(d)
		entries[i].Window = r.window("duties["+strconv.Itoa(i)+"].window", d.GetWindow(), year)
	}
	return entries
}

// entry is all of a duty's entry but its window.
func entry(d *supervisionv1.DutyEntry) supervision.Entry {
	remind := each(d.GetRemindDays(), func(n int32) int { return int(n) })
	if len(remind) == 0 {
		remind = supervision.DefaultRemindDays
	}
	return supervision.Entry{
		ID: d.GetId(), Kind: supervision.DutyKind(named(d.GetKind())), Title: d.GetTitle(),
		Phase: supervision.ParsePhase(d.GetPhase().String()), Each: supervision.Each(d.GetForEach()), Holder: d.GetHolder(),
		RemindDays: remind, Requires: d.GetRequires(), After: d.GetAfter(), Source: d.GetSource(),
	}
}

func office(o *supervisionv1.Office) supervision.Office {
	return supervision.Office{ID: o.GetId(), Name: o.GetName(), Kind: supervision.OfficeKind(named(o.GetKind()))}
}

func seat(s *supervisionv1.Seat) supervision.Seat {
	return supervision.Seat{ID: s.GetId(), Office: s.GetOffice(), Role: supervision.Role(named(s.GetRole())), Title: s.GetTitle()}
}

func project(p *supervisionv1.Project) supervision.Project {
	return supervision.Project{
		ID: p.GetId(), Title: p.GetTitle(), Text: p.GetText(), Unit: p.GetUnit(), Tags: p.GetTags(),
		Indicators: each(p.GetIndicators(), indicator), YearsRunning: int(p.GetYearsRunning()),
	}
}

func indicator(i *supervisionv1.Indicator) supervision.Indicator {
	out := supervision.Indicator{Name: i.GetName(), Unit: i.GetUnit(), AtLeast: i.GetAtLeast()}
	if i != nil && i.Target != nil {
		out.Target = new(i.GetTarget())
	}
	return out
}

func group(g *supervisionv1.Group) supervision.Group {
	return supervision.Group{
		ID: g.GetId(), Name: g.GetName(), Project: g.GetProject(), Convenor: g.GetConvenor(), Members: g.GetMembers(),
		LeadDepartment: g.GetLeadDepartment(), Cooperating: g.GetCooperating(),
	}
}

func voteRule(v *supervisionv1.VoteRule) supervision.VoteRule {
	return supervision.VoteRule{
		Denominator: supervision.Denominator(named(v.GetDenominator())), HalfIsEnough: v.GetHalfIsEnough(), Source: v.GetSource(),
	}
}

// named is the name of an enum's value, empty when none was chosen.
func named[E interface {
	~int32
	fmt.Stringer
}](value E) string {
	if value == 0 {
		return ""
	}
	return value.String()
}

func each[From, To any](all []From, one func(From) To) []To {
	out := make([]To, len(all))
	for i, v := range all {
		out[i] = one(v)
	}
	return out
}
