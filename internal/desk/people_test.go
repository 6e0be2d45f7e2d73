package desk_test

import (
	"errors"
	"sync"
	"testing"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// admin is the system administrator of a host.
func admin(host string) desk.Caller { return holder(host, supervision.RoleSystemAdmin) }

// security is the security administrator of a host.
func security(host string) desk.Caller { return holder(host, supervision.RoleSecurityAdmin) }

func holder(host string, role supervision.Role) desk.Caller {
	return desk.Caller{Person: host + "/" + string(role), Host: host, Seats: []supervision.Seat{{ID: string(role), Role: role}}}
}

// neighbour makes another host.
func (w *world) neighbour(id string) {
	w.t.Helper()
	_, err := w.owner.Exec(w.ctx, `insert into host (id, name, kind) values ($1, $1, 'CONGRESS')`, id)
	w.must(err)
}

// enrol puts somebody on a host's roll.
func (w *world) enrol(host, number, name string) {
	w.t.Helper()
	w.must(w.desk.SavePerson(w.ctx, admin(host), supervision.Person{ID: number, Name: name, Phone: "13800000000", Email: number + "@example.org"}))
}

// seat lets somebody on Hangzhou's roll into a seat, between two days, either of which may be empty.
func (w *world) seat(number, seat, first, last string) error {
	w.t.Helper()
	return w.desk.SeatPerson(w.ctx, admin("hangzhou"), w.seating(number, seat, first, last))
}

func (w *world) seating(number, seat, first, last string) desk.Seating {
	w.t.Helper()
	s := desk.Seating{Person: number, Seat: seat}
	if first != "" {
		s.First = date(w.t, first)
	}
	if last != "" {
		s.Last = date(w.t, last)
	}
	return s
}

// sits asserts who sits in a seat of Hangzhou's, by name; empty: nobody.
func (w *world) sits(want, seat string) {
	w.t.Helper()
	v, err := w.desk.Seat(w.ctx, w.staff(), seat)
	w.must(err)
	if v.PersonName != want {
		w.t.Errorf("%q sits in %s, want %q", v.PersonName, seat, want)
	}
}

// What cannot be seen is in no name or number: another would look the same.
func TestSavePerson_RefusesWhatCannotBeSeen(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for _, p := range []supervision.Person{{ID: "00\u200b12", Name: "陈国平"}, {ID: "0012", Name: "陈国平\ufeff"}, {ID: "0012", Name: "陈\u202e国平"}} {
		w.refused(supervision.InvalidRequest, w.desk.SavePerson(w.ctx, admin("hangzhou"), p))
	}
	w.counted(0, "roll where person_id like '%12'")
}

func TestSavePerson_TheSameAgainChangesNothing(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0012", "陈国平")
	w.counted(1, "roll where person_id = 'hangzhou/0012'")
	w.counted(1, "audit where verb = 'SAVE_PERSON' and object = 'people/hangzhou/0012'")
	w.enrol("hangzhou", "hangzhou/0012", "陈国萍")
	w.same("陈国萍", w.query("select name from roll where person_id = 'hangzhou/0012'"))
	w.same("陈国平 陈国萍", w.query(`select payload -> 'outcome' ->> 'name' || ' ' || (payload -> 'given' ->> 'name') from audit_payload p
		join audit a using (host_id, seq) where a.verb = 'SAVE_PERSON' order by seq offset 1`))
}

// One by one as by a file: no identity card's number, and the blank that is often set inside a short name is no part of it.
func TestSavePerson_AsAFileIsRead(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	save := func(id, name string) error {
		return w.desk.SavePerson(w.ctx, admin("hangzhou"), supervision.Person{ID: id, Name: name})
	}
	w.refused(supervision.InvalidRequest, save("330102199003077890", "张三"))
	w.refused(supervision.InvalidRequest, save("hangzhou/33010219900307789X", "张三"))
	w.counted(0, "person where id like '%3301021990%'")
	w.must(save("1", "张 三"))
	w.must(save("1", "张三"))
	w.must(save("2", " Anna Lee "))
	w.same("张三\nAnna Lee", w.query("select name from roll where person_id in ('hangzhou/1', 'hangzhou/2') order by person_id"))
	w.counted(2, "audit where verb = 'SAVE_PERSON'")
}

// A person in two congresses is one person in two rolls; what one congress knows of them the other does not learn.
func TestSavePerson_OfAnotherHostOnlyByTheirName(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.neighbour("xihu")
	w.enrol("hangzhou", "0012", "陈国平")
	save := func(id, name string) error {
		return w.desk.SavePerson(w.ctx, admin("xihu"), supervision.Person{ID: id, Name: name})
	}
	wrongName, nobody := save("hangzhou/0012", "陈国萍"), save("hangzhou/0013", "陈国平")
	w.refused(supervision.NotFound, wrongName)
	if nobody == nil || wrongName.Error() != nobody.Error() {
		t.Errorf("a wrong name and a wrong id differ: %v, %v", wrongName, nobody)
	}
	w.counted(0, "roll where host_id = 'xihu'")
	w.must(save("hangzhou/0012", "陈国平"))
	w.counted(2, "roll where person_id = 'hangzhou/0012'")
	w.counted(1, "person where id = 'hangzhou/0012'")
	p, err := w.desk.Person(w.ctx, admin("xihu"), "hangzhou/0012")
	w.must(err)
	if p.Phone != "" || p.Email != "" {
		t.Errorf("the other congress learns %+v", p)
	}
}

// Two congresses may number their people alike.
func TestSavePerson_ANumberIsOfItsHost(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.neighbour("xihu")
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("xihu", "0012", "周小梅")
	w.same("hangzhou/0012 陈国平\nxihu/0012 周小梅", w.query("select person_id || ' ' || name from roll where person_id like '%/0012' order by 1"))
}

// A phone number is for whoever serves the congress or keeps its people, and for the person; everybody else reads names.
func TestPeople_ContactsAreForThoseWhoNeedThem(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	self := desk.Caller{Person: "hangzhou/0012", Host: "hangzhou", Seats: []supervision.Seat{{ID: "x", Role: supervision.RoleDeputy}}}
	for _, c := range []struct {
		caller desk.Caller
		sees   bool
	}{
		{w.staff(), true},
		{admin("hangzhou"), true},
		{security("hangzhou"), true},
		{self, true},
		{w.as("g01-d1"), false},
		{w.as("sc-m1"), false},
		{w.as("u01-official"), false},
		{holder("hangzhou", supervision.RoleResident), false},
		{holder("hangzhou", supervision.RoleAuditor), false},
	} {
		one, err := w.desk.Person(w.ctx, c.caller, "0012")
		w.must(err)
		all, err := w.desk.People(w.ctx, c.caller, postgres.PeopleFilter{Limit: 500})
		w.must(err)
		seen := 0
		for _, p := range append(all, one) {
			if p.Phone != "" || p.Email != "" {
				seen++
			}
		}
		if (seen == 2) != c.sees || (seen == 0) == c.sees {
			t.Errorf("%s sees %d of 2", c.caller.Person, seen)
		}
	}
}

func TestPeople_InTheOrderOfPinyinPageByPage(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	for number, name := range map[string]string{"1": "赵一", "2": "陈二", "3": "阿里木", "4": "周四", "5": "陈二", "6": "Smith"} {
		w.enrol("hangzhou", number, name)
	}
	var names []string
	for f := (postgres.PeopleFilter{Limit: 2}); ; {
		page, err := w.desk.People(w.ctx, admin("hangzhou"), f)
		w.must(err)
		for _, p := range page {
			names = append(names, p.Name+p.ID[len("hangzhou"):])
			f.AfterName, f.AfterID = p.Name, p.ID
		}
		if len(page) == 0 {
			break
		}
	}
	w.same("阿里木/3\n陈二/2\n陈二/5\n赵一/1\n周四/4\nSmith/6", names)
}

func TestPeople_ByRoleAndOffice(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.seat("0012", "u01-official", "", "2020-05-31"))
	of := func(f postgres.PeopleFilter) (names []string) {
		f.Limit = 500
		all, err := w.desk.People(w.ctx, w.staff(), f)
		w.must(err)
		for _, p := range all {
			names = append(names, p.Name)
		}
		return names
	}
	w.same("陈国平", of(postgres.PeopleFilter{Office: "u01", Role: supervision.RoleOfficial}))
	w.same("", of(postgres.PeopleFilter{Office: "u01", Role: supervision.RoleStaff}))
	w.turn("2020-06-01 00:00")
	w.same("", of(postgres.PeopleFilter{Office: "u01", Role: supervision.RoleOfficial}))
}

