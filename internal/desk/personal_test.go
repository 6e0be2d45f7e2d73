package desk_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/ledger"
	"duban/supervision"
)

// facts are what somebody is shown that is held about a person of Hangzhou's, as `NOTE inspections/…`, page by page.
func (w *world) facts(caller desk.Caller, person string) (all []desk.FactRow) {
	w.t.Helper()
	for after := (desk.FactRow{}); ; {
		page, err := w.desk.Facts(w.ctx, caller, person, after, 3)
		w.must(err)
		if len(page) == 0 {
			return all
		}
		all, after = append(all, page...), page[len(page)-1]
	}
}

// handed is a sealed world in which 陈国平 (0012) has convened the first group, signed in, and left to 周小梅 (0013).
func handed(t *testing.T) *world {
	t.Helper()
	w := sealedWith(t, ledger.SHA256)
	w.desk.HashAt(cheap)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.account("hangzhou/0012", "chen", secret)
	w.live("2020-06-02 10:00")
	w.writes(w.recognised(w.enters("chen", secret)), "n-chen", "现场进度正常")
	w.compose()
	w.turn("2020-06-02 10:01")
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	w.writes(desk.Caller{Person: "hangzhou/0013", Host: "hangzhou", Seats: []supervision.Seat{seatOf(w.plan, "g01-convenor")}}, "n-zhou", "公示不全")
	return w
}

func (w *world) writes(by desk.Caller, id, text string) {
	w.t.Helper()
	_, err := w.desk.SubmitNote(w.ctx, by, week, id, text)
	w.must(err)
}

// Whoever asks what is held about them is shown all of it, and nothing that is somebody else's; nobody else is but the
// system administrator.
func TestExportPerson_ShowsAllThatIsHeldAndToThem(t *testing.T) {
	t.Parallel()
	w := handed(t)
	chen := desk.Caller{Person: "hangzhou/0012", Host: "hangzhou"}
	kinds := map[string]int{}
	for _, f := range w.facts(chen, "0012") {
		kinds[f.Kind]++
		if strings.Contains(f.Text, "公示不全") {
			t.Errorf("the successor's note is among them: %+v", f)
		}
	}
	for _, kind := range []string{"ACCOUNT", "SESSION", "NOTICE", "NOTE", "DEED", "ENTRY"} {
		if kinds[kind] == 0 {
			t.Errorf("no %s among %v", kind, kinds)
		}
	}
	if kinds["NOTE"] != 1 || kinds["ACCOUNT"] != 1 {
		t.Errorf("%v", kinds)
	}
	for _, other := range []desk.Caller{w.staff(), security("hangzhou"), w.as("g01-d1"), holder("hangzhou", supervision.RoleAuditor)} {
		_, err := w.desk.Facts(w.ctx, other, "0012", desk.FactRow{}, 10)
		w.refused(supervision.NotAllowed, err)
	}
	w.neighbour("xihu")
	_, err := w.desk.Facts(w.ctx, admin("xihu"), "hangzhou/0012", desk.FactRow{}, 10)
	w.refused(supervision.NotFound, err)
}

// Who administers the system reads no papers, no notes and no record, and learns of them no more by asking on somebody's
// behalf: what there is, and when, but not its words.
func TestExportPerson_OnlyThePersonReadsTheWords(t *testing.T) {
	t.Parallel()
	w := handed(t)
	w.live("2020-06-02 11:00")
	by := desk.Caller{Person: "hangzhou/0013", Host: "hangzhou", Seats: []supervision.Seat{seatOf(w.plan, "g01-convenor")}}
	_, err := w.desk.SubmitDocument(w.ctx, by, w.id, desk.Paper{ID: "p1", Duty: plan1, Title: "第一组计划", Text: "先看工地"})
	w.must(err)
	w.must(w.desk.ConcludeInspection(w.ctx, by, week, "有待整改"))
	own, told := w.facts(by, "0013"), w.facts(admin("hangzhou"), "0013")
	for _, words := range []string{"公示不全", "先看工地", "第一组计划"} {
		if !strings.Contains(fmt.Sprint(own), words) || strings.Contains(fmt.Sprint(told), words) {
			t.Errorf("%s: the person is shown\n%v\nand the system administrator\n%v", words, own, told)
		}
	}
	wordless := func(f desk.FactRow) bool { return f.Text == "" }
	for i := range own {
		other := told[i]
		switch own[i].Kind {
		case "NOTE", "NOTICE", "SUBMISSION":
			if !wordless(other) || wordless(own[i]) {
				t.Errorf("shown %+v", other)
			}
		}
		own[i].Text, other.Text = "", ""
		if other != own[i] {
			t.Errorf("%+v is shown as %+v", own[i], other)
		}
	}
}

