package roll_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/roll"
	"duban/supervision"
)

var (
	shanghai = time.FixedZone("CST", 8*3600)
	noon     = time.Date(2026, 11, 22, 12, 0, 0, 0, shanghai)
	old      = time.Date(2022, 1, 20, 9, 30, 0, 0, shanghai) // in the middle of a day, as when a plan was launched
)

// midnight is when a year begins.
func midnight(year int) time.Time { return time.Date(year, 1, 1, 0, 0, 0, 0, shanghai) }

// standing is a congress in which 张三 sits in d001, a stand-in in d002 and an administrator in sys. In d004 李四 is to be followed by
// 张三.
func standing() roll.Standing {
	p := func(number, name string) supervision.Person {
		return supervision.Person{ID: "hz/" + number, Name: name, Phone: "110"}
	}
	term := func(seat, number string) supervision.Term {
		return supervision.Term{Seat: seat, Person: "hz/" + number, From: old}
	}
	deputy := func(id string) roll.Place {
		return roll.Place{Seat: supervision.Seat{ID: id, Role: supervision.RoleDeputy, Title: "代表" + id}}
	}
	return roll.Standing{
		Host: "hz", Now: noon, Zone: shanghai,
		People:  map[string]supervision.Person{"hz/1": p("1", "张三"), "hz/2": p("2", "李四"), "hz/d002": p("d002", "代表d002")},
		Known:   map[string]bool{"ningbo/7": true},
		Offices: map[string][]string{"edu": {"edu"}, "教育局": {"edu"}, "办公室": {"o1", "o2"}},
		Seats: map[string]roll.Place{
			"d001": deputy("d001"), "d002": deputy("d002"), "d003": deputy("d003"), "d004": deputy("d004"),
			"sys": {Seat: supervision.Seat{ID: "sys", Role: supervision.RoleSystemAdmin}},
		},
		Terms: map[string][]supervision.Term{
			"d001": {term("d001", "1")}, "d002": {term("d002", "d002")}, "sys": {term("sys", "2")},
			"d004": {{Seat: "d004", Person: "hz/2", From: old, To: midnight(2027)}, {Seat: "d004", Person: "hz/1", From: midnight(2027)}},
			"d003": {
				{Seat: "d003", Person: "hz/2", From: old, To: old.AddDate(1, 0, 0)},
				{Seat: "d003", Person: "hz/1", From: midnight(2027), To: midnight(2027)}, // given up before it began
			},
		},
		StandIns: map[string]bool{"hz/d002": true},
		Rests:    map[string][]supervision.Date{"d001": {day("2026-12-20"), day("2026-12-31")}, "d002": {{}}},
	}
}