// A plan makes seats in which nobody real sits; whoever is named replaces the stand-in, whose number then means nothing.
func TestSeatPerson_ReplacesTheStandIn(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.sits("第一监督小组召集人", "g01-convenor")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.sits("陈国平", "g01-convenor")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.counted(1, "audit where verb = 'SEAT_PERSON'")
	w.enrol("hangzhou", "0013", "周小梅")
	w.refused(supervision.AlreadyExists, w.seat("0013", "g01-convenor", "2020-06-01", ""))
	w.sits("陈国平", "g01-convenor")
}

// A note of the past evicts nobody: the stand-in would have left, and the seat would stand empty since.
func TestSeatPerson_InThePastEvictsNoStandIn(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.turn("2020-06-01 09:00")
	w.must(w.seat("0012", "g01-convenor", "2020-05-06", "2020-05-20"))
	w.sits("第一监督小组召集人", "g01-convenor")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.sits("陈国平", "g01-convenor")
}

// Whoever presses "from now" twice is let in once.
func TestSeatPerson_FromNowTwice(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.turn("2020-04-22 10:00")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.refused(supervision.AlreadyExists, w.seat("0012", "g01-convenor", "", "2020-12-31"))
	w.counted(1, "audit where verb = 'SEAT_PERSON'")
	w.counted(1, "sitting where person_id = 'hangzhou/0012'")
}

