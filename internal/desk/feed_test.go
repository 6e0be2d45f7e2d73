package desk_test

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/desk"
	"duban/supervision"
)

// feed makes a calendar's address.
func (w *world) feed(by desk.Caller, office string) (token string) {
	w.t.Helper()
	token, err := w.desk.CreateFeed(w.ctx, by, office)
	w.must(err)
	return token
}

// shown is an appointment of the calendar at an address.
func (w *world) shown(token, id string) supervision.Appointment {
	w.t.Helper()
	calendar, err := w.desk.Feed(w.ctx, token)
	w.must(err)
	for _, a := range calendar.Appointments {
		if a.ID == id {
			return a
		}
	}
	w.t.Fatalf("no %s among %d", id, len(calendar.Appointments))
	return supervision.Appointment{}
}

// changes checks the number that an appointment's changes have come to, when it was changed last, and where it stands.
func (w *world) changes(token, id string, revision int, at string, state supervision.AppointmentState) {
	w.t.Helper()
	a := w.shown(token, id)
	if a.Revision != revision || !a.Revised.Equal(instant(w.t, at)) || a.State != state {
		w.t.Errorf("%s is %s, its revision %d, of %s", id, a.State, a.Revision, a.Revised.In(time.FixedZone("", 8*60*60)))
	}
}

// The secret of an address has 256 bits; the record tells that it was made, and nothing knows it any more.
func TestFeed_IsKnownToItsMakerAlone(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	token := w.feed(w.as("g01-d1"), "")
	if secret, err := base64.RawURLEncoding.DecodeString(token); err != nil || len(secret) != 32 {
		t.Errorf("%s: %v", token, err)
	}
	w.counted(1, "audit where verb = 'CREATE_FEED' and actor = 'hangzhou/g01-d1' and object = 'feeds/people/hangzhou/g01-d1'")
	w.counted(0, "audit_payload where payload::text like '%' || $1 || '%'", token)
	w.counted(0, "feed where encode(token_hash, 'escape') like '%' || $1 || '%'", token)
	w.must(w.desk.RevokeFeed(w.ctx, w.as("g01-d1"), ""))
	w.must(w.desk.RevokeFeed(w.ctx, w.as("g01-d1"), ""))
	w.counted(1, "audit where verb = 'REVOKE_FEED'")
	_, err := w.desk.Feed(w.ctx, token)
	w.refused(supervision.NotFound, err)
}

// A revision grows with what everybody sees of an appointment, and with nothing else: not when its time comes, nor when it
// is reminded of.
func TestFeed_RevisionGrows(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	token := w.feed(w.as("g01-d1"), "")
	const part, autumn = "supervision-week/g01/2020/g01-d1", "autumn-inspection/g01/2020/g01-d1"
	w.live("2020-06-09 10:00")
	w.changes(token, part, 0, firstDay, supervision.AppointmentAhead)
	w.must(w.extend(part, "2020-06-12", "雨"))
	w.must(w.extend(part, "2020-06-12", "雨"))
	w.changes(token, part, 1, "2020-06-09 10:00", supervision.AppointmentAhead)
	w.turn("2020-06-10 10:00")
	w.writes(w.as("g01-d1"), "n1", "现场正常")
	w.changes(token, part, 2, "2020-06-10 10:00", supervision.AppointmentDone)
	w.turn("2020-06-11 10:00")
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "停办"))
	w.changes(token, part, 2, "2020-06-10 10:00", supervision.AppointmentDone)
	w.changes(token, autumn, 1, "2020-06-11 10:00", supervision.AppointmentCancelled)
}

// A visit that moves is the same one; when it is called off, it is told for which day it was.
func TestFeed_VisitMovesAndIsCalledOff(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-05-20 10:00")
	token, id := w.feed(w.as("g01-d1"), ""), "visit/"+week
	schedule := func(day string) {
		t.Helper()
		w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, day), "工地"))
	}
	schedule("2020-06-04")
	schedule("2020-06-04")
	w.changes(token, id, 1, "2020-05-20 10:00", supervision.AppointmentAhead)
	w.turn("2020-05-21 10:00")
	schedule("2020-06-05")
	w.changes(token, id, 2, "2020-05-21 10:00", supervision.AppointmentAhead)
	if a := w.shown(token, id); a.Days.First != date(t, "2020-06-05") || a.Place != "工地" {
		t.Errorf("%+v", a)
	}
	w.turn("2020-05-22 10:00")
	later := []byte(strings.ReplaceAll(planSource(), "window: 6月上旬", "window: 6月中旬"))
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, later, desk.Revising{Reason: "雨季"})
	w.must(err)
	w.changes(token, id, 5, "2020-05-22 10:00", supervision.AppointmentCancelled) // its own, and those of the deputy's part
	if a := w.shown(token, id); a.Days.First != date(t, "2020-06-05") || a.Place != "" {
		t.Errorf("%+v", a)
	}
	schedule("2020-06-15")
	w.changes(token, id, 6, "2020-05-22 10:00", supervision.AppointmentAhead)
}

// A calendar goes thirty days back and four hundred ahead.
func TestFeed_Window(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	token := w.feed(w.as("g01-d1"), "")
	w.turn("2020-07-10 23:00")
	w.shown(token, "supervision-week/g01/2020/g01-d1")
	w.turn("2020-07-11 00:30")
	calendar, err := w.desk.Feed(w.ctx, token)
	w.must(err)
	for _, a := range calendar.Appointments {
		if a.ID == "supervision-week/g01/2020/g01-d1" {
			t.Error("it is over for more than thirty days")
		}
	}
}

// What is held about somebody tells that there is an address; whoever's details are taken away has none any more.
func TestFeed_IsHeldAboutSomebody(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.seat("0012", "g01-d1", "", ""))
	chen := desk.Caller{Person: "hangzhou/0012", Host: "hangzhou", Seats: []supervision.Seat{seatOf(w.plan, "g01-d1")}}
	token := w.feed(chen, "")
	_, err := w.desk.Feed(w.ctx, token)
	w.must(err)
	held := w.facts(chen, "0012")
	if !slices.ContainsFunc(held, func(f desk.FactRow) bool { return f.Kind == "FEED" && f.Text == "2020-04-21" }) {
		t.Errorf("%v", held)
	}
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.leave(desk.Leaving{Successors: map[string]string{"g01-d1": "0013"}}))
	_, err = w.desk.Feed(w.ctx, token)
	w.refused(supervision.NotFound, err)
	w.counted(1, "feed")
	w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0012", "离任"))
	w.reduced = 1
	w.counted(0, "feed")
}
