package supervision

import (
	"testing"
	"time"
)

// revised is what becomes of one duty when its plan gives it another window at an instant.
func revised(t *testing.T, d Duty, to string, at string) (Revision, Duty) {
	t.Helper()
	plan := d
	plan.Planned, plan.State = window(t, to), Waiting
	plan.Window = plan.Planned
	r := Revise([]Duty{d}, []Duty{plan}, "", on(t, at), beijing)
	if len(r.Changed) != 1 {
		t.Fatalf("%d duties changed: %+v", len(r.Changed), r.Changes)
	}
	return r, r.Changed[0]
}

// settled is a duty that has lived up to an instant.
func settled(t *testing.T, w, at string) Duty {
	t.Helper()
	d := Duty{
		ID: "a", Holder: "h", State: Waiting, Since: on(t, "2020-04-21 09:00"), Window: window(t, w), Planned: window(t, w),
		RemindDays: DefaultRemindDays,
	}
	d.Settle(on(t, at), customs())
	return d
}

// ahead lists the calls still to come, `06-03 09:00 REMIND`.
func aheadLines(d Duty) (lines []string) {
	for _, c := range d.Ahead(customs()) {
		lines = append(lines, c.At.In(beijing).Format("01-02 15:04 ")+string(c.Kind))
	}
	return lines
}

// A day that comes sooner needs confirmation; one that comes later does not, nor one where none was known.
func TestRevise_OnlyEarlierDaysNeedConfirmation(t *testing.T) {
	for to, earlier := range map[string]bool{"6月1日..6月9日": true, "6月1日..6月11日": false, "6月2日..6月10日": false} {
		r, _ := revised(t, settled(t, "6月上旬", "2020-05-01 00:00"), to, "2020-05-01 00:00")
		if r.Earlier() != earlier || r.Changes[0].Kind != DutyMoved {
			t.Errorf("%s: %+v", to, r.Changes)
		}
	}
	undated := settled(t, "6月上旬", "2020-05-01 00:00")
	undated.Window, undated.Planned = Window{}, Window{}
	if r, d := revised(t, undated, "6月上旬", "2020-05-01 00:00"); r.Earlier() || len(aheadLines(d)) == 0 {
		t.Errorf("a first date: %+v, %v", r.Changes, aheadLines(d))
	}
}

// What was called stays called, and a reminder for a day that is past does not come.
func TestRevise_MovesOnlyWhatHasNotHappened(t *testing.T) {
	r, d := revised(t, settled(t, "6月上旬", "2020-06-08 12:00"), "6月1日..6月12日", "2020-06-08 12:00")
	if d.State != Open || r.Changes[0].From.Last.Day != 10 {
		t.Errorf("%s, %+v", d.State, r.Changes)
	}
	same(t, aheadLines(d), "06-09 09:00 REMIND", "06-11 09:00 REMIND", "06-13 00:00 LAPSE", "06-15 09:00 ESCALATE", "06-18 09:00 ESCALATE")
}

// A duty that was overdue and has more time is open again; one whose new day is over lapses at once, and once.
func TestRevise_OverdueFollowsTheDay(t *testing.T) {
	_, later := revised(t, settled(t, "6月上旬", "2020-06-12 10:00"), "6月1日..6月20日", "2020-06-12 10:00")
	if later.State != Open || later.Ahead(customs())[0].Kind != CallRemind {
		t.Errorf("%s, %v", later.State, aheadLines(later))
	}
	now := on(t, "2020-06-08 12:00")
	_, over := revised(t, settled(t, "6月上旬", "2020-06-08 12:00"), "6月1日..6月5日", "2020-06-08 12:00")
	made := over.Settle(now.Add(time.Second), customs())
	if over.State != Overdue || len(made) != 1 || made[0].Kind != CallLapse {
		t.Errorf("%s, %+v", over.State, made)
	}
}

