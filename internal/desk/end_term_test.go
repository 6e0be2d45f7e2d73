package desk_test

import (
	"context"
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// seated is a world in whose first group 陈国平 (0012) convenes, with 周小梅 (0013) on the roll as well.
func seated(t *testing.T) *world {
	t.Helper()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	return w
}

// leave has 陈国平 leave the convenor's seat.
func (w *world) leave(l desk.Leaving) error {
	w.t.Helper()
	l.Person = "0012"
	return w.desk.EndTerm(w.ctx, admin("hangzhou"), l)
}

var toZhou = map[string]string{"g01-convenor": "0013"}

// token signs in whoever sits in a seat.
func (w *world) token(seat string) string {
	w.t.Helper()
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", seat)
	w.must(err)
	return token
}

// openDuties are those of a seat, with their days.
func (w *world) openDuties(seat string) []string {
	w.t.Helper()
	return w.query(`select id || ' ' || first_day || ' ' || last_day || ' ' || state from duty
		where holder = $1 and state in ('WAITING', 'OPEN', 'OVERDUE') order by id`, seat)
}

// The convenor of the first group leaves in mid-campaign, with the clock running and one morning's reminders waiting.
func TestStory_ConvenorsTermEnds(t *testing.T) {
	t.Parallel()
	w := seated(t)
	predecessor := w.token("g01-convenor")
	w.live("2020-05-07 09:00") // the plan of the first group is due on the 10th
	w.tells(w.compose(), "0012: ", "REMIND group-plan/g01")
	w.live("2020-06-06 10:00") // a Saturday; the Supervision Week is on
	held := w.openDuties("g01-convenor")
	if len(held) < 5 {
		t.Fatalf("the convenor has only %v", held)
	}

	// Nobody takes over: nothing happens.
	err := w.leave(desk.Leaving{})
	w.refused(supervision.NeedsSuccessor, err)
	if !strings.Contains(err.Error(), "第一监督小组召集人（g01-convenor）") {
		t.Errorf("the refusal does not name the seat: %v", err)
	}
	w.sits("陈国平", "g01-convenor")
	waiting := w.query(`select kind || ' ' || duty_id from notice where person_id = 'hangzhou/0012' and state = 'QUEUED' and digest_day is null order by 1`)
	if len(waiting) == 0 {
		t.Fatal("nothing waits for the next digest")
	}

	// With a successor it is one step: duties keep their ids and days, what waits is for her, and the record says it.
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	w.sits("周小梅", "g01-convenor")
	w.same(strings.Join(held, "\n"), w.openDuties("g01-convenor"))
	w.same(strings.Join(waiting, "\n"), w.query(`select kind || ' ' || duty_id from notice
		where person_id = 'hangzhou/0013' and state = 'QUEUED' and digest_day is null and kind <> 'TOOK_OVER' order by 1`))
	w.counted(0, "notice where person_id = 'hangzhou/0012' and digest_day is null")
	w.handedOver(held)

	// The predecessor's session stands for nobody from that moment, and whoever has lost the seat cannot conclude; the
	// successor can.
	w.nobody(predecessor, w.desk)
	gone := desk.Caller{Person: "hangzhou/0012", Host: "hangzhou"}
	w.refused(supervision.NotAllowed, w.desk.ConcludeInspection(w.ctx, gone, week, "总体顺利"))
	w.must(w.desk.ConcludeInspection(w.ctx, w.recognised(w.token("g01-convenor")), week, "总体顺利"))
	w.stands(supervision.Proven, "supervision-week/g01/2020")

	// The clock goes on, and speaks to her alone.
	w.live("2020-06-08 09:00")
	told := w.compose()
	w.tells(told, "0013: ", "TOOK_OVER")
	w.live("2020-12-20 09:00")
	w.compose()
	w.counted(0, "notice where (person_id = 'hangzhou/0012' or seat_id = 'g01-convenor' and person_id <> 'hangzhou/0013') and at > $1",
		instant(t, "2020-06-06 10:00"))
	if n := w.count("notice where person_id = 'hangzhou/0013' and kind in ('REMIND', 'LAPSE') and state = 'DELIVERED'"); n == 0 {
		t.Error("nobody was reminded after the handover")
	}
}

// handedOver asserts that one line of the record says who handed what to whom.
func (w *world) handedOver(held []string) {
	w.t.Helper()
	w.same("people/hangzhou/0012 hangzhou/0012 hangzhou/0013", w.query(`select a.object || ' ' || (h ->> 'from') || ' ' || (h ->> 'to')
		from audit a join audit_payload p using (host_id, seq), json_array_elements(p.payload -> 'outcome') h where a.verb = 'END_TERM'`))
	duties := w.query(`select d from audit a join audit_payload p using (host_id, seq), json_array_elements(p.payload -> 'outcome') h,
		json_array_elements_text(h -> 'duties') d where a.verb = 'END_TERM' order by 1`)
	if len(duties) != len(held) || !strings.HasPrefix(held[0], strings.TrimPrefix(duties[0], w.id+"/")) {
		w.t.Errorf("the record hands over %v, not %v", duties, held)
	}
}

// tells asserts that one person's digest has a word in it.
func (w *world) tells(told []string, person, word string) {
	w.t.Helper()
	for _, line := range told {
		if strings.HasPrefix(line, person) && strings.Contains(line, word) {
			return
		}
	}
	w.t.Errorf("nobody tells %s of %s: %v", person, word, told)
}

// A term whose end was set before anything rested on the seat ends at its instant by itself; what falls due then goes to the office until somebody
// is seated, and what was not in a digest by then is theirs.
func TestTerm_EndsByItself(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	_, err := w.owner.Exec(w.ctx, `update sitting set to_at = $1 where person_id = 'hangzhou/0012'`, instant(t, "2020-05-04 00:00"))
	w.must(err)
	token := w.token("g01-convenor")
	w.live("2020-05-03 09:00") // a holiday: its reminder waits until the 6th
	w.counted(1, "notice where person_id = 'hangzhou/0012' and kind = 'REMIND' and digest_day is null")
	w.vacant("")
	w.turn("2020-05-04 00:00")
	w.nobody(token, w.desk)
	w.vacant("g01-convenor 第一监督小组召集人")
	w.live("2020-05-06 09:00")
	told := w.compose()
	w.tells(told, "office-staff: ", "REMIND group-plan/g01")
	w.counted(0, "message where person_id = 'hangzhou/0012' and day > '2020-05-03'")

	w.live("2020-05-07 08:30")
	w.turn("2020-05-07 09:00")
	w.makeCalls()
	w.counted(1, "notice where person_id = 'hangzhou/office-staff' and seat_id = 'g01-convenor' and digest_day is null")
	w.must(w.seat("0013", "g01-convenor", "", ""))
	w.counted(0, "notice where person_id = 'hangzhou/office-staff' and seat_id = 'g01-convenor' and digest_day is null")
	w.vacant("")
	w.tells(w.compose(), "0013: ", "REMIND group-plan/g01")
}

// vacant asserts which seats of the campaign stand empty with something resting on them.
func (w *world) vacant(want string) {
	w.t.Helper()
	found, err := w.desk.Vacancies(w.ctx, w.staff(), w.id)
	w.must(err)
	var got []string
	for _, v := range found {
		got = append(got, v.ID+" "+v.Title)
		if v.Duties == 0 || v.Since == nil {
			w.t.Errorf("%+v", v)
		}
	}
	w.same(want, got)
}

// What was queued for somebody who comes and goes by days set in advance is in the digest of whoever sits there that
// morning; where nobody does, not even at the office, it waits until somebody comes.
func TestTerm_WhatWaitsIsForWhoeverSitsThatMorning(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.seat("0012", "g01-convenor", "2020-05-05", ""))
	w.live("2020-05-03 09:00")
	w.counted(1, "notice where person_id = 'hangzhou/g01-convenor' and kind = 'REMIND' and digest_day is null")
	_, err := w.owner.Exec(w.ctx, `update sitting set to_at = '2020-05-03' where seat_id in ('g02-convenor', 'office-staff')`)
	w.must(err)
	w.live("2020-05-06 09:00")
	told := w.compose()
	w.tells(told, "0012: ", "REMIND group-plan/g01")
	w.counted(1, "notice where seat_id = 'g02-convenor' and kind = 'REMIND' and person_id = '' and digest_day is null")
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0013", "g02-convenor", "2020-05-07", ""))
	w.live("2020-05-07 09:00")
	w.tells(w.compose(), "0013: ", "REMIND group-plan/g02")
}