// Whether somebody voted is held, and shown; what they voted is held nowhere that leads to them.
func TestExportPerson_ABallotWithoutItsChoice(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	var ballots []string
	for _, person := range []string{"sc-m1", "sc-m2"} {
		for _, f := range w.facts(admin("hangzhou"), person) {
			if f.Kind == "BALLOT" {
				ballots = append(ballots, strings.TrimSpace(person+" "+f.Text))
			}
			if strings.Contains(f.Text, string(supervision.Satisfied)) {
				t.Errorf("%+v", f)
			}
		}
	}
	w.same("sc-m1 VOTED\nsc-m2", ballots)
}

// Details go where the law lets them: no table holds them any more. The lines of the record stay, and what was sealed is
// still found untouched.
func TestReducePerson_NoTableHoldsTheirDetails(t *testing.T) {
	t.Parallel()
	w := handed(t)
	w.must(w.desk.SavePerson(w.ctx, admin("hangzhou"), supervision.Person{ID: "0012", Name: "陈国平", Phone: "13912345678", Email: "chen@example.org"}))
	w.chain()
	w.refused(supervision.NotFound, w.desk.ReducePerson(w.ctx, admin("hangzhou"), "nobody", "x"))
	w.refused(supervision.WrongState, w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0013", "x"))
	lines := w.count("audit")
	w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0012", "本人要求"))
	w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0012", "本人要求"))
	w.counted(lines+1, "audit")
	if report, err := w.desk.CheckRecord(w.ctx, "hangzhou"); err != nil || report.Finding != nil {
		t.Errorf("before the line is sealed: %+v, %v", report, err)
	}
	for _, table := range w.query(`select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace`) {
		for _, detail := range []string{"陈国平", "13912345678", "chen@example.org", "0012@example.org"} {
			w.counted(0, table+" t where t::text like '%' || $1 || '%'", detail)
		}
	}
	if _, err := w.desk.SignIn(w.ctx, "chen", secret); err == nil {
		t.Error("they can still sign in")
	}
	w.reducedByRule("people/hangzhou/0012")
	w.reduced = 4 // twice what the roll said, and the account made and its password chosen
	w.counted(1, "note where id = 'n-chen'")
	w.chain()
	report, err := w.desk.CheckRecord(w.ctx, "hangzhou")
	if w.must(err); report.Finding != nil || report.Reduced == 0 {
		t.Errorf("%+v", report)
	}
}

// reducedByRule asserts that of the lines before the one that says so, those have lost their payload of which the rule
// that records are examined by tells it, and no others.
func (w *world) reducedByRule(person string) {
	w.t.Helper()
	for _, l := range w.query("select concat_ws(' ', a.verb, a.object, case when p.seq is null then 'reduced' end) " +
		"from audit a left join audit_payload p using (host_id, seq) order by a.seq") {
		words := strings.Fields(l)
		if by := desk.Reduction.Object(words[0], words[1]); (by == person) != (len(words) == 3) {
			w.t.Errorf("%q, which may be reduced by one of %q", l, by)
		}
	}
}

// One person's details are not another's: nobody else's are taken along.
func TestReducePerson_LeavesOthersAlone(t *testing.T) {
	t.Parallel()
	w := handed(t)
	before := w.count("audit_payload")
	w.must(w.desk.EndTerm(w.ctx, admin("hangzhou"), desk.Leaving{Person: "0013", Successors: map[string]string{"g01-convenor": "0012"}}))
	w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0013", "本人要求"))
	w.counted(1, "roll where person_id = 'hangzhou/0012' and name = '陈国平' and phone <> ''")
	w.reduced = 1 // what put her on the roll
	w.counted(before+2-w.reduced, "audit_payload")
	w.facts(admin("hangzhou"), "0013")
}

// Whoever is given an account again after a reduction can be reduced again: what the new one holds goes as well.
func TestReducePerson_AgainAfterAnotherAccount(t *testing.T) {
	t.Parallel()
	w := handed(t)
	reduce := func() { w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0012", "本人要求")) }
	reduce()
	_, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), "0012", "chen-again")
	w.must(err)
	reduce()
	reduce()
	w.counted(1, "account where person_id = 'hangzhou/0012' and login is null and shut")
	w.counted(0, "audit_payload p where p::text like '%chen-again%'")
	w.must(w.desk.BindIdentity(w.ctx, security("hangzhou"), "0012", desk.Identity{Issuer: "https://id.example.cn", Subject: "chen-1001"}))
	reduce()
	w.counted(0, "account where subject is not null")
	w.counted(0, "audit_payload p where p::text like '%chen-1001%'")
	w.counted(3, "audit where verb = 'REDUCE_PERSON'")
	w.reduced = 5 // the roll, the account and its password, and what each account after it was
}

