package desk_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/supervision"
)

// test presses the button of a channel.
func (w *world) test(channel string, id uuid.UUID) uuid.UUID {
	w.t.Helper()
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
