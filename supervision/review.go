package supervision

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// reviewer looks at a rehearsed year for what its author would otherwise find out in November.
type reviewer struct {
	Rehearsal
	in      Rehearsing
	entries map[string]int // where each stands
	sites   map[string]string
	found   []Finding
}

func newReviewer(r Rehearsal, in Rehearsing) *reviewer {
	v := &reviewer{Rehearsal: r, in: in, entries: map[string]int{}, sites: map[string]string{}}
	for i, e := range r.Plan.Entries {
		v.entries[e.ID] = i
	}
	for _, pr := range r.Plan.Projects {
		v.sites[pr.ID] = first(pr.Site, pr.ID)
	}
	return v
}

func (v *reviewer) review() []Finding {
	v.quotas()
	v.restDays()
	v.skippedWeeks()
	v.provisional()
	v.idle()
	v.unvisited()
	v.vacant()
	v.crowdedWeeks()
	v.twoPlaces()
	v.sameSite()
	return v.found
}

// warn records a finding at a field of an entry.
func (v *reviewer) warn(entry, field, code, subject, zh, en string) {
	v.found = append(v.found, Finding{
		Code: code, Warning: true, Subject: subject, Field: place("duties", v.entries[entry], field), Zh: zh, En: en,
	})
}

// quotas that cannot be met even if somebody is out every workday that is left; one finding for an entry and a period.
func (v *reviewer) quotas() {
	subjects := map[string][]string{}
	var order []Quota
	for _, q := range v.Quotas {
		if q.State != QuotaImpossible {
			continue
		}
		key := q.Entry + q.Window.String()
		if subjects[key] == nil {
			order = append(order, q)
		}
		subjects[key] = append(subjects[key], q.ID)
	}
	for _, q := range order {
		all := subjects[q.Entry+q.Window.String()]
		v.warn(q.Entry, "every", "QUOTA_IMPOSSIBLE", all[0],
			fmt.Sprintf("%s 内应做 %d 次，只有 %d 个工作日，%d 项配额无法完成：%s", q.Window, q.Need, q.Left, len(all), few(all)),
			fmt.Sprintf("%d needed within %s, which has %d workdays left; %d quotas cannot be met: %s", q.Need, q.Window, q.Left, len(all), few(all)))
	}
}

// restDays: deadlines on which no office is open, one finding for an entry and a day.
func (v *reviewer) restDays() {
	said := map[string]bool{}
	for _, d := range v.Duties {
		key := d.Entry + d.Window.Last.String()
		if d.Undated() || d.State == BeforeTakeUp || said[key] || v.in.Calendar.IsWorkday(d.Window.Last) {
			continue
		}
		said[key] = true
		kind, name := v.in.Calendar.Kind(d.Window.Last)
		zh, en := restDay(kind, name, d.Window.Last)
		v.warn(d.Entry, v.windowField(d.Entry), "REST_DAY", d.ID,
			fmt.Sprintf("期限 %s 是%s", d.Window.Last, zh), fmt.Sprintf("is due on %s, %s", d.Window.Last, en))
	}
}

// restDay words why nobody works.
func restDay(kind DayKind, name string, day Date) (zh, en string) {
	if kind == Holiday {
		return "节假日（" + name + "）", "a public holiday (" + name + ")"
	}
	return "周" + []string{"日", "一", "二", "三", "四", "五", "六"}[day.Weekday()], "a " + day.Weekday().String()
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

// skippedWeeks: weeks without their visit, because its day is a rest day.
func (v *reviewer) skippedWeeks() {
	for _, e := range v.Plan.Entries {
		if e.Weekday == nil {
			continue
		}
		var days []string
		for _, day := range e.Window.Each(*e.Weekday) {
			if !v.in.Calendar.IsWorkday(day) {
				days = append(days, day.String())
			}
		}
		if len(days) > 0 {
			v.warn(e.ID, "weekday", "WEEK_SKIPPED", e.ID,
				"这些天休息，当周不安排："+strings.Join(days, "、"), "rest days, so these weeks have none: "+strings.Join(days, ", "))
		}
	}
}

// provisional: years whose holidays are not announced yet, one finding for each.
func (v *reviewer) provisional() {
	counts := map[int]int{}
	firsts := map[int]Duty{}
	for _, d := range v.Duties {
		if last := d.Window.Last; !d.Undated() && v.in.Calendar.Provisional(last) {
			if counts[last.Year]++; counts[last.Year] == 1 {
				firsts[last.Year] = d
			}
		}
	}
	for _, year := range slices.Sorted(keys(counts)) {
		d := firsts[year]
		v.warn(d.Entry, v.windowField(d.Entry), "PROVISIONAL_YEAR", fmt.Sprint(year),
			fmt.Sprintf("%d 年的节假日尚未全部公布，%d 项任务的日期是暂定的", year, counts[year]),
			fmt.Sprintf("the holidays around %d are not all announced; the days of %d duties are provisional", year, counts[year]))
	}
}

// few names the first of many.
func few(all []string) string {
	if len(all) > fewIDs {
		return strings.Join(all[:fewIDs], "、") + "…"
	}
	return strings.Join(all, "、")
}

func keys[K cmp.Ordered, V any](m map[K]V) func(func(K) bool) {
	return func(yield func(K) bool) {
		for k := range m {
			if !yield(k) {
				return
			}
		}
	}
}
