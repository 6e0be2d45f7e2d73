package supervision

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
)

// restDays: deadlines on which no office is open; one finding for an entry.
func (v *reviewer) restDays() {
	firsts, days := map[string]string{}, map[string][]Date{}
	for d := range v.ahead {
		last := d.Window.Last
		if v.in.Calendar.IsWorkday(last) || slices.Contains(days[d.Entry], last) {
			continue
		}
		firsts[d.Entry] = cmp.Or(firsts[d.Entry], d.ID)
		days[d.Entry] = append(days[d.Entry], last)
	}
	for _, e := range v.Plan.Entries {
		all := days[e.ID]
		if len(all) == 0 {
			continue
		}
		slices.SortFunc(all, Date.Compare)
		v.warn(e.ID, v.windowField(e.ID), "REST_DAY", firsts[e.ID],
			"期限逢休息日："+few(collect(all, v.zhRestDay), "、"), "due on a rest day: "+few(collect(all, v.enRestDay), ", "))
	}
}

func (v *reviewer) zhRestDay(day Date) string {
	if kind, name := v.in.Calendar.Kind(day); kind == Holiday {
		return fmt.Sprintf("%s（%s）", day, name)
	}
	return fmt.Sprintf("%s（周%s）", day, [...]string{"日", "一", "二", "三", "四", "五", "六"}[day.Weekday()])
}

func (v *reviewer) enRestDay(day Date) string {
	if kind, name := v.in.Calendar.Kind(day); kind == Holiday {
		return fmt.Sprintf("%s (holiday %s)", day, name)
	}
	return fmt.Sprintf("%s (%s)", day, day.Weekday())
}

// skippedWeeks: weeks without their visit, because its day is a rest day.
func (v *reviewer) skippedWeeks() {
	for _, e := range v.Plan.Entries {
		if e.Weekday == nil {
			continue
		}
		if days := v.restingVisits(e); len(days) > 0 {
			v.warn(e.ID, "weekday", "WEEK_SKIPPED", e.ID,
				"这些天休息，当周不安排："+few(days, "、"), "rest days, so these weeks have none: "+few(days, ", "))
		}
	}
}

// restingVisits are the days of an entry's weekly visits, from the take-up on, on which nobody works.
func (v *reviewer) restingVisits(e Entry) []string {
	var days []string
	for _, w := range v.windowsOf(e) {
		for _, day := range w.Each(*e.Weekday) {
			if text := day.String(); !v.in.Calendar.IsWorkday(day) && !day.Before(v.today) && !slices.Contains(days, text) {
				days = append(days, text)
			}
		}
	}
	slices.Sort(days)
	return days
}

// windowsOf are an entry's windows: its own, or those that the stages of its projects give it.
func (v *reviewer) windowsOf(e Entry) []Window {
	if e.Stage == NoStage {
		return []Window{e.Window}
	}
	var all []Window
	for _, s := range v.Plan.subjects(e.Each) {
		if w := e.base(s); e.about(s) && !slices.Contains(all, w) {
			all = append(all, w)
		}
	}
	return all
}

// outside: last days that a deadline or a project's stage puts outside the entry's phase; the check has seen to the
// windows that the plan writes.
func (v *reviewer) outside() {
	said := map[string]bool{}
	for d := range v.ahead {
		e := v.entry(d)
		if !v.Plan.phased() || said[d.Entry] || e.Due == nil && e.Stage == NoStage || v.Plan.Window(e.Phase).Contains(d.Window.Last) {
			continue
		}
		said[d.Entry] = true
		code, zh, en := "OUTSIDE_PHASE", fmt.Sprintf("超出所属阶段 %s(%s)", e.Phase, v.Plan.Window(e.Phase)),
			fmt.Sprintf("is not within its phase %s (%s)", e.Phase, v.Plan.Window(e.Phase))
		if v.Plan.inNoPhase(d.Window.Last) {
			code, zh, en = "OUTSIDE_PERIOD", "不在任何阶段之内", "is a day of no phase"
		}
		v.warn(d.Entry, v.windowField(d.Entry), code, d.ID,
			fmt.Sprintf("期限 %s %s", d.Window.Last, zh), fmt.Sprintf("its last day, %s, %s", d.Window.Last, en))
	}
}

// provisional: years whose notice of holidays may still move days, or make rest days of them; one finding for each.
func (v *reviewer) provisional() {
	counts, firsts := map[int]int{}, map[int]*Duty{}
	for d := range v.ahead {
		years := slices.Clone(d.Computed.Awaits)
		if year := v.in.Calendar.awaited(d.Window.Last); year != 0 && !slices.Contains(years, year) {
			years = append(years, year)
		}
		for _, year := range years {
			if counts[year]++; counts[year] == 1 {
				firsts[year] = d
			}
		}
	}
	for _, year := range slices.Sorted(maps.Keys(counts)) {
		d := firsts[year]
		zh, en := unknownYear(year)
		v.warn(d.Entry, v.windowField(d.Entry), "PROVISIONAL_YEAR", fmt.Sprint(year),
			fmt.Sprintf("%s，%d 项任务的日期是暂定的", zh, counts[year]),
			fmt.Sprintf("%s; the days of %d duties are provisional", en, counts[year]))
	}
}

// firstFileYear is the first year of the holiday files: the notices of the years before are published, but not held here.
const firstFileYear = 2019

// unknownYear says why the holidays of a year are not known.
func unknownYear(year int) (zh, en string) {
	if year < firstFileYear {
		return fmt.Sprintf("没有 %d 年的节假日文件", year), fmt.Sprintf("there is no holiday file for %d", year)
	}
	return fmt.Sprintf("%d 年的节假日安排尚未公布", year), fmt.Sprintf("the holidays of %d are not announced", year)
}
