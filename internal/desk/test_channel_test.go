package desk_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/supervision"
)

// test presses the button of a channel, by whom mail reaches.
func (w *world) test(channel string, id uuid.UUID) uuid.UUID {
	w.t.Helper()
	w.enrol("hangzhou", "SYSTEM_ADMIN", "管理员")
	message, err := w.desk.TestChannel(w.ctx, admin("hangzhou"), channel, id)
	w.must(err)
	return message
}

// notTestable asserts that the button is refused on a channel for now.
func (w *world) notTestable(channel string) {
	w.t.Helper()
	_, err := w.desk.TestChannel(w.ctx, admin("hangzhou"), channel, uuid.New())
	w.refused(supervision.WrongState, err)
}

// On a channel that is down, where much waits, it is the test that is tried; it is tried once, and then tells why it failed.
func TestTestChannel_IsTriedFirst(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "UNREACHABLE: refused", Channel: true})
	w.turn("2020-04-21 09:00:30")
	message := w.test("post", uuid.New())
	bag := w.next("post")
	if len(bag) < 2 || bag[0].MessageID != message {
		t.Fatalf("taken up are %+v", bag)
	}
	w.settle("post", bag[0], desk.Outcome{Reason: "UNREACHABLE: no such host", Channel: true})
	all, err := w.desk.DeliveriesOf(w.ctx, admin("hangzhou"), message)
	w.must(err)
	if all[0].State != supervision.DeliveryFailed || all[0].Reason != "UNREACHABLE: no such host" || all[0].Attempts != 1 {
		t.Errorf("%+v", all)
	}
	listed, err := w.desk.Undelivered(w.ctx, w.staff(), "", time.Time{}, uuid.Nil, 10)
	w.must(err)
	if len(listed) > 0 {
		t.Errorf("a test is listed as undelivered: %+v", listed)
	}
}

// A channel has one test at a time; the same again is the same, and on another channel another.
func TestTestChannel_OneAtATime(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	id := uuid.New()
	first := w.test("hook", id)
	if again := w.test("hook", id); again != first {
		t.Errorf("%s is answered as %s", first, again)
	}
	w.counted(1, "audit where verb = 'TEST_CHANNEL'")
	if elsewhere := w.test("post", id); elsewhere == first {
		t.Error("the test of another channel is the same")
	}
	w.notTestable("hook")
	w.settle("hook", w.next("hook")[0], desk.Outcome{})
	w.test("hook", uuid.New())
}

// Whoever asks to be left alone is not tested either.
func TestTestChannel_LeavesAloneWhoAsksForIt(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "429", Channel: true, After: 10 * time.Minute})
	w.turn("2020-04-21 09:09")
	w.notTestable("post")
	if got := w.looks("post"); got != "09:10:00" {
		t.Errorf("looks at %s", got)
	}
	w.turn("2020-04-21 09:10")
	w.test("post", uuid.New())
}

// untried asserts that a test is still to be sent, and that it is what is sent next.
func (w *world) untried(channel string, message uuid.UUID) {
	w.t.Helper()
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", channel, false)
	w.must(err)
	w.counted(1, "delivery where message_id = $1 and state = 'QUEUED' and attempts = 0", message)
	if bag := w.next(channel); len(bag) == 0 || bag[0].MessageID != message {
		w.t.Errorf("taken up are %v", messages(bag))
	}
}

// A robot is left alone for three seconds; a test that waits for that has not failed.
func TestTestChannel_WaitsForItsRobot(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.robot()
	w.turn("2020-12-01 09:00:10")
	w.test("ding", uuid.New())
	w.settle("ding", w.next("ding")[0], desk.Outcome{Reason: "UNREACHABLE: refused", Channel: true})
	w.turn("2020-12-01 09:00:11")
	message := w.test("ding", uuid.New())
	if bag := w.next("ding"); len(bag) > 0 {
		t.Fatalf("sent at once: %v", messages(bag))
	}
	if got := w.looks("ding"); got != "09:00:13" {
		t.Errorf("looks at %s", got)
	}
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "ding", false)
	w.must(err)
	w.turn("2020-12-01 09:00:14")
	w.untried("ding", message)
}

// What was being sent when the button was pressed may fail its channel: the test is sent all the same, and at once.
func TestTestChannel_IsNotAnsweredByWhatWasSentBefore(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	before := w.next("post")[0]
	w.turn("2020-04-21 09:00:05")
	message := w.test("post", uuid.New())
	w.turn("2020-04-21 09:00:30")
	w.settle("post", before, desk.Outcome{Reason: "TIMED_OUT: 30s", Channel: true})
	w.untried("post", message)
}

// What was sent by an address that has been mended since says nothing of the one that the channel has now.
func TestTestChannel_IsNotAnsweredByTheAddressBefore(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]desk.Outcome{
		"failed": {Reason: "UNREACHABLE: refused", Channel: true}, "asked for rest": {Reason: "THROTTLED: 429", Channel: true, After: time.Hour},
		"refused": {Reason: "REFUSED: 404"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := crowded(t)
			before := w.next("post")
			w.turn("2020-04-21 09:00:05")
			moved := mail("post")
			moved.Address = "smtps://duban@mail2.example.cn:465"
			w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), moved))
			message := w.test("post", uuid.New())
			rests, err := w.desk.SettleDelivery(w.ctx, "hangzhou", "post", before[0].MessageID, withTaken(o, before[0]))
			w.must(err)
			if !rests {
				t.Error("the rest of what was taken up goes on by the old address")
			}
			w.counted(1, "channel where id = 'post' and failures = 0 and refusals = 0 and paused_until is null and asked_until is null")
			w.counted(4, "delivery d join message m on m.id = d.message_id where d.channel_id = 'post' and d.state = 'QUEUED' and m.kind = 'DIGEST'")
			w.untried("post", message)
		})
	}
}

func withTaken(o desk.Outcome, l desk.Letter) desk.Outcome {
	o.TakenAt = l.TakenAt
	return o
}

// Whoever has no address cannot be sent a mail, and is told so at once.
func TestTestChannel_WantsAnAddressForMail(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	_, err := w.desk.TestChannel(w.ctx, w.staff(), "post", uuid.New())
	w.refused(supervision.WrongState, err)
	_, err = w.desk.TestChannel(w.ctx, w.staff(), "hook", uuid.New())
	w.must(err)
	w.counted(0, "message m join delivery d on d.message_id = m.id where d.channel_id = 'post' and m.kind = 'TEST'")
}
