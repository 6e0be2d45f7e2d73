package desk_test

import "testing"

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
	w.turn("2020-04-22 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.counted(1, "notice where state = 'QUEUED' and seat_id = 'g01-convenor' and person_id = 'hangzhou/office-staff'")
}