// A day is named for the end: until its last moment the old one sits, from then on the new one.
func TestEndTerm_AtTheEndOfADay(t *testing.T) {
	t.Parallel()
	w := seated(t)
	w.turn("2020-06-06 10:00")
	w.refused(supervision.InvalidRequest, w.leave(desk.Leaving{Last: date(t, "2020-06-05"), Successors: toZhou}))
	w.refused(supervision.NeedsSuccessor, w.leave(desk.Leaving{Last: date(t, "2020-06-30")}))
	w.must(w.leave(desk.Leaving{Last: date(t, "2020-06-30"), Successors: toZhou}))
	w.must(w.leave(desk.Leaving{Last: date(t, "2020-06-30"), Successors: toZhou}))
	w.counted(1, "audit where verb = 'END_TERM'")
	w.turn("2020-06-30 23:59")
	w.sits("陈国平", "g01-convenor")
	w.turn("2020-07-01 00:00")
	w.sits("周小梅", "g01-convenor")
	w.live("2020-07-01 09:00")
	w.tells(w.compose(), "0013: ", "TOOK_OVER")
}

// Leaving all seats takes a successor for each on which something rests; where nothing does, the seat may stand empty.
func TestEndTerm_OfAllSeats(t *testing.T) {
	t.Parallel()
	w := seated(t)
	w.must(w.seat("0012", "g02-convenor", "", ""))
	w.must(w.desk.SaveSeat(w.ctx, admin("hangzhou"), supervision.Seat{ID: "guest", Role: supervision.RoleDeputy, Title: "列席代表"}, ""))
	w.must(w.seat("0012", "guest", "", ""))
	err := w.leave(desk.Leaving{Successors: toZhou})
	w.refused(supervision.NeedsSuccessor, err)
	if strings.Contains(err.Error(), "g01-convenor") || !strings.Contains(err.Error(), "g02-convenor") || strings.Contains(err.Error(), "guest") {
		t.Errorf("the refusal names other seats: %v", err)
	}
	w.sits("陈国平", "g01-convenor")
	w.refused(supervision.InvalidRequest, w.leave(desk.Leaving{Successors: map[string]string{"g03-convenor": "0013"}}))
	w.refused(supervision.NotFound, w.leave(desk.Leaving{Seat: "g03-convenor"}))
	w.refused(supervision.NotFound, w.leave(desk.Leaving{Successors: map[string]string{"g01-convenor": "nobody"}}))
	w.must(w.leave(desk.Leaving{Successors: map[string]string{"g01-convenor": "0013", "g02-convenor": "0013"}}))
	w.sits("周小梅", "g02-convenor")
	w.sits("", "guest")
	w.must(w.leave(desk.Leaving{}))
}

