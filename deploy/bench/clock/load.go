package main

import (
	"fmt"
	"time"

	"duban/internal/pace"
)

// load is one way for calls to fall due. Duban's rules know days, so it says how long a day lasts by the wall's clock and
// on which days, counted from firstDay, duties end; the other contestants are given the same instants of the wall's.
type load struct {
	name      string
	campaigns int
	entries   int // of each campaign's plan; all duties of one have the same last day
	groups    int // for each of which each entry makes a duty; where it is 1, each entry is for another group
	proven    int // of each campaign's duties, before they end
	extended  int // of the others
	from      time.Time
	day       time.Duration
	zones     []string // of the campaigns, in turn
	remind    []int    // days before the last one
	lasts     [2]int   // last days are drawn from these, the second not included
	later     int      // days that an extension adds at the most
	// People act between these two, by the wall's clock: after the first of the duty's calls, and after its end.
	acts [2]time.Duration
}

// firstDay is the first of the days that last days are counted from.
var firstDay = time.Date(2031, time.January, 1, 0, 0, 0, 0, time.UTC)

// The four loads. Of each, the first call falls due nine seconds after its beginning or later.
var (
	spread = load{
		name: "spread", campaigns: 20, entries: 100, groups: 1, proven: 30, extended: 5,
		from: firstDay, day: 50 * time.Millisecond, zones: hourly(),
		remind: []int{100, 50, 20}, lasts: [2]int{280, 1040}, later: 40,
		acts: [2]time.Duration{-time.Second, -300 * time.Millisecond},
	}
	seconds = load{
		name: "seconds", campaigns: 20, entries: 100, groups: 1, proven: 30, extended: 5,
		// 09:00 in Shanghai: reminders fall on whole seconds.
		from: firstDay.Add(time.Hour), day: time.Second, zones: shanghai,
		remind: []int{6, 3, 1}, lasts: [2]int{15, 52}, later: 2,
		acts: [2]time.Duration{-time.Second, -300 * time.Millisecond},
	}
	cliff = load{
		name: "cliff", campaigns: 20, entries: 1, groups: 1035, proven: 30, extended: 5,
		// Twelve seconds before midnight in Shanghai: what falls due is deadlines.
		from: firstDay.Add(16*time.Hour - 12*time.Second), day: 24 * time.Hour, zones: shanghai,
		remind: []int{1}, lasts: [2]int{0, 1}, later: 3,
		acts: [2]time.Duration{-11 * time.Second, -7 * time.Second},
	}
	cliffInOne = load{
		name: "cliff in one", campaigns: 1, entries: 20, groups: 1035, proven: 600, extended: 100,
		from: cliff.from, day: cliff.day, zones: cliff.zones, remind: cliff.remind, lasts: cliff.lasts, later: cliff.later, acts: cliff.acts,
	}
)

// loads are all of them by their names.
var loads = map[string]load{spread.name: spread, seconds.name: seconds, cliff.name: cliff, cliffInOne.name: cliffInOne}

var shanghai = []string{"Asia/Shanghai"}

// hourly are twenty zones, one hour apart, so that where a day lasts fifty milliseconds instants fall two apart.
func hourly() (zones []string) {
	for offset := -6; offset <= 13; offset++ {
		zones = append(zones, fmt.Sprintf("Etc/GMT%+d", -offset)) // the name's sign is the other way round
	}
	return zones
}

// pace is the clock by which the load is lived that begins at an instant of the wall's.
func (l load) pace(began time.Time) pace.Pace {
	return pace.Pace{From: l.from, Began: began, Speed: float64(24*time.Hour) / float64(l.day)}
}

// zone is a campaign's.
func (l load) zone(campaign int) *time.Location {
	zone, err := time.LoadLocation(l.zones[campaign%len(l.zones)])
	if err != nil {
		panic(err) // the names stand above
	}
	return zone
}

// calls are the instants at which a duty calls that ends with a day: its reminders at 09:00 and its deadline, from an
// instant on. They are computed here, and not by Duban's rules, so that those are measured against something.
func (l load) calls(campaign, last int, after time.Time) (calls []time.Time) {
	zone := l.zone(campaign)
	at := func(day, hour int) time.Time {
		return time.Date(firstDay.Year(), firstDay.Month(), firstDay.Day()+day, hour, 0, 0, 0, zone).UTC()
	}
	for _, n := range l.remind {
		calls = append(calls, at(last-n, 9))
	}
	calls = append(calls, at(last+1, 0))
	for len(calls) > 0 && !calls[0].After(after) {
		calls = calls[1:]
	}
	return calls
}

// date is a day as plans write it.
func date(day int) string { return firstDay.AddDate(0, 0, day).Format(time.DateOnly) }
