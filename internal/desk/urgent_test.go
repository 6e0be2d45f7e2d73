package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

const nudgeCourier = "courier/hangzhou"

// urgent is a world whose plan has the groups' plans be urgent, at its launch.
func urgent(t *testing.T) *world {
	t.Helper()
	w := blank(t, firstDay)
	w.draft(strings.Replace(planSource(), "  - id: group-plan\n", "  - id: group-plan\n    urgent: true\n", 1))
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	return w
}

// Whatever makes something urgent known nudges the courier, once a command; nothing else does.
func TestNudge_TheCourierOfWhatIsUrgent(t *testing.T) {
	t.Parallel()
	w := urgent(t)
	w.nudged()
	w.makeCalls()
	w.counted(1, "nudge where kind = 'courier' and host_id = 'hangzhou' and id = 'hangzhou'")
	w.counted(10, "notice where urgent and kind = 'OPEN' and duty_id like 'group-plan/%'")
	w.counted(0, "notice where urgent and duty_id not like 'group-plan/%'")
	w.nudged()
	w.must(w.extend("overall-plan/campaign/2020", "2020-06-30", "等待批复"))
	w.same("", w.nudged())
	w.must(w.extend("group-plan/g01/2020", "2020-06-30", "等待批复"))
	w.same(nudgeCourier, w.nudged())
}

// What went out at once is in no digest of that day, whatever else is in it.
func TestUrgent_IsNotToldAgainInTheMorning(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.exec("update duty set urgent = true where id = 'group-plan/g01/2020'")
	w.makeCalls()
	if n, err := w.desk.ComposeUrgent(w.ctx, "hangzhou"); n != 1 || err != nil {
		t.Fatalf("%d messages, %v", n, err)
	}
	w.exec(`insert into notice (host_id, id, campaign_id, person_id, seat_id, duty_id, kind, zh, en, at, state)
		select host_id, gen_random_uuid(), campaign_id, person_id, seat_id, duty_id, 'ACCEPTED', zh, en, at, state from notice where urgent`)
	w.morning()
	var told []string
	for _, l := range w.next("post") {
		for _, n := range l.Notices {
			told = append(told, string(l.Kind)+" "+n.Kind)
		}
	}
	slices.Sort(told)
	w.same("DIGEST ACCEPTED\nURGENT OPEN", told)
}

// A campaign on hold stays silent; what was urgent meanwhile goes out when the hold ends.
func TestUrgent_AHoldIsSilent(t *testing.T) {
	t.Parallel()
	w := urgent(t)
	w.hold()
	w.nudged()
	w.makeCalls()
	w.same("", w.nudged())
	w.turn("2020-04-21 10:00")
	if n, err := w.desk.ComposeUrgent(w.ctx, "hangzhou"); n != 0 || err != nil {
		t.Errorf("%d messages, %v", n, err)
	}
	_, err := w.desk.ResumeCampaign(w.ctx, w.staff(), w.id)
	w.must(err)
	w.same(nudgeCourier, w.nudged())
	if n, err := w.desk.ComposeUrgent(w.ctx, "hangzhou"); n != 10 || err != nil {
		t.Errorf("%d messages, %v", n, err)
	}
}

// A visit is told of to everybody with a part in it at once.
func TestUrgent_AVisitIsToldAtOnce(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.exec("update duty set urgent = true where inspection_id = '" + week + "'")
	w.nudged()
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-09"), "工地"))
	w.counted(3, "notice where urgent and kind = 'INVITED'")
	w.counted(1, "nudge where kind = 'courier'")
}

