package supervision

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestRosterKnowsWhoSits(t *testing.T) {
	r := NewRoster([]Sitting{
		{Person: "乙", Seat: "d1", From: Date{2020, 6, 1}},
		{Person: "甲", Seat: "d1", To: Date{2020, 5, 31}},
		{Person: "丙", Seat: "c1", From: Date{2020, 1, 1}, To: Date{2020, 1, 31}},
	})
	for day, want := range map[Date]string{{2019, 1, 1}: "甲", {2020, 5, 31}: "甲", {2020, 6, 1}: "乙", {2030, 1, 1}: "乙"} {
		if got, held := r.In("d1", day); got.Person != want || !held {
			t.Errorf("%s: %+v, want %s", day, got, want)
		}
	}
	for _, day := range []Date{{2019, 12, 31}, {2020, 2, 1}} {
		if got, held := r.In("c1", day); held {
			t.Errorf("%s: %+v, want nobody", day, got)
		}
	}
	if got, held := Roster(nil).In("d1", Date{2020, 6, 1}); held {
		t.Errorf("nobody is known, got %+v", got)
	}
}

func TestRosterIsChecked(t *testing.T) {
	day := func(m, d int) Date { return Date{2020, 1, 1}.AddDays((m-1)*30 + d) }
	for name, c := range map[string]struct {
		people []Sitting
		want   []string
	}{
		"one after the other":   {[]Sitting{{Person: "甲", Seat: "d1", To: day(5, 1)}, {Person: "乙", Seat: "d1", From: day(5, 2)}}, nil},
		"one person, two seats": {[]Sitting{{Person: "甲", Seat: "d1"}, {Person: "甲", Seat: "c1"}}, nil},
		"the later one first":   {[]Sitting{{Person: "乙", Seat: "d1", From: day(5, 2)}, {Person: "甲", Seat: "d1", To: day(5, 1)}}, nil},
		"no such seat":          {[]Sitting{{Person: "甲", Seat: "d11"}}, []string{"people[0].seat UNKNOWN_SEAT"}},
		"no seat":               {[]Sitting{{Person: "甲"}}, []string{"people[0].seat REQUIRED"}},
		"two on one day":        {[]Sitting{{Person: "甲", Seat: "d1", To: day(5, 1)}, {Person: "乙", Seat: "d1", From: day(5, 1)}}, []string{"people[1].seat SEAT_TAKEN"}},
		"two, in any order":     {[]Sitting{{Person: "乙", Seat: "d1", From: day(5, 1)}, {Person: "甲", Seat: "d1"}}, []string{"people[1].seat SEAT_TAKEN"}},
		"ends before it begins": {[]Sitting{{Person: "甲", Seat: "d1", From: day(5, 2), To: day(5, 1)}}, []string{"people[0].to WRONG_ORDER"}},
		"a name that hides":     {[]Sitting{{Person: "甲", Name: "甲\u202e", Seat: "d1"}}, []string{"people[0].name CONTROL_CHARACTER"}},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, f := range small(t).CheckRoster(c.people) {
				got = append(got, f.Field+" "+f.Code)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}
