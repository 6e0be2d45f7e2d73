package supervision

import (
	"cmp"
	"fmt"
	"strings"
)

// CompareFindings orders findings as they stand in the text: by line, then by code, and by what they are about or, where
// they name nothing, by field.
func CompareFindings(a, b Finding) int {
	return cmp.Or(
		cmp.Compare(a.Line, b.Line), cmp.Compare(a.Code, b.Code), cmp.Compare(cmp.Or(a.Subject, a.Field), cmp.Or(b.Subject, b.Field)),
	)
}

// reviewer looks at a rehearsed year for what its author would otherwise find out in November.
type reviewer struct {
	Rehearsal
	in      Rehearsing
	today   Date           // of the take-up
	entries map[string]int // where each stands
	seats   map[string]int
	groups  map[string]Group
	sites   map[string]string // of the projects
	found   []Finding
}

func newReviewer(r Rehearsal, in Rehearsing) *reviewer {
	v := &reviewer{
		Rehearsal: r, in: in, today: DateOf(in.Start, r.Plan.Zone),
		entries: map[string]int{}, seats: map[string]int{}, groups: map[string]Group{}, sites: map[string]string{},
	}
	for i, e := range r.Plan.Entries {
		v.entries[e.ID] = i
	}
	for i, s := range r.Plan.Seats {
		v.seats[s.ID] = i
	}
	for _, g := range r.Plan.Groups {
		v.groups[g.ID] = g
	}
	for _, pr := range r.Plan.Projects {
		v.sites[pr.ID] = cmp.Or(pr.Site, pr.ID)
	}
	return v
}

func (v *reviewer) review() []Finding {
	v.quotas()
	v.restDays()
	v.skippedWeeks()
	v.outside()
	v.provisional()
	v.idle()
	v.unvisited()
	v.vacant()
	v.kept()
	v.overloaded(v.crowdedWeeks())
	v.twoPlaces()
	v.sameSite()
	return v.found
}

// warn records a finding at a field of an entry.
func (v *reviewer) warn(entry, field, code, subject, zh, en string) {
	v.warnAt(place("duties", v.entries[entry], field), code, subject, zh, en)
}

func (v *reviewer) warnAt(field, code, subject, zh, en string) {
	v.found = append(v.found, Finding{Code: code, Warning: true, Subject: subject, Field: field, Zh: zh, En: en})
}

func (v *reviewer) entry(d *Duty) Entry { return v.Plan.Entries[v.entries[d.Entry]] }

// ahead lists the duties that have a day, and whose day was not over before the take-up.
func (v *reviewer) ahead(yield func(*Duty) bool) {
	for i := range v.Duties {
		if d := &v.Duties[i]; !d.Undated() && d.State != BeforeTakeUp && !yield(d) {
			return
		}
	}
}

// windowField is the field that gives an entry its last day.
func (v *reviewer) windowField(entry string) string {
	switch e := v.Plan.Entries[v.entries[entry]]; {
	case e.Due != nil:
		return "due"
	case e.Stage != NoStage:
		return "stage"
	case e.Within != "":
		return "within"
	}
	return "window"
}

// quotas that cannot be met even if somebody is out every workday that is left; one finding for an entry and a period.
func (v *reviewer) quotas() {
	type period struct {
		entry  string
		window Window
	}
	subjects := map[period][]string{}
	var order []Quota
	for _, q := range v.Quotas {
		if q.State != QuotaImpossible {
			continue
		}
		key := period{q.Entry, q.Window}
		if subjects[key] == nil {
			order = append(order, q)
		}
		subjects[key] = append(subjects[key], q.ID)
	}
	for _, q := range order {
		all := subjects[period{q.Entry, q.Window}]
		v.warn(q.Entry, "every", "QUOTA_IMPOSSIBLE", all[0],
			fmt.Sprintf("%s 内应做 %d 次，已做 %d 次，余 %d 个工作日；%d 项配额无法完成：%s", q.Window, q.Need, q.Done, q.Left, len(all), few(all, "、")),
			fmt.Sprintf("%d needed within %s, %d done, %d workdays left; %d quotas cannot be met: %s",
				q.Need, q.Window, q.Done, q.Left, len(all), few(all, ", ")))
	}
}

// few names the first of many.
func few(all []string, separator string) string {
	if len(all) > fewIDs {
		return strings.Join(all[:fewIDs], separator) + "…"
	}
	return strings.Join(all, separator)
}
