package desk_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/supervision"
)

// Whoever has left, has signed out or has another role by the time a command has its campaign decides nothing any more,
// whatever they were when they were recognised.
func TestLock_WhoHasLeftMeanwhileDecidesNothing(t *testing.T) {
	t.Parallel()
	for name, leave := range map[string]string{
		"the term":      "update sitting set to_at = $1 where seat_id = 'g01-convenor'",
		"the session":   "update session set ended_at = $1",
		"its time":      "update session set expires_at = $1",
		"the roles":     "update sitting set person_id = 'hangzhou/g01-convenor' where seat_id = 'sc-m1' and from_at <= $1",
		"the seat only": "with g as (update sitting set person_id = 'hangzhou/g01-convenor' where seat_id = 'g02-convenor') update sitting set to_at = $1 where seat_id = 'g01-convenor'",
	} {
		w := launched(t, firstDay)
		caller := w.recognised(w.token("g01-convenor"))
		err := w.whileLocked("no key update", func(tx pgx.Tx) { w.execute(tx, leave, w.now()) }, func() error {
			_, err := w.desk.SubmitDocument(w.ctx, caller, w.id, desk.Paper{ID: "late", Duty: plan1, Title: "计划", Text: "全文"})
			return err
		})()
		if !errors.Is(err, desk.ErrNotSignedIn) && !errors.Is(err, supervision.Refuse(supervision.NotAllowed, "", "")) {
			t.Errorf("%s: %v", name, err)
		}
		w.counted(0, "submission")
	}
}

// And so it is with whoever gives and takes seats.
func TestSeatPerson_NotByWhoHasLeftMeanwhile(t *testing.T) {
	t.Parallel()
	w := seated(t)
	w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: "keeper", Role: supervision.RoleSystemAdmin, Title: "系统管理员"}, ""))
	w.must(w.desk.SeatPerson(w.ctx, security("hangzhou"), desk.Seating{Person: "0013", Seat: "keeper"}))
	for name, command := range map[string]func(desk.Caller) error{
		"seat": func(c desk.Caller) error {
			return w.desk.SeatPerson(w.ctx, c, desk.Seating{Person: "0012", Seat: "g02-convenor"})
		},
		"end": func(c desk.Caller) error {
			return w.desk.EndTerm(w.ctx, c, desk.Leaving{Person: "0012", Successors: toZhou})
		},
		"save": func(c desk.Caller) error {
			return w.desk.SaveSeat(w.ctx, c, supervision.Seat{ID: "guest", Role: supervision.RoleDeputy, Title: "列席代表"}, "")
		},
		"import": func(c desk.Caller) error {
			_, err := w.desk.ImportPeople(w.ctx, c, []byte(columns+"0014,孙立,,,g03-convenor,,,,,,\n"), "")
			return err
		},
	} {
		caller := w.recognised(w.token("keeper"))
		lines := w.count("audit")
		err := w.whileLocked("no key update", func(tx pgx.Tx) { w.execute(tx, "update session set ended_at = $1", w.now()) },
			func() error { return command(caller) })()
		if !errors.Is(err, desk.ErrNotSignedIn) {
			t.Errorf("%s: %v", name, err)
		}
		w.counted(lines, "audit")
	}
}

// A session that a term's end has ended is over for good, also if nobody used it before its holder had the roles back.
func TestSession_DoesNotLiveAgainWithTheRoles(t *testing.T) {
	t.Parallel()
	back := func(w *world, at string) {
		w.turn(at)
		w.must(w.seat("0012", "g02-convenor", "", ""))
	}
	for name, story := range map[string]func(*world){
		"months later":        func(w *world) { w.must(w.leave(desk.Leaving{Successors: toZhou})); back(w, "2020-06-21 10:00") },
		"at the same instant": func(w *world) { w.must(w.leave(desk.Leaving{Successors: toZhou})); back(w, firstDay) },
		"after an end by date": func(w *world) {
			w.must(w.leave(desk.Leaving{Last: date(w.t, "2020-04-30"), Successors: toZhou}))
			back(w, "2020-06-21 10:00")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := seated(t)
			token := w.token("g01-convenor")
			story(w)
			w.nobody(token, w.desk)
			w.signedIn(w.token("g02-convenor"), "g02-convenor")
		})
	}
}

// Whoever keeps the roles keeps the session: of two seats of a kind one may go.
func TestSession_OutlastsASeatWhoseRoleIsKept(t *testing.T) {
	t.Parallel()
	w := seated(t)
	w.must(w.seat("0012", "g02-convenor", "", ""))
	token := w.token("g01-convenor")
	w.turn("2020-06-01 10:00")
	w.must(w.leave(desk.Leaving{Seat: "g01-convenor", Successors: toZhou}))
	w.turn("2020-06-21 10:00")
	w.signedIn(token, "g02-convenor")
}

// A stand-in who makes room, one by one or by a file, is signed out with that.
func TestSession_OfAStandInWhoMakesRoom(t *testing.T) {
	t.Parallel()
	w := seated(t)
	second, third := w.token("g02-convenor"), w.token("g03-convenor")
	w.must(w.seat("0013", "g02-convenor", "", ""))
	w.taken(1, 0, 0, 0, "0014,孙立,,,g03-convenor,,,,,,\n")
	w.counted(2, "session where ended_at = $1 and person_id in ('hangzhou/g02-convenor', 'hangzhou/g03-convenor')", w.now())
	w.nobody(second, w.desk)
	w.nobody(third, w.desk)
}

// Nor does a session live again with the word on which it was opened.
func TestAdmitAccount_TakenBackEndsWhatItOpened(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	admit := func(no bool) { w.must(w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "hangzhou", no)) }
	admit(false)
	here := w.recognised(w.enters("zhang", secret))
	there, err := w.desk.SwitchHost(w.ctx, here, "xihu")
	w.must(err)
	token, err := w.desk.CreateToken(w.ctx, w.recognised(there.Token), "月报", nil, 365)
	w.must(err)
	kept := w.enters("zhang", secret)
	admit(true)
	w.turn("2020-04-21 18:00")
	admit(false)
	w.nobody(token.Token, w.desk)
	w.signedIn(kept, "g01-convenor")
}
