package desk_test

import (
	"testing"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// invited is a surprising world in which 周小梅 (0013), in a seat of the first group, has a message of 2 June that tells of the
// unannounced visit; then she comes into a unit.
func invited(t *testing.T, channels ...func(*world)) *world {
	t.Helper()
	w := surprising(t)
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0013", "g01-d2", "", ""))
	for _, prepare := range channels {
		prepare(w)
	}
	w.invites()
	w.turn("2020-06-02 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.must(w.seat("0013", "u03-official", "", ""))
	return w
}

// byHook has the office send by a webhook.
func (w *world) byHook() {
	w.t.Helper()
	ring, err := secrets.ParseRing(secrets.NewKey())
	w.must(err)
	w.desk.KeepSecrets(ring)
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), hook("hook")))
}

// byTelephone has the office, which has a webhook, ring people up.
func byTelephone(w *world) {
	w.t.Helper()
	w.byHook()
	w.must(w.desk.SaveOfficeOrder(w.ctx, w.staff(), "office", []supervision.ChannelKind{supervision.ChannelCallList}))
}

// tellsUnannounced are the kinds of what the letters taken up on a channel tell somebody of unannounced visits.
func (w *world) tellsUnannounced(channel, person string) (kinds []string) {
	w.t.Helper()
	for _, l := range w.next(channel) {
		for _, n := range l.Notices {
			if l.PersonID == person && n.Unannounced {
				kinds = append(kinds, n.Kind)
			}
		}
	}
	return kinds
}

// A message that waits is sent to whoever has come into a unit since without what they may not know; the office is told
// instead, the next morning.
func TestUnannounced_AComposedMessageIsNotSentToAUnit(t *testing.T) {
	t.Parallel()
	w := invited(t)
	w.same("", w.tellsUnannounced("log", "hangzhou/0013"))
	w.counted(0, "notice where unannounced and person_id = 'hangzhou/0013' and digest_day is not null")
	w.turn("2020-06-03 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.counted(1, "notice where unannounced and kind = 'INVITED' and seat_id = 'g01-d2' and person_id = 'hangzhou/office-staff' and digest_day = '2020-06-03'")
}

// Nor is it sent at once, and then the office is told at once.
func TestUnannounced_AnUrgentMessageIsNotSentToAUnit(t *testing.T) {
	t.Parallel()
	w := invited(t, func(w *world) { w.exec("update duty set urgent = true where unannounced") })
	w.nudged()
	w.same("", w.tellsUnannounced("log", "hangzhou/0013"))
	w.same("courier/hangzhou", w.nudged())
	n, err := w.desk.ComposeUrgent(w.ctx, "hangzhou")
	w.must(err)
	if n != 1 {
		t.Errorf("%d messages tell the office", n)
	}
}

// Nobody reads it to them on the telephone either, and that they were rung up does not count as if somebody had been told.
func TestUnannounced_NobodyRingsAUnit(t *testing.T) {
	t.Parallel()
	w := invited(t, byTelephone)
	message := uuid.MustParse(w.query("select id::text from message where person_id = 'hangzhou/0013'")[0])
	lines, err := w.desk.MessageLines(w.ctx, w.staff(), message)
	w.must(err)
	if len(lines) != 1 || lines[0].DutyID != "" {
		t.Errorf("the clerk is to say: %+v", lines)
	}
	w.must(w.desk.TickCall(w.ctx, w.staff(), message, true, ""))
	w.counted(0, "notice where unannounced and state = 'DELIVERED' and digest_day = '2020-06-02'")
	w.counted(1, "notice where unannounced and kind = 'INVITED' and seat_id = 'g01-d2' and digest_day is null")
}

// The call that nobody makes is taken off the list the next morning, and the office told.
func TestUnannounced_TheCallListTellsOthers(t *testing.T) {
	t.Parallel()
	w := invited(t, byTelephone, func(w *world) { w.exec("delete from notice where kind = 'TOOK_OVER'") })
	call := `delivery d join message m on m.id = d.message_id where m.person_id = 'hangzhou/0013' and d.state = $1`
	w.counted(1, call, "TO_CALL")
	w.turn("2020-06-03 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.counted(1, call, "DROPPED")
	w.counted(1, "notice where unannounced and kind = 'INVITED' and seat_id = 'g01-d2' and person_id = 'hangzhou/office-staff' and digest_day = '2020-06-03'")
}

// What tells of such a visit goes by the congress's own channels, and never by one of the office that is visited, though
// somebody who supervises has a seat there.
func TestUnannounced_NoChannelOfAUnit(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.byHook()
	unit := w.query("select office_id from seat where id = 'u03-official'")[0]
	f := hook("unit-hook")
	f.OfficeID = unit
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), f))
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0013", "g01-d2", "", ""))
	w.exec("update seat set office_id = $1 where id = 'g01-d2'", unit)
	w.exec("update roll set channels = '{WEBHOOK}' where person_id = 'hangzhou/0013'")
	w.invites()
	w.turn("2020-06-02 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	on := `delivery d join message m on m.id = d.message_id where m.person_id = 'hangzhou/0013' and m.day = '2020-06-02' and d.channel_id = $1`
	w.counted(1, on, "hook")
	for _, l := range w.next("hook") {
		w.settle("hook", l, desk.Outcome{Reason: "REFUSED: 400"})
	}
	w.counted(1, on, "calls")
	w.counted(0, on, "unit-hook")
}