// What somebody called their tokens is theirs too, and so is on whose word they are let in: both are shown, and both go.
func TestReducePerson_TokensAndAdmissions(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	w.enrol("hangzhou", "0012", "陈国平")
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0012", "g01-convenor", "", ""))
	w.account("hangzhou/0012", "chen", secret)
	_, err := w.desk.CreateToken(w.ctx, w.recognised(w.enters("chen", secret)), "陈国平的手机", nil, 365)
	w.must(err)
	w.neighbour("xihu")
	w.must(w.desk.AdmitAccount(w.ctx, security("hangzhou"), "0012", "xihu", false))
	shown := false
	for _, f := range w.facts(admin("hangzhou"), "0012") {
		shown = shown || f.Kind == "ADMISSION" && f.Object == "hosts/xihu" && f.At.Equal(w.now())
	}
	if !shown {
		t.Error("the admission is not among what is held")
	}
	w.must(w.leave(desk.Leaving{Successors: toZhou}))
	w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0012", "本人要求"))
	w.counted(0, "session s where s::text like '%陈国平%'")
	w.counted(0, "audit_payload p where p::text like '%陈国平%'")
	w.counted(0, "admission where person_id = 'hangzhou/0012'")
	w.reduced = 4 // the roll, the account made, its password chosen, and the admission
}

// What was said of messages to somebody is shown to them when they ask, and goes with their details.
func TestReducePerson_WhatWasSaidOfMessages(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.enrol("hangzhou", "0014", "孙强")
	w.enrol("hangzhou", "0015", "吴敏")
	w.must(w.seat("0014", "g01-d1", "", ""))
	w.exec("update roll set email = '' where person_id = 'hangzhou/0014'")
	w.morning()
	message := uuid.MustParse(w.query("select id::text from message where person_id = 'hangzhou/0014'")[0])
	w.must(w.desk.TickCall(w.ctx, w.staff(), message, false, "孙先生已搬走"))
	said := func(who desk.Caller) (text string) {
		for _, f := range w.facts(who, "0014") {
			if f.Kind == "DELIVERY" && f.Object == "messages/"+message.String() {
				text += f.Kind + f.Text
			}
		}
		return text
	}
	if got := said(desk.Caller{Person: "hangzhou/0014", Host: "hangzhou"}); got != "DELIVERYcalls NOT_REACHED 孙先生已搬走" {
		t.Errorf("they are shown %q", got)
	}
	if got := said(admin("hangzhou")); got != "DELIVERY" {
		t.Errorf("the administrator is shown %q", got)
	}
	w.must(w.desk.EndTerm(w.ctx, admin("hangzhou"), desk.Leaving{Person: "0014", Successors: map[string]string{"g01-d1": "0015"}}))
	w.turn("2020-04-23 09:00")
	lines := w.count("audit")
	for range 2 {
		w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0014", "本人要求"))
	}
	w.counted(lines+1, "audit")
	w.counted(0, "delivery where reason like '%孙先生%'")
	w.counted(0, "audit where reason like '%孙先生%'")
	w.reduced = 1 // what put him on the roll
}