// A term that was given up before it began can be given again, one by one or by a file.
func TestSeatPerson_AgainWhatWasGivenUp(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.desk.SaveSeat(w.ctx, admin("hangzhou"), supervision.Seat{ID: "guest", Role: supervision.RoleDeputy, Title: "列席代表"}, ""))
	for _, again := range []func() error{
		func() error { return w.seat("0012", "guest", "2020-06-01", "") },
		func() error { return w.seat("0012", "guest", "2020-06-01", "2020-06-30") },
		func() error { _, err := w.takeUp("0012,陈国平,,,guest,,,,,2020-06-01,\n"); return err },
	} {
		w.must(again())
		w.counted(1, "sitting where seat_id = 'guest' and to_at is distinct from from_at")
		w.must(w.leave(desk.Leaving{Seat: "guest"}))
		w.counted(1, "sitting where seat_id = 'guest' and to_at = from_at")
	}
}

// Somebody who goes by the number of a seat is no stand-in once the roll names them.
func TestSeatPerson_ANamedStandInKeepsTheSeat(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "g01-convenor", "陈国平")
	w.sits("陈国平", "g01-convenor")
	w.enrol("hangzhou", "0013", "周小梅")
	w.refused(supervision.AlreadyExists, w.seat("0013", "g01-convenor", "", ""))
}

// A term covers its days in the host's zone, from the first moment of the first to the last moment of the last.
func TestSeatPerson_FromADayToADay(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0013", "g01-convenor", "2020-09-01", ""))
	w.must(w.seat("0012", "g01-convenor", "2020-06-01", "2020-08-31"))
	w.turn("2020-05-31 23:59")
	w.sits("第一监督小组召集人", "g01-convenor")
	w.turn("2020-06-01 00:00")
	w.sits("陈国平", "g01-convenor")
	w.turn("2020-08-31 23:59")
	w.sits("陈国平", "g01-convenor")
	w.turn("2020-09-01 00:00")
	w.sits("周小梅", "g01-convenor")
}