// The reminder of a visit whose day is over is dropped and listed, though the rest of its message goes out; that of one which
// has taken place is dropped alone.
func TestDelivery_AReminderOfAPastVisitIsDroppedAndListed(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.turn("2020-06-04 18:00")
	w.turnInspection("OPEN")
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地"))
	w.turn("2020-06-05 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.counted(3, "notice where kind = 'VISIT' and state = 'QUEUED' and digest_day = '2020-06-05'")
	w.turn("2020-06-09 10:00") // after a weekend without power, and a day
	told := w.undelivered()
	w.counted(3, "notice where kind = 'VISIT' and state = 'DROPPED' and dropped_at is not null")
	if len(told) < 3 {
		t.Errorf("told are %+v", told)
	}
	visits := w.remindersListed()
	if len(visits) != 3 {
		t.Fatalf("listed are %+v", visits)
	}
	for _, v := range visits {
		if v.State != supervision.DeliveryDropped || v.Reason != "期限已过 / out of date" || v.PersonID == "" || !v.At.Equal(w.now()) || v.ChannelID != "" {
			t.Errorf("%+v", v)
		}
	}
}

// What comes too late to be composed at all is listed as well; what is done is nobody's loss.
func TestCompose_AReminderTooLateIsListedAndOneOfADoneVisitIsNot(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-09"), "工地"))
	w.turn("2020-06-08 09:00")
	w.turnInspection(supervision.InspectionStepOpen)
	w.turnInspection(supervision.InspectionRemindVisit)
	w.counted(3, "notice where kind = 'VISIT' and state = 'QUEUED'")
	w.turn("2020-06-10 09:00")
	if strings.Contains(strings.Join(w.compose(), "\n"), "VISIT") {
		t.Error("told of a visit that is over")
	}
	w.counted(3, "notice where kind = 'VISIT' and state = 'DROPPED' and dropped_at is not null")
	if listed := w.remindersListed(); len(listed) != 3 {
		t.Errorf("listed are %+v", listed)
	}
	w.exec("update notice set state = 'QUEUED', dropped_at = null where kind = 'VISIT'")
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.turn("2020-06-11 09:00")
	w.compose()
	w.counted(3, "notice where kind = 'VISIT' and state = 'DROPPED' and dropped_at is null")
	if listed := w.remindersListed(); len(listed) != 0 {
		t.Errorf("listed are %+v", listed)
	}
}

// remindersListed are the reminders of visits on the list of what was not delivered to whoever is the congress's own, as deputies
// are, read two lines at a time.
func (w *world) remindersListed() (visits []postgres.DeliveryView) {
	w.t.Helper()
	title := w.query("select title from inspection where id = '" + week + "'")[0]
	for before, id := (time.Time{}), uuid.Nil; ; {
		page, err := w.desk.Undelivered(w.ctx, w.staff(), "office", before, id, 2)
		w.must(err)
		for _, v := range page {
			if v.Reminder == title {
				visits = append(visits, v)
			}
			before, id = v.At, v.MessageID
		}
		if len(page) == 0 {
			return visits
		}
	}
}

// Whatever kept an urgent message from going out in the evening, it does not ring anybody up at night: neither does it go
// out, nor has it waited too long.
func TestUrgent_WhatWaitsOnAChannelIsHushed(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.exec("update duty set urgent = true where id = 'group-plan/g01/2020'")
	w.makeCalls()
	w.turn("2020-04-21 20:58")
	if n, err := w.desk.ComposeUrgent(w.ctx, "hangzhou"); n != 1 || err != nil {
		t.Fatalf("%d messages, %v", n, err)
	}
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "502", Channel: true})
	w.turn("2020-04-21 21:30")
	w.must(w.desk.HushDeliveries(w.ctx, "hangzhou", "post"))
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	if got := w.ways(); got != "post QUEUED" || len(w.next("post")) > 0 || w.looks("post") != "08:00:00" {
		t.Errorf("at night %s, looks at %s", got, w.looks("post"))
	}
	w.turn("2020-04-22 08:00")
	w.must(w.desk.HushDeliveries(w.ctx, "hangzhou", "post"))
	if letters := w.next("post"); len(letters) != 1 || letters[0].Kind != supervision.MessageUrgent {
		t.Errorf("%+v", letters)
	}
}

// Quiet hours that are shortened let go at once what they kept.
func TestQuietHours_ShortenedLetGo(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.exec("update duty set urgent = true where id = 'group-plan/g01/2020'")
	w.makeCalls()
	w.turn("2020-04-21 20:58")
	_, err := w.desk.ComposeUrgent(w.ctx, "hangzhou")
	w.must(err)
	w.turn("2020-04-21 21:30")
	w.must(w.desk.HushDeliveries(w.ctx, "hangzhou", "post"))
	if letters := w.next("post"); len(letters) > 0 {
		t.Fatalf("at night %+v", letters)
	}
	w.nudged()
	w.must(w.desk.SetQuietHours(w.ctx, w.staff(), supervision.QuietHours{From: 22 * 60, To: 6 * 60}))
	w.same("courier/hangzhou\ndelivery/hangzhou/post", w.nudged())
	w.must(w.desk.HushDeliveries(w.ctx, "hangzhou", "post"))
	if letters := w.next("post"); len(letters) != 1 {
		t.Errorf("before the night %+v", letters)
	}
}

// A digest that is made up for at night or on a day of rest waits for a working day too, whatever of urgent ones is let through;
// a test does not.
func TestDigest_MadeUpForAtNightWaits(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.must(w.desk.SetQuietHours(w.ctx, w.staff(), supervision.QuietHours{From: 21 * 60, To: 8 * 60, RestDays: true}))
	w.turn("2020-05-02 12:00") // a holiday, on which the worker is back
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", instant(t, "2020-04-30 09:00"))
	w.must(err)
	w.must(w.desk.HushDeliveries(w.ctx, "hangzhou", "post"))
	if letters := w.next("post"); len(letters) > 0 {
		t.Errorf("on a day of rest %+v", letters)
	}
	w.test("post", uuid.New())
	w.must(w.desk.HushDeliveries(w.ctx, "hangzhou", "post"))
	if letters := w.next("post"); len(letters) != 1 || letters[0].Kind != supervision.MessageTest {
		t.Errorf("beside a test %+v", letters)
	}
	w.counted(1, "delivery where channel_id = 'post' and state = 'QUEUED' and next_at = $1 and give_up_at = $2",
		instant(t, "2020-05-06 08:00"), instant(t, "2020-05-06 10:00"))
}

// What is urgent and addressed to nobody is told at once to whoever is seated.
func TestNudge_TheCourierOfWhatIsUrgentForANewcomer(t *testing.T) {
	t.Parallel()
	w := urgent(t)
	w.exec("delete from sitting where seat_id in ('g01-convenor', 'office-staff')")
	w.makeCalls()
	w.counted(1, "notice where urgent and person_id = ''")
	w.enrol("hangzhou", "0012", "陈国平")
	w.nudged()
	w.must(w.seat("0012", "g01-convenor", "", ""))
	if told := w.nudged(); !slices.Contains(told, nudgeCourier) {
		t.Errorf("nudged are %v", told)
	}
	w.counted(1, "notice where urgent and person_id = 'hangzhou/0012'")
}
