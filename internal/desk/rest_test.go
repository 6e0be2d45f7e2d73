package desk_test

import (
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// Many refusals in a row are not all the letters' fault: the channel rests and no more go another way for it, until one is taken.
func TestDelivery_AChannelThatRefusesEverybodyRests(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	w.exec("update channel set refusals = $1 where id = 'post'", supervision.MostRefused-2)
	letters := w.next("post")
	refused := desk.Outcome{Reason: "550 no such user"}
	w.settle("post", letters[0], refused)
	w.counted(0, "channel where failures > 0")
	w.settle("post", letters[1], refused)
	w.counted(1, "channel where id = 'post' and failures = 1 and pause_reason = '550 no such user'")
	w.counted(3, "delivery where channel_id = 'post' and state = 'QUEUED'")
	if left := w.next("post"); len(left) > 0 {
		t.Errorf("%d letters are still sent", len(left))
	}
	w.turn("2020-04-21 09:02")
	w.settle("post", w.next("post")[0], desk.Outcome{})
	w.counted(1, "channel where id = 'post' and failures = 0 and refusals = 0")
}

// Nor does it go on with everybody that it puts off: so many dialogues with nobody served are what providers count.
func TestDelivery_AChannelThatPutsEverybodyOffRests(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	w.exec("update channel set refusals = $1 where id = 'post'", supervision.MostRefused-2)
	letters := w.next("post")
	w.settle("post", letters[0], desk.Outcome{Reason: "THROTTLED: 451 greylisted", Again: true})
	w.counted(0, "channel where failures > 0")
	w.settle("post", letters[1], desk.Outcome{Reason: "THROTTLED: 451 greylisted", Again: true})
	w.counted(1, "channel where id = 'post' and failures = 1")
	w.counted(4, "delivery where channel_id = 'post' and state = 'QUEUED'")
}

// What never comes to its turn, because others take so long, goes another way as if the channel were down.
func TestDelivery_WhatASlowChannelKeepsWaitingGoesAnotherWay(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	for _, c := range []struct {
		at   string
		slow bool
		want string
	}{
		{"2020-04-21 10:59", true, "post QUEUED"},
		{"2020-04-21 11:00", false, "post QUEUED"},
		{"2020-04-21 11:00", true, "post FAILED, hook QUEUED"},
	} {
		w.turn(c.at)
		_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", c.slow)
		w.must(err)
		if got := w.ways(); got != c.want {
			t.Errorf("%s: %s, want %s", c.at, got, c.want)
		}
	}
}