func TestSeatPerson_OnlyOnTheRollAndInASeat(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.neighbour("xihu")
	w.enrol("xihu", "0012", "周小梅")
	w.refused(supervision.NotFound, w.seat("xihu/0012", "g01-convenor", "", ""))
	w.enrol("hangzhou", "0012", "陈国平")
	w.refused(supervision.NotFound, w.seat("0012", "no-such-seat", "", ""))
	w.refused(supervision.InvalidRequest, w.seat("0012", "g01-convenor", "2020-06-01", "2020-05-01"))
	w.counted(0, "sitting where person_id like '%/0012'")
}

// administered makes the seats admin and auditor, and beside them one of each kind whose holder stays.
func (w *world) administered() {
	w.t.Helper()
	for id, role := range map[string]supervision.Role{"admin": supervision.RoleSystemAdmin, "auditor": supervision.RoleAuditor} {
		w.enrol("hangzhou", "chief-"+id, "常任")
		for _, seat := range []string{id, "chief-" + id} {
			w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: seat, Role: role, Title: seat}, ""))
		}
		w.must(w.desk.SeatPerson(w.ctx, security("hangzhou"), desk.Seating{Person: "chief-" + id, Seat: "chief-" + id}))
	}
}

// The three administrators: each kind of seat is given by one of them, and nobody is two of them at a time.
func TestSeatPerson_AdministratorsWatchEachOther(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	seat := func(by desk.Caller, number, seat, first, last string) error {
		return w.desk.SeatPerson(w.ctx, by, w.seating(number, seat, first, last))
	}
	w.administered()
	w.enrol("hangzhou", "0012", "陈国平")
	w.refused(supervision.NotAllowed, seat(admin("hangzhou"), "0012", "auditor", "", ""))
	w.refused(supervision.NotAllowed, seat(security("hangzhou"), "0012", "g01-convenor", "", ""))
	w.must(seat(security("hangzhou"), "0012", "auditor", "", "2020-12-31"))
	w.refused(supervision.NotAllowed, seat(security("hangzhou"), "0012", "admin", "2020-12-31", ""))
	w.must(seat(security("hangzhou"), "0012", "admin", "2021-01-01", ""))
	w.must(seat(admin("hangzhou"), "0012", "g01-convenor", "", ""))

	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: "admin-2", Role: supervision.RoleSystemAdmin, Title: "x"}, ""))
	w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: "auditor-2", Role: supervision.RoleAuditor, Title: "x"}, ""))
	_, err := w.owner.Exec(w.ctx, "update host set split_admin = false where id = 'hangzhou'")
	w.must(err)
	w.must(seat(security("hangzhou"), "0013", "admin-2", "", ""))
	w.must(seat(security("hangzhou"), "0013", "auditor-2", "", ""))
}

// together runs all at once and counts what succeeds; everything else must have been refused for the reason.
func (w *world) together(reason supervision.Reason, all ...func() error) (done int) {
	w.t.Helper()
	errs := make([]error, len(all))
	var wait sync.WaitGroup
	for i, do := range all {
		wait.Go(func() { errs[i] = do() })
	}
	wait.Wait()
	for _, err := range errs {
		if err == nil {
			done++
		} else if !errors.Is(err, &supervision.Error{Reason: reason}) {
			w.t.Error(err)
		}
	}
	return done
}

func TestSeatPerson_TwoAtOnce(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	w.administered()
	w.must(w.desk.SaveSeat(w.ctx, admin("hangzhou"), supervision.Seat{ID: "guest", Role: supervision.RoleDeputy, Title: "列席代表"}, ""))
	for i := range 10 {
		day := supervision.Date{Year: 2021, Month: 1, Day: 1}.AddDays(i)
		take := func(by desk.Caller, number, seat string) func() error {
			return func() error {
				return w.desk.SeatPerson(w.ctx, by, desk.Seating{Person: number, Seat: seat, First: day, Last: day})
			}
		}
		if n := w.together(supervision.AlreadyExists, take(admin("hangzhou"), "0012", "guest"), take(admin("hangzhou"), "0013", "guest")); n != 1 {
			t.Errorf("%d people in one seat on %s", n, day)
		}
		if n := w.together(supervision.NotAllowed, take(security("hangzhou"), "0012", "admin"), take(security("hangzhou"), "0012", "auditor")); n != 1 {
			t.Errorf("one person in %d administrators' seats on %s", n, day)
		}
	}
}
