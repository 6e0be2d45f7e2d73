package desk_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// receipt is what the hook's receiver says of a message at an instant.
func receipt(message uuid.UUID, state supervision.DeliveryState, at time.Time, key string) desk.SignedReceipt {
	return receiptOf(message, state, "", at, key)
}

func receiptOf(message uuid.UUID, state supervision.DeliveryState, reason string, at time.Time, key string) desk.SignedReceipt {
	stamp := strconv.FormatInt(at.Unix(), 10)
	h := hmac.New(sha256.New, []byte(key))
	fmt.Fprintf(h, "%s.hangzhou\nhook\n%s\n%s\n%s", stamp, message, state, reason)
	return desk.SignedReceipt{
		Host: "hangzhou", Channel: "hook", Message: message.String(), State: state, Reason: reason, Timestamp: stamp, Signature: "v1=" + hex.EncodeToString(h.Sum(nil)),
	}
}

// A signed receipt counts once; one that is not, or is old, or is of nothing, is refused, always alike.
func TestReceipt(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550"})
	l := w.next("hook")[0]
	w.settle("hook", l, desk.Outcome{})
	good := receipt(l.MessageID, supervision.DeliveryRead, w.now(), hookSecret)
	elsewhere, of := good, good
	elsewhere.Channel, of.Host = "none", "ningbo"
	forged := good
	forged.State = supervision.DeliveryFailed
	for name, bad := range map[string]desk.SignedReceipt{
		"unsigned": receipt(l.MessageID, supervision.DeliveryRead, w.now(), "another-key-of-the-hook"), "stale": receipt(l.MessageID, supervision.DeliveryRead, w.now().Add(-6*time.Minute), hookSecret),
		"no such channel": elsewhere, "no such host": of, "forged": forged, "no such message": receipt(uuid.New(), supervision.DeliveryRead, w.now(), hookSecret),
	} {
		err := w.desk.AcceptReceipt(w.ctx, bad)
		w.refused(supervision.NotAllowed, err)
		if err == nil || err.Error() != w.desk.AcceptReceipt(w.ctx, desk.SignedReceipt{}).Error() {
			t.Errorf("%s: %v", name, err)
		}
	}
	if got := w.ways(); got != "post FAILED, hook ACCEPTED" {
		t.Error(got)
	}
	for range 2 {
		w.must(w.desk.AcceptReceipt(w.ctx, good))
	}
	if got := w.ways(); got != "post FAILED, hook READ" {
		t.Error(got)
	}
}

// What a receiver took and then could not deliver goes another way.
func TestReceipt_OfAFailure(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550"})
	l := w.next("hook")[0]
	w.settle("hook", l, desk.Outcome{})
	w.counted(1, "notice where state = 'DELIVERED'")
	for range 2 {
		w.must(w.desk.AcceptReceipt(w.ctx, receipt(l.MessageID, supervision.DeliveryFailed, w.now(), hookSecret)))
	}
	if got := w.ways(); got != "post FAILED, hook FAILED, calls TO_CALL" {
		t.Error(got)
	}
	w.counted(0, "notice where state = 'DELIVERED'")
	w.counted(1, "delivery where channel_id = 'hook' and attempts = 1")
	w.turn("2020-05-11 09:00") // what it told was to be done by the day before
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	if got := w.query("select state from delivery where channel_id = 'calls' and message_id = $1", l.MessageID)[0]; got != "DROPPED" {
		t.Errorf("the call is %s", got)
	}
}

// A failure that is told before the message is known to be taken would be forgotten: it is to be told again.
func TestReceipt_OfAFailureThatComesFirst(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550"})
	l := w.next("hook")[0]
	failed := receipt(l.MessageID, supervision.DeliveryFailed, w.now(), hookSecret)
	if err := w.desk.AcceptReceipt(w.ctx, failed); !errors.Is(err, desk.ErrEarly) {
		t.Errorf("while it is sent: %v", err)
	}
	w.must(w.desk.ReturnDeliveries(w.ctx, "hangzhou", "hook", l.TakenAt))
	if err := w.desk.AcceptReceipt(w.ctx, failed); !errors.Is(err, desk.ErrEarly) {
		t.Errorf("while it waits: %v", err)
	}
	w.settle("hook", w.next("hook")[0], desk.Outcome{})
	w.must(w.desk.AcceptReceipt(w.ctx, failed))
	if got := w.ways(); got != "post FAILED, hook FAILED, calls TO_CALL" {
		t.Error(got)
	}
}

// What has arrived by another channel all the same has been told.
func TestReceipt_OfAFailureWhereItArrivedOtherwise(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	first := w.next("post")[0]
	w.settle("post", first, desk.Outcome{Reason: "550"})
	l := w.next("hook")[0]
	w.settle("hook", l, desk.Outcome{})
	w.settle("post", first, desk.Outcome{Reference: "late"})
	w.must(w.desk.AcceptReceipt(w.ctx, receipt(l.MessageID, supervision.DeliveryFailed, w.now(), hookSecret)))
	if got := w.ways(); got != "post ACCEPTED, hook ACCEPTED" {
		t.Error(got)
	}
}

// Whoever has asked to be left alone is left alone, whatever they say of what they took before.
func TestReceipt_EndsNoRest(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	w.exec("update delivery set channel_id = 'hook' where channel_id = 'post'")
	w.settle("hook", w.next("hook")[0], desk.Outcome{Reason: "THROTTLED: 429", Channel: true, After: 30 * time.Minute})
	message := uuid.MustParse(w.query("select message_id::text from delivery where channel_id = 'hook' order by 1")[0])
	w.must(w.desk.AcceptReceipt(w.ctx, receipt(message, supervision.DeliveryAccepted, w.now(), hookSecret)))
	w.counted(1, "channel where id = 'hook' and failures = 1 and asked_until is not null and paused_until > $1", w.now())
	w.counted(1, "delivery where channel_id = 'hook' and state = 'ACCEPTED'")
}

