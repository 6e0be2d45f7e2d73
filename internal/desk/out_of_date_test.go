package desk_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/supervision"
)

// Whoever has done late what was overdue is not told by name, a day after, that it is.
func TestDigest_NobodyIsReproachedWithWhatIsDone(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-09 10:00")
	w.compose()
	w.live("2020-05-11 08:00") // overdue since midnight
	w.handIn("g01-convenor", plan1, "g01")
	w.turn("2020-05-11 09:00")
	w.same(`
		g01-convenor: OPEN symposium/g01
		g02-convenor: LAPSE group-plan/g02, OPEN symposium/g02`, w.compose()[:2])
	w.counted(1, "notice where kind = 'LAPSE' and duty_id = $1 and state = 'DROPPED' and dropped_at is null", plan1)
}

// Nor after a hold: what lapsed in it and is done has been nobody's news.
func TestResume_DropsWhatLapsedAndIsDone(t *testing.T) {
	t.Parallel()
	w := held(t)
	w.live("2020-05-12 10:00")
	w.handIn("g01-convenor", plan1, "g01")
	w.resume()
	w.counted(2, "notice where kind in ('LAPSE', 'ESCALATE') and state = 'DROPPED' and duty_id = $1", plan1)
	w.counted(2, "notice where kind in ('LAPSE', 'ESCALATE') and state = 'QUEUED' and duty_id = 'group-plan/g02/2020'")
}

// Nobody is invited to a visit that is over, or of which the day was taken away; too late is listed.
func TestDigest_InvitesNobodyToAVisitThatIsOver(t *testing.T) {
	t.Parallel()
	for name, after := range map[string]func(*world){
		"before it is composed": func(w *world) { w.turn("2020-06-09 09:00") },
		"on its way": func(w *world) {
			w.turn("2020-06-05 09:00")
			_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
			w.must(err)
			w.turn("2020-06-09 10:00")
		},
		"called off": func(w *world) { w.exec("update inspection set visit_day = null where id = $1", week) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := inspecting(t)
			w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地"))
			after(w)
			if strings.Contains(strings.Join(w.compose(), "\n"), "INVITED") {
				t.Error("invited to it")
			}
			w.counted(3, "notice where kind = 'INVITED' and state = 'DROPPED' and dropped_at is not null")
			if listed := w.remindersListed(); len(listed) < 3 {
				t.Errorf("listed are %+v", listed)
			}
			w.exec("update inspection set visit_day = '2020-06-08' where id = $1", week) // as the record has it
		})
	}
}

func TestResume_InvitesNobodyToAVisitThatIsOver(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.hold()
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-05"), "工地"))
	w.live("2020-06-08 08:00")
	w.resume()
	w.counted(3, "notice where kind = 'INVITED' and state = 'DROPPED'")
}

// toCall are the people on the call list, each with how much there is to say.
func (w *world) toCall() map[string]int {
	w.t.Helper()
	all, err := w.desk.Calls(w.ctx, w.staff(), "", desk.CallKey{}, 100)
	w.must(err)
	lines := map[string]int{}
	for _, c := range all {
		lines[strings.TrimPrefix(c.PersonID, "hangzhou/")] += len(c.Lines)
	}
	return lines
}

// The call list is as of now, and not as of the last working morning: whoever has done a thing at ten is not rung up about it
// at eleven, nor who has left.
func TestCalls_AreAsOfNow(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	before := w.toCall()
	w.turn("2020-04-21 10:00")
	w.handIn("g02-convenor", "group-plan/g02/2020", "g02")
	w.exec("update sitting set to_at = $1 where seat_id = 'g03-convenor'", w.now())
	if after := w.toCall(); len(before) != 10 || len(after) != 8 || before["g02-convenor"] == 0 || after["g02-convenor"]+after["g03-convenor"] > 0 {
		t.Errorf("%v were to be rung up, and now %v", before, after)
	}
	w.turn("2020-05-11 00:30") // all the others' plans were due the day before
	if after := w.toCall(); len(after) != 0 {
		t.Errorf("rung up about what was over yesterday: %v", after)
	}
}

