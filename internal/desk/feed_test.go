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

// changes checks when an appointment was changed last, by its number too, and where it stands.
func (w *world) changes(token, id, at string, state supervision.AppointmentState) {
	w.t.Helper()
	a := w.shown(token, id)
	launched := instant(w.t, w.query("select (launched_at at time zone 'Asia/Shanghai')::text from campaign where id = '" + w.id + "'")[0][:16])
	if !a.Revised.Equal(instant(w.t, at)) || a.Revision != int(a.Revised.Sub(launched)/time.Second) || a.State != state {
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
	w.changes(token, part, firstDay, supervision.AppointmentAhead)
	w.must(w.extend(part, "2020-06-12", "雨"))
	w.turn("2020-06-09 11:00")
	w.must(w.extend(part, "2020-06-12", "雨"))
	w.changes(token, part, "2020-06-09 10:00", supervision.AppointmentAhead)
	w.turn("2020-06-10 10:00")
	w.writes(w.as("g01-d1"), "n1", "现场正常")
	w.changes(token, part, "2020-06-10 10:00", supervision.AppointmentDone)
	w.turn("2020-06-11 10:00")
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "停办"))
	w.changes(token, part, "2020-06-10 10:00", supervision.AppointmentDone)
	w.changes(token, autumn, "2020-06-11 10:00", supervision.AppointmentCancelled)
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
	w.turn("2020-05-20 11:00")
	schedule("2020-06-04")
	w.changes(token, id, "2020-05-20 10:00", supervision.AppointmentAhead)
	w.turn("2020-05-21 10:00")
	schedule("2020-06-05")
	w.changes(token, id, "2020-05-21 10:00", supervision.AppointmentAhead)
	if a := w.shown(token, id); a.Days.First != date(t, "2020-06-05") || a.Place != "工地" {
		t.Errorf("%+v", a)
	}
	w.turn("2020-05-22 10:00")
	later := []byte(strings.ReplaceAll(planSource(), "window: 6月上旬", "window: 6月中旬"))
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, later, desk.Revising{Reason: "雨季"})
	w.must(err)
	w.changes(token, id, "2020-05-22 10:00", supervision.AppointmentCancelled)
	if a := w.shown(token, id); a.Days.First != date(t, "2020-06-05") || a.Place != "" {
		t.Errorf("%+v", a)
	}
	schedule("2020-06-15")
	w.changes(token, id, "2020-05-22 10:00", supervision.AppointmentAhead)
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

// Whoever has given up one of two seats has the other's visits still, and sees the next move of them: its number is greater
// than any that they have seen.
func TestFeed_NoNumberGoesBack(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-05-20 10:00")
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.seat("0012", "g01-d1", "", ""))
	w.must(w.seat("0012", "g01-d2", "", ""))
	chen := desk.Caller{Person: "hangzhou/0012", Host: "hangzhou", Seats: []supervision.Seat{seatOf(w.plan, "g01-d1"), seatOf(w.plan, "g01-d2")}}
	token, id := w.feed(chen, ""), "visit/"+week
	w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, "2020-06-04"), "工地"))
	for _, last := range []string{"2020-06-11", "2020-06-12", "2020-06-13"} {
		w.must(w.extend("supervision-week/g01/2020/g01-d2", last, "雨"))
	}
	seen := w.shown(token, id).Revision
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.leave(desk.Leaving{Person: "0012", Seat: "g01-d2", Successors: map[string]string{"g01-d2": "0013"}}))
	w.turn("2020-05-20 11:00")
	w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, "2020-06-05"), "工地"))
	if moved := w.shown(token, id).Revision; moved <= seen {
		t.Errorf("the visit has moved, and its number goes from %d to %d", seen, moved)
	}
}

// Whoever is asked along to a session by their seat finds it in their own calendar, as a unit finds its own; however many
// sessions of others come before, and though the rules for plans have become stricter since.
func TestFeed_InvitedBySeat(t *testing.T) {
	t.Parallel()
	const invitedTo = "progress-hearing/campaign/2020"
	w := blank(t, firstDay)
	w.draft(strings.Replace(planSource(), "invites: [gov]", "invites: [gov, g01-d1]", 1))
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.exec(`insert into duty select (jsonb_populate_record(d, jsonb_build_object('id', 'x/' || i, 'entry', 'x', 'last_day', '2020-08-01'))).*
		from duty d, generate_series(1, $2) i where d.id = $1`, invitedTo, supervision.MostAppointments+1)
	defer w.exec("delete from duty where entry = 'x'")
	holders := "update campaign set plan = convert_to(replace(convert_from(plan, 'UTF8'), $1, $2), 'UTF8')"
	w.exec(holders, "holder: office-staff", "holder: nobody")
	defer w.exec(holders, "holder: nobody", "holder: office-staff")
	own, units := w.feed(w.as("g01-d1"), ""), w.feed(w.as("gov-official"), "gov")
	for _, token := range []string{own, units} {
		calendar, err := w.desk.Feed(w.ctx, token)
		w.must(err)
		if !slices.ContainsFunc(calendar.Appointments, func(a supervision.Appointment) bool { return a.ID == invitedTo }) {
			t.Errorf("no %s among %d", invitedTo, len(calendar.Appointments))
		}
	}
}

// Whoever is not asked along to a session any more, as the plan was amended, finds it cancelled; once asked again, to be held.
func TestFeed_WhoeverIsAskedAlongNoMoreFindsItCancelled(t *testing.T) {
	t.Parallel()
	const session = "progress-hearing/campaign/2020"
	w := launched(t, firstDay)
	token := w.feed(w.as("gov-official"), "gov")
	amended := func(at, plan string) {
		w.turn(at)
		_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(plan), desk.Revising{Reason: "改期"})
		w.must(err)
	}
	w.changes(token, session, firstDay, supervision.AppointmentAhead)
	amended("2020-04-22 10:00", strings.Replace(planSource(), "invites: [gov]", "invites: [unit]", 1))
	w.changes(token, session, "2020-04-22 10:00", supervision.AppointmentCancelled)
	amended("2020-04-23 10:00", planSource())
	w.changes(token, session, "2020-04-23 10:00", supervision.AppointmentAhead)
}