// A day that is over already is said to be, so that whoever makes the revision knows it before; not of what waits for
// something else, nor of what was overdue before.
func TestRevise_SaysWhichDaysAreOver(t *testing.T) {
	for name, c := range map[string]struct {
		from, to, now string
		shut, over    bool
	}{
		"ahead":          {from: "6月上旬", to: "6月1日..6月12日", now: "2020-06-08 12:00"},
		"the last day":   {from: "6月上旬", to: "6月1日..6月8日", now: "2020-06-08 23:59"},
		"over":           {from: "6月上旬", to: "6月1日..6月7日", now: "2020-06-08 00:00", over: true},
		"never open":     {from: "7月", to: "6月1日..6月7日", now: "2020-06-08 00:00", over: true},
		"shut":           {from: "6月上旬", to: "6月1日..6月7日", now: "2020-06-08 00:00", shut: true},
		"overdue before": {from: "6月1日..6月5日", to: "6月1日..6月7日", now: "2020-06-08 00:00"},
	} {
		d := settled(t, c.from, c.now)
		if c.shut {
			d.Since, d.After = time.Time{}, "b"
		}
		r, _ := revised(t, d, c.to, c.now)
		if len(r.Changes) != 1 || r.Changes[0].Over != c.over {
			t.Errorf("%s: %+v", name, r.Changes)
		}
	}
}

// An extension that people granted is not taken back by a plan whose own day is still sooner.
func TestRevise_KeepsExtensions(t *testing.T) {
	extended := settled(t, "6月上旬", "2020-06-08 12:00")
	if err := extended.Extend(Date{2020, 6, 20}, "连雨", on(t, "2020-06-08 12:00"), beijing); err != nil {
		t.Fatal(err)
	}
	plan := extended
	plan.Window, plan.Planned, plan.State = window(t, "6月1日..6月15日"), window(t, "6月1日..6月15日"), Waiting
	r := Revise([]Duty{extended}, []Duty{plan}, "", on(t, "2020-06-08 12:00"), beijing)
	if len(r.Changes) != 0 || len(r.Changed) != 0 && r.Changed[0].Window.Last.Day != 20 {
		t.Errorf("%+v %+v", r.Changes, r.Changed)
	}
	plan.Planned = window(t, "6月1日..6月25日")
	if _, d := revised(t, extended, "6月1日..6月25日", "2020-06-08 12:00"); d.Window.Last.Day != 25 {
		t.Errorf("until %s", d.Window.Last)
	}
}

// What is proven stays proven; what the plan makes no more is excused; what is new is added; another holder is told.
func TestRevise_ProvenStaysProven(t *testing.T) {
	now := on(t, "2020-06-08 12:00")
	proven, gone, moved := settled(t, "6月上旬", "2020-06-08 12:00"), settled(t, "6月上旬", "2020-06-08 12:00"), settled(t, "6月上旬", "2020-06-08 12:00")
	proven.ID, gone.ID, moved.ID = "proven", "gone", "moved"
	proven.Prove(now, beijing)
	plan := settled(t, "7月", "2020-05-01 00:00")
	plan.ID = "new"
	again, other := proven, moved
	again.Planned, again.Window, other.Holder = window(t, "8月"), window(t, "8月"), "successor"
	r := Revise([]Duty{proven, gone, moved}, []Duty{again, other, plan}, "修订", now, beijing)
	want := map[string]ChangeKind{"new": DutyAdded, "gone": DutyRemoved, "moved": DutyHandedOver}
	if len(r.Changes) != len(want) || len(r.Added) != 1 {
		t.Errorf("%+v", r)
	}
	for _, c := range r.Changes {
		if want[c.Duty] != c.Kind {
			t.Errorf("%s: %s", c.Duty, c.Kind)
		}
	}
	for _, d := range r.Changed {
		if d.ID == "gone" && (d.State != Excused || d.Reason != "修订") || d.ID == "proven" {
			t.Errorf("%+v", d)
		}
	}
}

func same(t *testing.T, got []string, want ...string) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("got %v, want %v", got, want)
	}
	for i := range got {
		if got[i] != want[i] {
			t.Errorf("got %v, want %v", got, want)
		}
	}
}
