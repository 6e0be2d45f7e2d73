package planfile_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"duban/internal/planfile"
	"duban/supervision"
)

// arrangement is a district's plan as it is shipped, taken up before its first day.
type arrangement struct {
	*supervision.Plan
	t        *testing.T
	launched supervision.Launched
	customs  supervision.Customs
}

// shipped reads and launches plans/NAME-2020.yaml.
func shipped(t *testing.T, name string) arrangement {
	t.Helper()
	return launched(t, source(t, name+"-2020.yaml"))
}

func source(t *testing.T, name string) string {
	t.Helper()
	src, err := os.ReadFile("../../plans/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(src)
}

func launched(t *testing.T, src string) arrangement {
	t.Helper()
	plan, found := planfile.Read([]byte(src))
	if plan == nil {
		t.Fatalf("the plan is refused: %v", formatted(found))
	}
	china := supervision.ChinaCalendar()
	return arrangement{
		Plan: plan, t: t,
		launched: plan.Launch(plan.Phases[0].Opens(plan.Zone), china),
		customs:  supervision.Customs{Zone: plan.Zone, Calendar: china, Office: plan.OfficeSeat()},
	}
}

// duty is the one with the id.
func (a arrangement) duty(id string) supervision.Duty {
	a.t.Helper()
	i := slices.IndexFunc(a.launched.Duties, func(d supervision.Duty) bool { return d.ID == id })
	if i < 0 {
		a.t.Fatalf("no duty %s; of its entry there are %v", id, a.ids(strings.SplitN(id, "/", 2)[0]))
	}
	return a.launched.Duties[i]
}

// made lists the duties of an entry.
func (a arrangement) made(entry string) []supervision.Duty {
	var all []supervision.Duty
	for _, d := range a.launched.Duties {
		if d.Entry == entry {
			all = append(all, d)
		}
	}
	return all
}

func (a arrangement) ids(entry string) (ids []string) {
	for _, d := range a.made(entry) {
		ids = append(ids, d.ID)
	}
	return ids
}

// expect checks a duty's kind, days and holder.
func (a arrangement) expect(id string, kind supervision.DutyKind, window, holder string) {
	a.t.Helper()
	d := a.duty(id)
	if d.Kind != kind || d.Window.String() != window || d.Holder != holder {
		a.t.Errorf("%s: %s %s held by %s; want %s %s held by %s", id, d.Kind, d.Window, d.Holder, kind, window, holder)
	}
}

// reminds checks when a duty's holder is reminded, as 11-23 09:00, once nothing that it waits for is in the way.
func (a arrangement) reminds(id string, want ...string) {
	a.t.Helper()
	d := a.duty(id)
	d.Unlock(a.Phases[0].Opens(a.Zone))
	var got []string
	for _, call := range supervision.Agenda([]supervision.Duty{d}, a.customs) {
		if call.Kind == supervision.CallRemind {
			got = append(got, call.At.In(a.Zone).Format("01-02 15:04"))
		}
		if call.Kind == supervision.CallRemind && call.To != d.Holder {
			a.t.Errorf("%s: %s is reminded, not the holder %s", id, call.To, d.Holder)
		}
	}
	if !slices.Equal(got, want) {
		a.t.Errorf("%s: reminders %v, want %v", id, got, want)
	}
}

// goes checks to whom a duty's proof is due, and in which phase.
func (a arrangement) goes(id, to string, phase supervision.Phase) {
	a.t.Helper()
	if d := a.duty(id); d.To != to || d.Phase != phase {
		a.t.Errorf("%s goes to %q in %s; want %q in %s", id, d.To, d.Phase, to, phase)
	}
}

// asks checks who is asked along without a duty.
func (a arrangement) asks(id string, want ...string) {
	a.t.Helper()
	if got := entry(a.t, a.Plan, id).Invites; !slices.Equal(got, want) {
		a.t.Errorf("%s: asked along are %v, want %v", id, got, want)
	}
}

// kinds are the offices' kinds by id.
func (a arrangement) kinds() map[string]supervision.OfficeKind {
	kinds := map[string]supervision.OfficeKind{}
	for _, o := range a.Offices {
		kinds[o.ID] = o.Kind
	}
	return kinds
}

// seat is the one with the id; a seat without office or role if there is none.
func (a arrangement) seat(id string) supervision.Seat {
	for _, s := range a.Seats {
		if s.ID == id {
			return s
		}
	}
	return supervision.Seat{}
}

// idle lists the deputies and residents who hold no duty (人人有任务).
func (a arrangement) idle() (idle []string) {
	busy := map[string]bool{}
	for _, d := range a.launched.Duties {
		busy[d.Holder] = true
	}
	for _, s := range a.Seats {
		if (s.Role == supervision.RoleDeputy || s.Role == supervision.RoleResident) && !busy[s.ID] {
			idle = append(idle, s.ID)
		}
	}
	return idle
}

// targets checks what the projects promise, in the order of the text: -1 is a number that the source has lost, or that
// its words do not give.
func (a arrangement) targets(want [][]float64) {
	a.t.Helper()
	for i, p := range a.Projects[:len(want)] {
		var got []float64
		for _, in := range p.Indicators {
			target := -1.0
			if in.Target != nil {
				target = *in.Target
			}
			got = append(got, target)
		}
		if !slices.Equal(got, want[i]) {
			a.t.Errorf("%s: %v, want %v", p.ID, got, want[i])
		}
	}
}

// open checks which projects' lists the source leaves open with 等: the last that it names says so.
func (a arrangement) open(want ...string) {
	a.t.Helper()
	var got []string
	for _, p := range a.Projects {
		for i, in := range p.Indicators {
			if in.Open != (strings.HasSuffix(p.Text, "等。") && i == len(p.Indicators)-1) {
				a.t.Errorf("%s, %s: open is %t", p.ID, in.Name, in.Open)
			}
		}
		if strings.HasSuffix(p.Text, "等。") && len(p.Indicators) > 0 {
			got = append(got, p.ID)
		}
	}
	if !slices.Equal(got, want) {
		a.t.Errorf("left open are %v, want %v", got, want)
	}
}

// quotes checks that the plan's words are the published ones. What stands in 《》 before them is quoted from the law.
func (a arrangement) quotes() {
	a.t.Helper()
	published := strings.ReplaceAll(source(a.t, "testdata/"+a.ID+".source.txt"), ";\n", ";")
	for _, p := range a.Projects {
		if p.Text != "" && !strings.Contains(published, "。"+p.Text+"\n") {
			a.t.Errorf("%s: not as published: %s", p.ID, p.Text)
		}
		for _, in := range p.Indicators {
			if !strings.Contains(p.Text, in.Text) {
				a.t.Errorf("%s, %s: not in its text: %s", p.ID, in.Name, in.Text)
			}
		}
	}
	for _, e := range a.Entries {
		if !strings.HasPrefix(e.Source, "《") && (e.Source == "" || !strings.Contains(published, strings.TrimSuffix(e.Source, "。"))) {
			a.t.Errorf("%s: not in the source: %q", e.ID, e.Source)
		}
	}
}

// warned checks the findings of the plan: code and place, in the order of the text.
func (a arrangement) warned(want ...string) {
	a.t.Helper()
	_, found := planfile.Read([]byte(source(a.t, a.ID+".yaml")))
	var got []string
	for _, f := range found {
		got = append(got, f.Code+" "+f.Field)
	}
	if !slices.Equal(got, want) {
		a.t.Errorf("findings\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