// What a file makes of the standing, a line a row; then the terms that end and begin.
func TestCompare(t *testing.T) {
	for name, c := range map[string]struct{ rows, want string }{
		"nothing new": {"1,张三,人大代表,,d001,,,,,2022-01-20,", "UNCHANGED"},
		"blanks":      {"1,张三,,,d001,,,,,,", "UNCHANGED"},
		"only a person": {
			"3,王五,,,,,,119,,,", "ADDED\nperson hz/3 王五 119",
		},
		"somebody of another host": {"ningbo/7,赵六,,,,,,,,,", "ADDED\nperson ningbo/7 赵六"},
		"renamed":                  {"1,张叁,,,d001,,,120,,,", "CHANGED 姓名 张三→张叁 手机 110→120\nperson hz/1 张叁 120"},
		"a stand-in makes room": {
			"3,王五,,,d002,,,,,,",
			"ADDED\nperson hz/3 王五\nended d002 hz/d002 2022-01-20 09:30–2026-11-22 12:00\nbegun d002 hz/3 2026-11-22 12:00–",
		},
		"a stand-in makes room for one who has long been there": {
			"3,王五,,,d002,,,,,2020-05-01,",
			"ADDED\nperson hz/3 王五\nended d002 hz/d002 2022-01-20 09:30–2022-01-20 09:30\nbegun d002 hz/3 2020-05-01 00:00–",
		},
		"a past term evicts no stand-in": {
			"3,王五,,,d002,,,,,2023-01-01,2023-12-31", "ADDED\nperson hz/3 王五\nbegun d002 hz/3 2023-01-01 00:00–2024-01-01 00:00",
		},
		"a term that was given up is given again": {
			"1,张三,,,d003,,,,,2027-01-01,", "ADDED\nbegun d003 hz/1 2027-01-01 00:00–",
		},
		"a stand-in gets a name": {"d002,钱七,,,d002,,,,,,", "CHANGED 姓名 代表d002→钱七\nperson hz/d002 钱七 110"},
		"a last day": {
			"1,张三,,,d001,,,,,,2027-01-31", "ENDED 任期止 →2027-01-31\nended d001 hz/1 2022-01-20 09:30–2027-02-01 00:00",
		},
		"a last day when all is done": {
			"1,张三,,,d001,,,,,,2026-12-31", "ENDED 任期止 →2026-12-31\nended d001 hz/1 2022-01-20 09:30–2027-01-01 00:00",
		},
		"a successor, above or below": {
			"2,李四,,,d001,,,,,2026-12-01,\n1,张三,,,d001,,,,,,2026-11-30",
			"ADDED\nENDED 任期止 →2026-11-30\nended d001 hz/1 2022-01-20 09:30–2026-12-01 00:00\nbegun d001 hz/2 2026-12-01 00:00–",
		},
		"a successor tomorrow": {
			"1,张三,,,d001,,,,,,2026-11-22\n2,李四,,,d001,,,,,2026-11-23,",
			"ENDED 任期止 →2026-11-22\nADDED\nended d001 hz/1 2022-01-20 09:30–2026-11-23 00:00\nbegun d001 hz/2 2026-11-23 00:00–",
		},
		"a new seat": {
			"3,王五,OFFICIAL,教育局,edu-1,局长,负责人,,,2026-01-01,2026-12-31",
			"ADDED\nperson hz/3 王五\nseat edu-1 edu OFFICIAL 局长 HEAD\nbegun edu-1 hz/3 2026-01-01 00:00–2027-01-01 00:00",
		},
		"a new seat without a title": {
			"1,张三,代表,,d009,,,,,2026-01-01,", "ADDED\nseat d009  DEPUTY 人大代表 \nbegun d009 hz/1 2026-01-01 00:00–",
		},
		"another title": {"1,张三,代表,,d001,召集人,联络员,,,,", "CHANGED 职务 代表d001→召集人 分工 →联络员\nseat d001  DEPUTY 召集人 LIAISON"},
		"again into a seat": {
			"2,李四,,,d003,,,,,,", "ADDED\nbegun d003 hz/2 2026-11-22 12:00–",
		},
		"one person in two rows": {
			"3,王五,,,,,,119,,,\n3,王五,,,d002,,,,w@example.cn,2026-12-01,",
			"ADDED\n" + "ADDED 邮箱 →w@example.cn\nperson hz/3 王五 119 w@example.cn\nended d002 hz/d002 2022-01-20 09:30–2026-12-01 00:00\nbegun d002 hz/3 2026-12-01 00:00–",
		},
	} {
		t.Run(name, func(t *testing.T) {
			changes, found := compared(t, c.rows)
			if len(found) > 0 {
				t.Fatal(found)
			}
			if diff := cmp.Diff(strings.Split(c.want, "\n"), told(changes)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompare_Refuses(t *testing.T) {
	for name, c := range map[string]struct{ rows, want string }{
		"two in a seat":           {"2,李四,,,d001,,,,,,", "E2 SEAT_TAKEN"},
		"one after the other":     {"1,张三,,,d001,,,,,,2026-12-01\n2,李四,,,d001,,,,,2026-12-02,\n3,王五,,,d002,,,,,,", ""},
		"extended into another's": {"2,李四,,,d004,,,,,,2027-06-30", "E2 SEAT_TAKEN"},
		"two phones, two numbers": {"3,王五,,,,,,119,,,\nhz/3,王五,,,d002,,,120,,,", "H3 TWO_PEOPLE"},
		"unknown office":          {"3,王五,OFFICIAL,财政局,x,,,,,,", "D2 UNKNOWN_OFFICE"},
		"offices of one name":     {"3,王五,OFFICIAL,办公室,x,,,,,,", "D2 SEVERAL_OFFICES"},
		"new seat without a role": {"3,王五,,,d008,,,,,,", "C2 NEW_SEAT"},
		"another role":            {"1,张三,MEMBER,,d001,,,,,,", "C2 SEAT_DIFFERS"},
		"another office":          {"1,张三,,教育局,d001,,,,,,", "D2 SEAT_DIFFERS"},
		"an administrator's seat": {"1,张三,,,sys,,,,,,", "E2 ADMINISTRATOR"},
		"a stranger":              {"ningbo/8,赵六,,,,,,,,,", "A2 NOBODY"},
		"another start":           {"1,张三,,,d001,,,,,2022-01-21,", "J2 OTHER_START"},
		"over before it begins":   {"3,王五,,,d002,,,,,,2026-11-21", "K2 TERM_OVER"},
		"over long ago":           {"2,李四,,,d003,,,,,2022-01-20,2024-01-01", "K2 TERM_OVER"},
		"in the past":             {"1,张三,,,d001,,,,,,2026-11-21", "K2 IN_THE_PAST"},
		"duties left behind":      {"1,张三,,,d001,,,,,,2026-11-22", "K2 NO_SUCCESSOR"},
		"duties beyond the end":   {"1,张三,,,d001,,,,,,2026-12-30", "K2 NO_SUCCESSOR"},
		"a stand-in leaves":       {"3,王五,,,d002,,,,,,2026-11-22", "K2 NO_SUCCESSOR"},
		"a term ahead":            {"3,王五,,,d002,,,,,2026-12-01,2030-12-31", "K2 NO_SUCCESSOR"},
		"a successor who is late": {"1,张三,,,d001,,,,,,2026-11-22\n2,李四,,,d001,,,,,2026-11-24,", "K2 NO_SUCCESSOR"},
	} {
		t.Run(name, func(t *testing.T) {
			_, found := compared(t, c.rows)
			var got []string
			for _, f := range found {
				got = append(got, f.Field+" "+f.Code)
			}
			if strings.Join(got, "\n") != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func compared(t *testing.T, rows string) (*roll.Changes, []supervision.Finding) {
	t.Helper()
	file, found, err := roll.Read(t.Context(), []byte(header+rows))
	must(t, err)
	if len(found) > 0 {
		t.Fatal(found)
	}
	return file.Compare(standing())
}

func told(c *roll.Changes) (lines []string) {
	for _, e := range c.Effects {
		line := string(e.Kind)
		for _, d := range e.Differences {
			line += fmt.Sprintf(" %s %s→%s", d.Column, d.Was, d.Is)
		}
		lines = append(lines, line)
	}
	for _, p := range c.People {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("person %s %s %s %s", p.ID, p.Name, p.Phone, p.Email)))
	}
	for _, s := range append(c.NewSeats, c.Seats...) {
		lines = append(lines, fmt.Sprintf("seat %s %s %s %s %s", s.ID, s.Office, s.Role, s.Title, s.Part))
	}
	return append(append(lines, toldTerms("ended", c.Ended)...), toldTerms("begun", c.Begun)...)
}

func toldTerms(verb string, terms []supervision.Term) (lines []string) {
	for _, t := range terms {
		line := fmt.Sprintf("%s %s %s %s–", verb, t.Seat, t.Person, t.From.In(shanghai).Format("2006-01-02 15:04"))
		if !t.To.IsZero() {
			line += t.To.In(shanghai).Format("2006-01-02 15:04")
		}
		lines = append(lines, line)
	}
	return lines
}
