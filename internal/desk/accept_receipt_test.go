package desk_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/supervision"
)

// receipt is what the hook's receiver says of a message at an instant.
func receipt(message uuid.UUID, state supervision.DeliveryState, at time.Time, key string) desk.SignedReceipt {
	stamp := strconv.FormatInt(at.Unix(), 10)
	h := hmac.New(sha256.New, []byte(key))
	fmt.Fprintf(h, "%s.%s\n%s\n%s", stamp, message, state, "")
	return desk.SignedReceipt{
		Host: "hangzhou", Channel: "hook", Message: message.String(), State: state, Timestamp: stamp, Signature: "v1=" + hex.EncodeToString(h.Sum(nil)),
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
	for range 2 {
		w.must(w.desk.AcceptReceipt(w.ctx, receipt(l.MessageID, supervision.DeliveryFailed, w.now(), hookSecret)))
	}
	if got := w.ways(); got != "post FAILED, hook FAILED, calls TO_CALL" {
		t.Error(got)
	}
}
