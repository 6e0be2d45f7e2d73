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

func TestCalls_AreTickedOff(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	list := func() []desk.PhoneCall {
		all, err := w.desk.Calls(w.ctx, w.staff(), "", desk.CallKey{}, 100)
		w.must(err)
		return all
	}
	calls := list()
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[0].MessageID, true, ""))
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[0].MessageID, true, ""))
	w.must(w.desk.TickCall(w.ctx, w.staff(), calls[1].MessageID, false, "停机"))
	w.refused(supervision.WrongState, w.desk.TickCall(w.ctx, w.staff(), calls[0].MessageID, false, ""))
	w.refused(supervision.NotFound, w.desk.TickCall(w.ctx, w.staff(), uuid.New(), true, ""))
	if left := list(); len(left) != len(calls)-2 {
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