// The office's own seat and the convenor's bear what others hold: nobody leaves them bare while that is open.
func TestEndTerm_WhoStandsForOthersIsHeldToo(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	leave := func(seat string) error {
		return w.desk.EndTerm(w.ctx, admin("hangzhou"), desk.Leaving{Person: seat})
	}
	w.refused(supervision.NeedsSuccessor, leave("office-staff"))
	_, err := w.owner.Exec(w.ctx, "update duty set state = 'EXCUSED' where holder = 'g01-convenor'")
	w.must(err)
	w.unrecorded = true
	w.refused(supervision.NeedsSuccessor, leave("g01-convenor"))
	_, err = w.owner.Exec(w.ctx, "update duty set state = 'EXCUSED' where convenor = 'g01-convenor'")
	w.must(err)
	w.must(leave("g01-convenor"))
	w.vacant("")
}

// Somebody must be able to let others in: the last of each kind of administrator stays until another is there.
func TestEndTerm_TheLastAdministratorStays(t *testing.T) {
	t.Parallel()
	w := seated(t)
	w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: "security", Role: supervision.RoleSecurityAdmin, Title: "安全管理员"}, ""))
	w.must(w.desk.SeatPerson(w.ctx, security("hangzhou"), desk.Seating{Person: "0012", Seat: "security"}))
	leave := func(by desk.Caller, to map[string]string) error {
		return w.desk.EndTerm(w.ctx, by, desk.Leaving{Person: "0012", Seat: "security", Successors: to})
	}
	w.refused(supervision.NotAllowed, leave(admin("hangzhou"), nil))
	w.refused(supervision.NeedsSuccessor, leave(security("hangzhou"), nil))
	w.must(leave(security("hangzhou"), map[string]string{"security": "0013"}))
	w.refused(supervision.NotAllowed, leave(admin("hangzhou"), nil))
}

