package activities_test

import (
	"slices"
	"strings"
	"testing"

	"duban/supervision"
)

// What the plan marks as urgent leaves at once by day. At night and on days of rest it waits, on the latter unless the host has
// it otherwise; and what went out so is in no digest again.
func TestUrgent_LeavesAtOnceButForQuietHoursAndDaysOfRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		restDays bool
		ofSunday string
	}{
		"on a day of rest it waits": {false, "10-19 08:00"},
		"it goes on a day of rest":  {true, "10-18 09:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			y := newYear(t, floodPlan(t), "2020-09-01 08:30")
			y.must(y.desk.SetQuietHours(y.ctx, y.staff(), supervision.QuietHours{From: 21 * 60, To: 8 * 60, RestDays: c.restDays}))
			y.quietly("2020-10-14 14:30", func() { y.extend("flood/campaign/2020", "2020-10-21", "水位未退") })
			y.quietly("2020-10-20 18:00", func() { y.paper("g1-convenor", "flood/campaign/2020") })
			y.live("2020-10-25 12:00")
			y.same(`10-12 08:00 OPEN
				10-13 09:00 REMIND
				10-14 14:30 EXTENDED
				`+c.ofSunday+` REMIND
				10-20 09:00 REMIND`, y.facts(`select to_char(m.composed_at at time zone 'Asia/Shanghai', 'MM-DD HH24:MI') || ' ' || n.kind
				from message m join notice n on n.id = m.notice_id
				where m.kind = 'URGENT' and m.settled_at < m.composed_at + interval '1 minute' order by m.composed_at`))
			if n := y.mentions("防汛情况"); n != 5 {
				t.Errorf("told of in %d messages, want 5", n)
			}
		})
	}
}

// floodPlan is the small plan with something urgent in it.
func floodPlan(t *testing.T) []byte {
	t.Helper()
	const flood = "  - {id: flood, kind: DOCUMENT, title: 防汛情况, phase: MONITORING, window: 10月12日..20日, holder: g1-convenor, urgent: true}\n"
	source := strings.Replace(smallPlan(t), "\nduties:\n", "\nduties:\n"+flood, 1)
	return []byte(strings.Replace(source, "id: amended-2020", "id: flood-2020", 1))
}

// mentions counts the messages with a line that has a word in it.
func (y *year) mentions(word string) (n int) {
	for _, m := range y.sent() {
		if slices.ContainsFunc(m.Lines, func(line string) bool { return strings.Contains(line, word) }) {
			n++
		}
	}
	return n
}
