package desk_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// Whoever rings says what a message would say, in the language in which the person wants to be told, and no more.
func TestCalls_SayWhatALetterWould(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.must(w.desk.SavePreference(w.ctx, w.as("g01-convenor"), postgres.PreferenceRow{
		Channels: []supervision.ChannelKind{supervision.ChannelCallList}, Language: "en",
	}))
	w.morning()
	w.exec("update notice set unannounced = true where person_id = 'hangzhou/g02-convenor'")
	all, err := w.desk.Calls(w.ctx, w.staff(), "", desk.CallKey{}, 100)
	w.must(err)
	said := map[string]string{}
	for _, c := range all {
		for _, line := range c.Lines {
			said[c.PersonID] += string(c.Language) + ": " + line.What + "\n"
		}
	}
	for person, want := range map[string]string{
		"g01-convenor": `en: "动员小组成员，制定本小组监督计划" may be done from now on, due by 10 May 2020`, "g02-convenor": "zh: “督查”进入办理期", "g03-convenor": "zh: “动员小组成员，制定本小组监督计划”进入办理期，期限2020年5月10日",
	} {
		if got := said["hangzhou/"+person]; got != want+"\n" {
			t.Errorf("to %s is said %q, want %q", person, got, want)
		}
	}
}

// phoneCalls lists whom somebody has to ring.
func (w *world) phoneCalls() []desk.PhoneCall {
	w.t.Helper()
	all, err := w.desk.Calls(w.ctx, w.staff(), "", desk.CallKey{}, 100)
	w.must(err)
	return all
}

func TestCalls_AreTickedOff(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	calls := w.phoneCalls()
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[0].MessageID, true, ""))
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[0].MessageID, true, ""))
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[1].MessageID, false, "停机"))
	w.refused(supervision.WrongState, w.desk.TickCall(w.ctx, w.staff(), calls[0].MessageID, false, ""))
	w.refused(supervision.NotFound, w.desk.TickCall(w.ctx, w.staff(), uuid.New(), true, ""))
	if left := w.phoneCalls(); len(left) != len(calls)-2 {
		t.Errorf("%d of %d calls are left", len(left), len(calls))
	}
	w.counted(1, "notice where state = 'DELIVERED'")
	w.counted(2, "audit where verb = 'TICK_CALL'")
	w.counted(1, "delivery where state = 'NOT_REACHED' and reason = '停机'")
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[1].MessageID, true, "下午打通"))
	w.counted(2, "notice where state = 'DELIVERED'")
	w.counted(0, "delivery where state = 'NOT_REACHED'")
}

// A call that nobody needs to make any more was ticked off by nobody.
func TestCalls_WhatWasTakenOffIsNotTickedOff(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	message := uuid.MustParse(w.query("select message_id::text from delivery where channel_id = 'calls' limit 1")[0])
	w.exec("update delivery set state = 'DROPPED' where message_id = $1", message)
	for _, reached := range []bool{true, false} {
		err := w.desk.TickCall(w.ctx, w.staff(), message, reached, "")
		w.refused(supervision.WrongState, err)
		if !strings.Contains(err.Error(), "不必再打") {
			t.Error(err)
		}
	}
}

// What was ticked off by mistake can be taken back: the person is on the list again with the note, and has not been told.
func TestCalls_AreTakenBack(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	calls := w.phoneCalls()
	reached, missed := calls[0].MessageID, calls[1].MessageID
	w.must(w.desk.TickCall(w.ctx, w.staff(), reached, true, "打错了一行"))
	w.must(w.desk.TickCall(w.ctx, w.staff(), missed, false, "停机"))
	ticked, err := w.desk.DeliveriesLately(w.ctx, w.staff(), "", true, desk.DeliveryKey{}, 100)
	w.must(err)
	if len(ticked) != 2 {
		t.Errorf("%d calls were ticked off, want 2", len(ticked))
	}
	for range 2 {
		w.must(w.desk.UntickCall(w.ctx, w.staff(), reached))
		w.must(w.desk.UntickCall(w.ctx, w.staff(), missed))
	}
	if back := w.phoneCalls(); len(back) != len(calls) || back[0].Reason != "打错了一行" || len(back[0].Lines) != len(calls[0].Lines) {
		t.Errorf("%d of %d calls are back: %+v", len(back), len(calls), back)
	}
	w.counted(0, "notice where state = 'DELIVERED'")
	w.counted(0, "message where settled_at is not null")
	w.counted(2, "audit where verb = 'UNTICK_CALL'")
	w.must(w.desk.TickCall(w.ctx, w.staff(), reached, false, ""))
	w.refused(supervision.NotFound, w.desk.UntickCall(w.ctx, w.staff(), uuid.New()))
}

// What has arrived by another channel since is not put on the list again.
func TestCalls_StayTickedWhereTheMessageArrived(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	call := w.phoneCalls()[0].MessageID
	w.must(w.desk.TickCall(w.ctx, w.staff(), call, false, ""))
	w.exec(`insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
		select host_id, message_id, 'log', -1, 'ACCEPTED', next_at, give_up_at from delivery where message_id = $1`, call)
	w.refused(supervision.WrongState, w.desk.UntickCall(w.ctx, w.staff(), call))
}

// What somebody was told lately is listed by what became of it in the end, page by page, the newest first.
func TestDeliveries_OfAPersonLately(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.exec(`insert into message (host_id, id, kind, person_id, office_id, day, composed_at)
		select host_id, gen_random_uuid(), 'URGENT', person_id, '', day - n, composed_at - n * interval '1 day'
		from message, unnest(array[3, 29, 31]) n where person_id = 'hangzhou/g01-convenor'`)
	w.exec(`insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
		select host_id, id, c, n, s, composed_at, composed_at from message,
		(values ('log', 0, 'READ'), ('calls', 1, 'DROPPED')) x (c, n, s) where kind = 'URGENT'`)
	var got []desk.DeliveryView
	for after := (desk.DeliveryKey{}); ; after = got[len(got)-1].Since() {
		rows, err := w.desk.DeliveriesLately(w.ctx, w.staff(), "hangzhou/g01-convenor", false, after, 2)
		w.must(err)
		if got = append(got, rows...); len(rows) < 2 {
			break
		}
	}
	if len(got) != 3 || got[0].State == supervision.DeliveryRead || got[1].State != supervision.DeliveryRead || !got[1].At.After(got[2].At) {
		t.Errorf("they were told %+v", got)
	}
}