// A line that is done is not read out beside one that is not.
func TestCalls_SayOnlyWhatIsStillToBeDone(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	first := w.second()
	w.morning()
	message := uuid.MustParse(w.query("select id::text from message where person_id = 'hangzhou/g02-convenor'")[0])
	lines := func() (campaigns []string) {
		all, err := w.desk.MessageLines(w.ctx, w.staff(), message)
		w.must(err)
		for _, n := range all {
			campaigns = append(campaigns, n.CampaignID)
		}
		slices.Sort(campaigns)
		return campaigns
	}
	w.same("hangzhou-2020\nhangzhou-second", lines())
	w.handIn("g02-convenor", "group-plan/g02/2020", "g02")
	w.same(first, lines())
	if n := w.toCall()["g02-convenor"]; n != 1 {
		t.Errorf("%d lines, want that of the campaign in which it is still to be done", n)
	}
}

// A hold silences those who ring too; and of a campaign that is over there is nothing to say.
func TestCalls_AreSilentAboutWhatIsOnHoldOrOver(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.hold()
	if calls := w.toCall(); len(calls) > 0 {
		t.Errorf("rung up on hold: %v", calls)
	}
	w = channelled(t)
	w.morning()
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	if calls := w.toCall(); len(calls) > 0 {
		t.Errorf("rung up about what is cancelled: %v", calls)
	}
}

// Whoever gives up one of two seats is told nothing more of that: its successor is.
func TestDelivery_OfASeatGivenUpNothingIsTold(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.sit("g09-d1", "hangzhou/g01-convenor")
	w.morning()
	w.exec("update sitting set to_at = $1 where person_id = 'hangzhou/g01-convenor' and seat_id = 'g01-convenor'", w.now())
	if letters := w.next("post"); len(letters) > 0 {
		t.Errorf("told of a seat that was given up: %+v", letters)
	}
	w.counted(1, "notice where state = 'QUEUED' and seat_id = 'g01-convenor' and digest_day is null")
}

// A call that is ticked off as made tells what there was to say, and no more.
func TestCalls_ATickTellsNothingThatWasOver(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	message := uuid.MustParse(w.query("select id::text from message where person_id = 'hangzhou/g02-convenor'")[0])
	w.turn("2020-05-11 08:00")
	w.must(w.desk.TickCall(w.ctx, w.staff(), message, true, ""))
	w.counted(0, "notice where state = 'DELIVERED'")
	w.counted(1, "notice where dropped_at is not null and duty_id = 'group-plan/g02/2020' and state = $1", supervision.DeliveryDropped)
}

// The inbox says of a notice whether anybody is still to tell it, and how.
func TestNotices_SayWhetherAnybodyTellsThem(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.exec("update duty set urgent = true where id = 'group-plan/g03/2020'")
	w.morning()
	w.notices("g01-convenor", plan1, "OPEN QUEUED")
	for _, seat := range []string{"g02", "g03"} {
		message := uuid.MustParse(w.query("select id::text from message where person_id = $1", "hangzhou/"+seat+"-convenor")[0])
		plan := "group-plan/" + seat + "/2020"
		w.notices(seat+"-convenor", plan, "OPEN TO_CALL")
		w.must(w.desk.TickCall(w.ctx, w.staff(), message, false, "停机"))
		w.notices(seat+"-convenor", plan, "OPEN UNDELIVERED")
		w.must(w.desk.TickCall(w.ctx, w.staff(), message, true, ""))
		w.notices(seat+"-convenor", plan, "OPEN DELIVERED")
	}
}

// What was told too late to be in a message at all is listed under the day of the host on which it was to be told: a campaign
// opens at midnight.
func TestUndelivered_IsOfTheHostsDay(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	w.exec("update notice set at = $1 where duty_id = $2", instant(t, "2020-04-21 00:00"), plan1)
	w.turn("2020-05-11 09:00")
	w.compose()
	for _, l := range w.losses() {
		if l.PersonID == "hangzhou/g01-convenor" && l.Day.Format(time.DateOnly) != "2020-04-21" {
			t.Errorf("%+v", l)
		}
	}
	w.counted(1, "notice where duty_id = $1 and kind = 'OPEN' and dropped_at is not null and digest_day is null", plan1)
}