// What arrived after all goes no other way any more, and is not among what did not arrive.
func TestReceipt_ClosesTheOtherWays(t *testing.T) {
	t.Parallel()
	for _, state := range []supervision.DeliveryState{supervision.DeliveryAccepted, supervision.DeliveryRead} {
		t.Run(string(state), func(t *testing.T) {
			t.Parallel()
			w := channelled(t)
			w.morning()
			w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550"})
			message := uuid.MustParse(w.query("select message_id::text from delivery where channel_id = 'hook'")[0])
			w.exec("insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at) values ('hangzhou', $1, 'calls', 2, 'TO_CALL', $2, $2)",
				message, w.now())
			w.must(w.desk.AcceptReceipt(w.ctx, receipt(message, state, w.now(), hookSecret)))
			if got := w.ways(); got != "post FAILED, hook "+string(state)+", calls DROPPED" {
				t.Error(got)
			}
			undelivered, err := w.desk.Undelivered(w.ctx, w.staff(), "", time.Time{}, uuid.Nil, 10)
			w.must(err)
			if len(undelivered) != 1 || undelivered[0].ChannelID != "post" {
				t.Errorf("%+v", undelivered)
			}
		})
	}
}

// Nor does what was sent by a worker that was taken for dead, when the message had fallen by then.
func TestDelivery_AcceptedLateGoesNoOtherWay(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	l := w.next("post")[0]
	w.settle("post", l, desk.Outcome{Reason: "550"})
	w.settle("post", l, desk.Outcome{Reference: "r1"})
	if got := w.ways(); got != "post ACCEPTED, hook DROPPED" {
		t.Error(got)
	}
}

// Weeks later nobody is rung up for what could not be delivered then, whoever says so.
func TestReceipt_OfAFailureCountsForThreeDays(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550"})
	l := w.next("hook")[0]
	w.settle("hook", l, desk.Outcome{})
	w.turn("2020-04-24 09:01")
	w.must(w.desk.AcceptReceipt(w.ctx, receipt(l.MessageID, supervision.DeliveryFailed, w.now(), hookSecret)))
	if got := w.ways(); got != "post FAILED, hook ACCEPTED" {
		t.Error(got)
	}
	w.turn("2020-04-24 09:00")
	w.must(w.desk.AcceptReceipt(w.ctx, receipt(l.MessageID, supervision.DeliveryFailed, w.now(), hookSecret)))
	if got := w.ways(); got != "post FAILED, hook FAILED, calls TO_CALL" {
		t.Error(got)
	}
}

// What a receiver says of whom a message was for is kept nowhere, and none of its words are in the record, which is for ever.
func TestReceipt_NamesNobody(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "REFUSED: 550 in his own words"})
	l := w.next("hook")[0]
	w.settle("hook", l, desk.Outcome{})
	w.must(w.desk.AcceptReceipt(w.ctx, receiptOf(l.MessageID, supervision.DeliveryFailed, "王小明 13800000000 停机", w.now(), hookSecret)))
	w.counted(1, "delivery where channel_id = 'hook' and reason = 'REFUSED: *** *** 停机'")
	w.counted(1, "delivery where channel_id = 'post' and reason like '%his own words'")
	w.counted(2, "audit where verb = 'SETTLE_DELIVERY' and reason = 'REFUSED'")
}

// Whoever has copied receipts and sends them again, in whatever order, brings nothing about and leaves no line in the record.
func TestReceipt_ReplayedTurnsNothingBack(t *testing.T) {
	t.Parallel()
	const accepted, failed, read = supervision.DeliveryAccepted, supervision.DeliveryFailed, supervision.DeliveryRead
	for _, c := range []struct {
		told []supervision.DeliveryState
		want string
	}{
		{[]supervision.DeliveryState{accepted, read}, "post FAILED, hook READ"},
		{[]supervision.DeliveryState{accepted, failed}, "post FAILED, hook FAILED, calls TO_CALL"},
		{[]supervision.DeliveryState{accepted, failed, read}, "post FAILED, hook READ, calls DROPPED"},
	} {
		t.Run(fmt.Sprint(c.told), func(t *testing.T) {
			t.Parallel()
			w := channelled(t)
			w.morning()
			w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550"})
			message := w.next("hook")[0].MessageID
			w.settle("hook", desk.Letter{LetterRow: postgres.LetterRow{MessageID: message}}, desk.Outcome{})
			say := func(state supervision.DeliveryState) {
				w.must(w.desk.AcceptReceipt(w.ctx, receipt(message, state, w.now(), hookSecret)))
			}
			for _, state := range c.told {
				say(state)
			}
			if got := w.ways(); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
			before := strings.Join(w.standingOf(message), "\n")
			for _, state := range slices.Concat(c.told, c.told) {
				say(state)
				w.same(before, w.standingOf(message))
			}
		})
	}
}

// standingOf is all that a receipt of a message may change.
func (w *world) standingOf(message uuid.UUID) []string {
	w.t.Helper()
	return w.query(`select concat_ws(' ', d.channel_id, d.state, d.attempts, d.settled_at, m.settled_at, (select count(*) from audit),
			(select count(*) from notice n where n.person_id = m.person_id and n.state = 'DELIVERED'))
		from delivery d join message m on m.id = d.message_id where m.id = $1 order by d.step`, message)
}
