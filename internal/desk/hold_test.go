package desk_test

import (
	"slices"
	"testing"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/supervision"
)

// crowded is a morning on which four convenors have mail.
func crowded(t *testing.T) *world {
	t.Helper()
	w := channelled(t)
	for _, convenor := range []string{"g02-convenor", "g03-convenor", "g04-convenor"} {
		w.enrol("hangzhou", convenor, "李小红")
	}
	w.morning()
	return w
}

// takeOver takes up a channel as a worker does that finds another one silent.
func (w *world) takeOver(channel string) {
	w.t.Helper()
	w.must(w.desk.ResumeDeliveries(w.ctx, "hangzhou", channel))
}

func messages(letters []desk.Letter) (ids []uuid.UUID) {
	for _, l := range letters {
		ids = append(ids, l.MessageID)
	}
	return ids
}

// A worker that is taken for dead may go on sending what it holds: until that is over for certain, nobody else takes it up.
func TestDelivery_TwoAttemptsShareNoLetter(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	first := w.next("post")
	w.takeOver("post")
	if second := w.next("post"); len(first) != 4 || len(second) > 0 {
		t.Errorf("the first holds %d letters, the second %v of them", len(first), messages(second))
	}
	if got := w.looks("post"); got != "09:00:45" {
		t.Errorf("looks at %s", got)
	}
	w.settle("post", first[0], desk.Outcome{})
	w.turnTo(w.now().Add(supervision.Hold))
	w.takeOver("post")
	if second := messages(w.next("post")); len(second) != 3 || slices.Contains(second, first[0].MessageID) {
		t.Errorf("taken over are %v", second)
	}
}

// What a worker says late of a letter that another one has taken over by then changes nothing, unless it arrived.
func TestDelivery_WhatIsTakenOverIsNotTheFirstOnes(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	first := w.next("post")
	w.turnTo(w.now().Add(supervision.Hold))
	w.takeOver("post")
	w.next("post")
	w.settle("post", first[0], desk.Outcome{Reason: "421 busy", Channel: true})
	w.settle("post", first[1], desk.Outcome{Reason: "550 no such user"})
	w.must(w.desk.ReturnDeliveries(w.ctx, "hangzhou", "post", first[2].TakenAt))
	w.counted(4, "delivery where channel_id = 'post' and state = 'SENDING'")
	w.settle("post", first[3], desk.Outcome{})
	w.counted(1, "delivery where channel_id = 'post' and state = 'ACCEPTED'")
}

// What was taken up and not begun is given back, and is another's at once.
func TestDelivery_WhatIsGivenBackWaitsForNobody(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	first := w.next("post")
	w.settle("post", first[0], desk.Outcome{})
	w.must(w.desk.ReturnDeliveries(w.ctx, "hangzhou", "post", first[0].TakenAt))
	if again := w.next("post"); len(again) != 3 {
		t.Errorf("%d letters wait again", len(again))
	}
}

// Neither a channel that is given up nor one that is switched off takes away what is being sent on it.
func TestDelivery_WhatIsBeingSentGoesNoOtherWay(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	first := w.next("post")
	off := mail("post")
	off.Off = true
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), off))
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	w.counted(4, "delivery where channel_id = 'post' and state = 'SENDING'")
	w.settle("post", first[0], desk.Outcome{})
	w.turnTo(w.now().Add(supervision.Hold))
	w.takeOver("post")
	_, err = w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	w.counted(3, "delivery where channel_id = 'post' and state = 'FAILED'")
	if got := w.looks("post"); got != "over" {
		t.Errorf("looks at %s", got)
	}
}