// Nor does the last of a kind lapse by a day set in advance: a term with a last day counts for nobody who leaves.
func TestSeatPerson_TheLastAdministratorDoesNotLapse(t *testing.T) {
	t.Parallel()
	w := seated(t)
	for _, id := range []string{"auditor", "auditor-2"} {
		w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: id, Role: supervision.RoleAuditor, Title: id}, ""))
	}
	seat := func(number, seat, last string) error {
		return w.desk.SeatPerson(w.ctx, security("hangzhou"), w.seating(number, seat, "", last))
	}
	w.refused(supervision.NeedsSuccessor, seat("0012", "auditor", "2020-12-31"))
	w.must(seat("0012", "auditor", ""))
	w.must(seat("0013", "auditor-2", "2020-12-31"))
	w.refused(supervision.NeedsSuccessor, w.desk.EndTerm(w.ctx, security("hangzhou"), desk.Leaving{Person: "0012", Seat: "auditor"}))
}

// Whoever is let into a seat is told what rests on it, one by one or by a file, when they come; of the past nobody is told.
func TestSeatPerson_IsToldWhatRestsOnTheSeat(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	told := func(want int, who, seat string) {
		t.Helper()
		w.counted(want, "notice where kind = 'TOOK_OVER' and person_id = $1 and seat_id = $2", "hangzhou/"+who, seat)
	}
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.must(w.seat("0012", "g01-convenor", "", ""))
	told(1, "0012", "g01-convenor")
	w.must(w.seat("0012", "g02-convenor", "2020-04-01", "2020-04-05"))
	told(0, "0012", "g02-convenor")
	w.taken(1, 0, 0, 0, "0013,周小梅,,,g03-convenor,,,,,2020-06-01,\n")
	told(1, "0013", "g03-convenor")
	w.turn("2020-05-06 09:00")
	w.compose()
	w.counted(0, "notice where kind = 'TOOK_OVER' and person_id = 'hangzhou/0013' and digest_day is not null")
}

// What a held campaign has to say to a successor waits until it goes on.
func TestEndTerm_WhileTheCampaignIsHeld(t *testing.T) {
	t.Parallel()
	w := seated(t)
	w.must(w.desk.HoldCampaign(w.ctx, w.staff(), w.id, "换届期间"))
	w.turn("2020-04-21 10:00")
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	w.counted(1, "notice where kind = 'TOOK_OVER' and person_id = 'hangzhou/0013' and state = 'SILENCED'")
	_, err := w.desk.ResumeCampaign(w.ctx, w.staff(), w.id)
	w.must(err)
	w.turn("2020-04-22 09:00")
	w.tells(w.compose(), "0013: ", "TOOK_OVER")
}

// Whoever leaves while a campaign is launched hands over what the launch gives them, or the launch finds the seat empty:
// nothing slips through between.
func TestEndTerm_WhileACampaignIsLaunched(t *testing.T) {
	t.Parallel()
	for range 3 {
		w := drafted(t, firstDay)
		w.enrol("hangzhou", "0012", "陈国平")
		plan := w.plan
		w.must(w.desk.SaveOffice(w.ctx, admin("hangzhou"), postgres.OfficeRow{ID: "x", Name: "x", Kind: supervision.WorkingCommittee}))
		w.must(w.desk.SaveSeat(w.ctx, admin("hangzhou"), seatOf(plan, "g01-convenor"), ""))
		w.must(w.seat("0012", "g01-convenor", "", ""))
		n := w.together(supervision.NeedsSuccessor,
			func() error { return w.desk.LaunchCampaign(w.ctx, w.system(), w.id) },
			func() error { return w.leave(desk.Leaving{}) })
		left := w.count("sitting where person_id = 'hangzhou/0012' and to_at is not null")
		found, err := w.desk.Vacancies(context.Background(), w.staff(), w.id)
		w.must(err)
		if left != n-1 || len(found) != left {
			t.Errorf("%d of launch and leaving were done; %d left, %d vacancies", n, left, len(found))
		}
	}
}

func seatOf(p *supervision.Plan, id string) supervision.Seat {
	for _, s := range p.Seats {
		if s.ID == id {
			return s
		}
	}
	return supervision.Seat{}
}
