package desk_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/supervision"
)

// A letter at which the other side fails each time may be the reason why: what waits beside it goes first when the channel
// is tried again, and nobody else is two hours late.
func TestDelivery_APoisonedLetterHoldsUpNobody(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	for _, p := range []string{"g02-convenor", "g03-convenor", "g04-convenor"} {
		w.enrol("hangzhou", p, "某")
	}
	w.morning()
	var poison uuid.UUID
	for _, at := range []string{"09:00", "09:02", "09:05", "09:10", "09:19", "09:37", "10:12", "10:59"} {
		w.turn("2020-04-21 " + at)
		for _, l := range w.next("post") {
			if poison == uuid.Nil {
				poison = l.MessageID
			}
			if l.MessageID == poison {
				w.settle("post", l, desk.Outcome{Reason: "BROKEN: 500", Channel: true, Unknown: true})
				break
			}
			w.settle("post", l, desk.Outcome{Reference: "ok"})
		}
	}
	w.counted(3, "delivery where channel_id = 'post' and state = 'ACCEPTED'")
	w.turn("2020-04-21 11:01")
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	w.counted(1, "delivery where channel_id = 'post' and state = 'FAILED'")
}

// A congress that switches its only channels off has not asked for a log file that nobody reads.
func TestDelivery_AllChannelsOffSomebodyRings(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	for _, f := range []desk.ChannelForm{mail("post"), hook("hook")} {
		f.Off = true
		w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), f))
	}
	w.morning()
	w.counted(11, "delivery where channel_id = 'calls' and state = 'TO_CALL'")
	w.counted(11, "delivery")
}

// callsOf counts whom somebody has to ring about what was composed on a day.
func (w *world) callsOf(day string) (n int) {
	w.t.Helper()
	all, err := w.desk.Calls(w.ctx, w.staff(), "", desk.CallKey{}, 500)
	w.must(err)
	for _, c := range all {
		if c.Day.Format(time.DateOnly) == day {
			n++
		}
	}
	return n
}

// Nobody is rung up for what is done, or over: such a call leaves the list, and what came too late is told to staff.
func TestCalls_GoOutOfDate(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.counted(10, "delivery where channel_id = 'calls' and state = 'TO_CALL'")
	w.must(w.excuse("overall-plan/campaign/2020", "已并入全市方案")) // the office's, due by 30 April
	w.turn("2020-04-22 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	if n := w.callsOf("2020-04-21"); n != 9 {
		t.Errorf("%d calls beside the one that is done, want 9", n)
	}
	w.turn("2020-05-11 09:00") // the convenors' plans were due the day before
	_, err = w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	if n := w.callsOf("2020-04-21"); n != 0 {
		t.Errorf("%d are still to be rung up about what was to be done by yesterday", n)
	}
	late, err := w.desk.Undelivered(w.ctx, w.staff(), "", time.Time{}, uuid.Nil, 100)
	w.must(err)
	if len(late) < 9 {
		t.Errorf("%d listed, want those nine at least", len(late))
	}
	for _, l := range late {
		if l.State != supervision.DeliveryDropped {
			t.Errorf("%+v", l)
		}
	}
}

// What is urgent stands at the top of the call list, however long others wait, and the list can be read call by call.
func TestCalls_UrgentFirst(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.exec("update duty set urgent = true where id = 'group-plan/g05/2020'")
	w.morning()
	w.exec(`update delivery set next_at = next_at + interval '1 hour' where message_id in (select id from message where kind = 'URGENT')`)
	var read []string
	for after := (desk.CallKey{}); ; {
		page, err := w.desk.Calls(w.ctx, w.staff(), "", after, 1)
		w.must(err)
		if len(page) == 0 {
			break
		}
		after = page[0].Key()
		read = append(read, string(page[0].Kind)+" "+page[0].PersonID)
	}
	if len(read) != 10 || read[0] != "URGENT hangzhou/g05-convenor" {
		t.Errorf("%d calls, first %q", len(read), read[:1])
	}
}
