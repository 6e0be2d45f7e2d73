package desk_test

import (
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// losses are what staff read under what was not delivered.
func (w *world) losses() []postgres.DeliveryView {
	w.t.Helper()
	rows, err := w.desk.Undelivered(w.ctx, w.staff(), "", time.Time{}, uuid.Nil, 100)
	w.must(err)
	return rows
}

// A campaign on hold is silent about what waits on a channel too; resumed, it tells that in the next digest.
func TestDelivery_WhatIsOnHoldStaysIn(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.must(w.desk.HoldCampaign(w.ctx, w.staff(), w.plan.ID, "换届期间"))
	if letters := w.next("post"); len(letters) > 0 {
		t.Errorf("told on hold: %+v", letters)
	}
	w.counted(1, "notice where state = 'SILENCED' and digest_day is null and person_id = 'hangzhou/g01-convenor'")
	if got := w.ways(); got != "post DROPPED" || len(w.losses()) > 0 {
		t.Errorf("%s: what is told later is no loss, but listed are %+v", got, w.losses())
	}
	_, err := w.desk.ResumeCampaign(w.ctx, w.staff(), w.plan.ID)
	w.must(err)
	w.turn("2020-04-22 09:00")
	_, err = w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	if letters := w.next("post"); len(letters) != 1 || len(letters[0].Notices) != 1 {
		t.Errorf("told after it: %+v", letters)
	}
}

// Whoever has left since a digest was composed is not told: what was in it is told to whoever sits there now.
func TestDelivery_WhoeverHasLeftIsNotTold(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.exec("update sitting set to_at = $1 where person_id = 'hangzhou/g01-convenor'", w.now())
	if letters := w.next("post"); len(letters) > 0 {
		t.Errorf("told who has left: %+v", letters)
	}
	if rows := w.losses(); len(rows) > 0 {
		t.Errorf("somebody else is told, but listed are %+v", rows)
	}
	w.turn("2020-04-22 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.counted(1, "notice where state = 'QUEUED' and seat_id = 'g01-convenor' and person_id = 'hangzhou/office-staff'")
}

// A digest that fell from one channel to another and has come all the same by the first is not listed as lost; the reminder in
// it for which it was too late is.
func TestUndelivered_AReminderOfAMessageThatCameIsListed(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	l := w.next("post")[0]
	w.settle("post", l, desk.Outcome{Reason: "REFUSED: 550"})
	w.exec("update notice set state = 'DROPPED', dropped_at = $1 where person_id = 'hangzhou/g01-convenor'", w.now())
	w.settle("post", l, desk.Outcome{Reference: "r1"})
	if got := w.ways(); got != "post ACCEPTED, hook DROPPED" {
		t.Fatal(got)
	}
	rows := w.losses()
	if len(rows) != 1 || rows[0].Reminder == "" || rows[0].State != supervision.DeliveryDropped {
		t.Errorf("listed are %+v", rows)
	}
}
