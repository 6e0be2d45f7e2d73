package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/desk"
	"duban/supervision"
)

// compose composes the digests of the present morning and says what is undelivered, one person a line:
// `g01-convenor: LAPSE group-plan/g01, OPEN symposium/g01`. It delivers them.
func (w *world) compose() (people []string) {
	w.t.Helper()
	_, err := w.desk.ComposeDigests(w.ctx, w.plan.Host.ID, w.now())
	w.must(err)
	for _, l := range w.undelivered() {
		people = append(people, w.letterLine(l))
		w.accepted(l)
	}
	return people
}

// undelivered takes up all that waits for the log, as a worker does whose predecessor has died.
func (w *world) undelivered() (all []desk.Letter) {
	w.t.Helper()
	w.must(w.desk.ResumeDeliveries(w.ctx, w.plan.Host.ID, supervision.LogChannel))
	for {
		bag, err := w.desk.NextDeliveries(w.ctx, w.plan.Host.ID, supervision.LogChannel)
		w.must(err)
		if len(bag.Letters) == 0 {
			return all
		}
		all = append(all, bag.Letters...)
	}
}

// accepted records that the log has taken a message.
func (w *world) accepted(l desk.Letter) {
	w.t.Helper()
	_, err := w.desk.SettleDelivery(w.ctx, w.plan.Host.ID, supervision.LogChannel, l.MessageID, desk.Outcome{})
	w.must(err)
}

func (w *world) letterLine(l desk.Letter) string {
	var told []string
	for _, n := range l.Notices {
		told = append(told, n.Kind+" "+strings.TrimSuffix(n.DutyID, "/2020"))
	}
	return strings.TrimPrefix(l.PersonID, w.plan.Host.ID+"/") + ": " + strings.Join(told, ", ")
}

// second launches another campaign of the same host, with the same people.
func (w *world) second() (first string) {
	w.t.Helper()
	first = w.id
	w.draft(strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", "id: hangzhou-second\n"))
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	return first
}

func TestDigest_OneAPersonAcrossCampaigns(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.second()
	w.turn("2020-04-21 09:00")
	told := w.compose()
	if len(told) != 11 {
		t.Errorf("%d people, want 11: ten convenors and the office", len(told))
	}
	w.same("g01-convenor: OPEN group-plan/g01, OPEN group-plan/g01", told[:1])
}

// 1 to 5 May 2020 were a holiday, and Saturday 9 May was worked in exchange: what falls due in between waits.
func TestDigest_SkipsWeekendAndHolidayAndKeepsTheMakeUpDay(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-04-29 10:00")
	var mornings []string
	for w.now().Before(instant(t, "2020-05-11 09:00")) {
		m, err := w.desk.Mornings(w.ctx, w.plan.Host.ID, w.now())
		w.must(err)
		morning := m.Next.In(shanghai).Format("2006-01-02 15:04")
		w.live(morning)
		told := slices.DeleteFunc(w.compose(), func(line string) bool { return !strings.HasPrefix(line, "g01-convenor") })
		mornings = append(mornings, strings.TrimSpace(morning+" "+strings.Join(told, "")))
	}
	w.same(`
		2020-04-30 09:00 g01-convenor: OPEN group-plan/g01
		2020-05-06 09:00 g01-convenor: REMIND group-plan/g01
		2020-05-07 09:00 g01-convenor: REMIND group-plan/g01
		2020-05-08 09:00
		2020-05-09 09:00 g01-convenor: REMIND group-plan/g01
		2020-05-11 09:00 g01-convenor: LAPSE group-plan/g01, OPEN symposium/g01`, mornings)
}

// What falls due in the very instant of the digest is in it, whoever comes first.
func TestDigest_HasWhatFallsDueThatMorning(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-06 10:00")
	w.compose()
	w.turn("2020-05-07 09:00")
	if told := w.compose(); len(told) != 10 {
		t.Errorf("%d people, want the ten convenors: %v", len(told), told)
	}
}

func TestDigest_SentAgainAfterACrashHasTheSameKey(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-04-21 09:00")
	keys := map[string]bool{}
	for range 2 { // the worker died after sending
		_, err := w.desk.ComposeDigests(w.ctx, w.plan.Host.ID, w.now())
		w.must(err)
		found := w.undelivered()
		if len(found) != 11 || found[0].PersonID != "hangzhou/g01-convenor" || len(found[0].Notices) != 1 {
			t.Fatalf("%d digests, the first %+v", len(found), found)
		}
		keys[found[0].MessageID.String()] = true
		w.turnTo(w.now().Add(5 * time.Minute))
	}
	if !keys["47d8039a-2faf-5e73-a501-ad791669e0c6"] || len(keys) != 1 { // of the person and the day, and of nothing else
		t.Errorf("keys %v", keys)
	}
	first := w.undelivered()[0]
	w.accepted(first)
	w.turn("2020-04-21 09:15")
	w.accepted(first)
	w.counted(1, "message where settled_at = $1", instant(t, "2020-04-21 09:10"))
	w.counted(1, "delivery where state = 'ACCEPTED' and settled_at = $1", instant(t, "2020-04-21 09:10"))
	if left := w.undelivered(); len(left) != 10 {
		t.Errorf("%d left, want 10", len(left))
	}
}

// A morning composed again, after what it carried went out, adds nothing to it: what was queued late waits for the next
// morning, and is not lost.
func TestDigest_WhatIsQueuedLateGoesOutNextMorning(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	first := w.second()
	w.makeCalls()
	w.must(w.desk.HoldCampaign(w.ctx, w.staff(), first, "换届期间"))
	w.turn("2020-04-21 09:00")
	if told := w.compose(); len(told) != 11 { // of the campaign that is not held
		t.Errorf("told %v", told)
	}
	w.turn("2020-04-21 10:00")
	_, err := w.desk.ResumeCampaign(w.ctx, w.staff(), first)
	w.must(err)
	_, err = w.desk.ComposeDigests(w.ctx, w.plan.Host.ID, instant(t, "2020-04-21 09:00"))
	w.must(err)
	if again := w.undelivered(); len(again) > 0 {
		t.Errorf("a second digest on one morning: %v", again)
	}
	w.turn("2020-04-22 09:00")
	w.same("g01-convenor: OPEN group-plan/g01", w.compose()[:1])
}

func TestDigest_IdleOnlyWhenNothingIsLeft(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-04-21 08:45")
	w.makeCalls()
	idle := func() bool {
		m, err := w.desk.Mornings(w.ctx, w.plan.Host.ID, w.now())
		w.must(err)
		return m.Idle
	}
	if idle() {
		t.Error("idle while the campaign lives")
	}
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	if idle() {
		t.Error("idle while notices are queued")
	}
	w.turn("2020-04-21 09:00")
	w.compose()
	if !idle() {
		t.Error("not idle though all is over and delivered")
	}
}

func TestDigest_HasTheReminderOfTomorrowsVisit(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.turn("2020-06-04 18:00")
	w.turnInspection("OPEN")
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-09"), "工地"))
	w.turn("2020-06-05 09:00")
	w.compose()
	w.turn("2020-06-08 09:00")
	told := w.compose()
	if !strings.Contains(told[0], "VISIT supervision-week/g01") {
		t.Errorf("not reminded of the visit: %s", told[0])
	}
	w.counted(3, "notice where kind = 'VISIT' and state = 'DELIVERED'")
}
