package documents_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/documents"
	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

var update = flag.Bool("update", false, "write golden files again")

// rehearsed is the year of a plan in YAML, with everything that is found.
func rehearsed(t testing.TB, source []byte, in supervision.Rehearsing) supervision.Rehearsal {
	t.Helper()
	file := planfile.Open(source)
	if file.Plan == nil {
		t.Fatalf("%v", file.Findings)
	}
	in.Calendar = supervision.ChinaCalendar()
	return file.Rehearse(in)
}

// shipped is the year of a plan that is shipped.
func shipped(t testing.TB, name string) supervision.Rehearsal {
	t.Helper()
	source, _ := plans.Source(name)
	return rehearsed(t, source, supervision.Rehearsing{})
}

// Each shipped plan's year is a file, for programs and, in short, for a person to check.
func TestShippedPlansAreRehearsed(t *testing.T) {
	for _, name := range plans.Names() {
		t.Run(name, func(t *testing.T) {
			r := shipped(t, name)
			var year bytes.Buffer
			if err := documents.WriteRehearsalJSON(&year, r); err != nil {
				t.Fatal(err)
			}
			compare(t, name+".json", year.String())
			compare(t, name+".txt", summary(r))
		})
	}
}

func compare(t *testing.T, name, got string) {
	t.Helper()
	golden := filepath.Join("../../plans/testdata/rehearsal", name)
	if *update {
		if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the year differs from %s (-want +got); look at it, then run with -update:\n%.4000s", golden, diff)
	}
}

// summary is what a person checks: how much there is, the days of each line of the plan, what was found.
func summary(r supervision.Rehearsal) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s %s\n", r.Plan.ID, r.Plan.Title)
	for _, phase := range r.Plan.PhasesOfYear() {
		fmt.Fprintf(&out, "%s %s\n", phase, r.Plan.Window(phase))
	}
	kinds, calls := map[string]int{}, map[string]int{}
	for _, d := range r.Duties {
		kinds[string(d.Kind)]++
	}
	for _, c := range r.Calls {
		calls[string(c.Kind)]++
	}
	fmt.Fprintf(&out, "\n%d duties:%s\n%d calls:%s\n%d quotas\n\n", len(r.Duties), counts(kinds), len(r.Calls), counts(calls), len(r.Quotas))
	for _, e := range r.Plan.Entries {
		fmt.Fprintf(&out, "%s %s\n%s", e.ID, e.Title, days(r, e))
	}
	out.WriteString("\nfindings\n")
	for _, f := range r.Findings {
		out.WriteString(planfile.Format("line", f) + "\n")
	}
	return out.String()
}

func counts(of map[string]int) (all string) {
	var names []string
	for name := range of {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		all += fmt.Sprintf(" %s %d", name, of[name])
	}
	return all
}

// days lists the windows of an entry's duties, each with how many have it, one of its ids and that one's holder.
func days(r supervision.Rehearsal, e supervision.Entry) string {
	var order []supervision.Window
	count, first := map[supervision.Window]int{}, map[supervision.Window]supervision.Duty{}
	for _, d := range r.Duties {
		if d.Entry != e.ID {
			continue
		}
		if count[d.Window]++; count[d.Window] == 1 {
			order = append(order, d.Window)
			first[d.Window] = d
		}
	}
	var out strings.Builder
	for _, w := range order {
		provisional := ""
		if first[w].Computed.Provisional {
			provisional = " provisional"
		}
		fmt.Fprintf(&out, "  %4d  %-24s%s %s held by %s\n", count[w], w, provisional, first[w].ID, first[w].Holder)
	}
	return out.String()
}

// One plan makes one document, byte for byte.
func TestRehearsalsAreDeterministic(t *testing.T) {
	write := func() string {
		r := shipped(t, "xiacheng-2020")
		var out bytes.Buffer
		for _, err := range []error{
			documents.WriteRehearsalJSON(&out, r), documents.WriteRehearsalCalendar(&out, r),
			documents.WriteRehearsalText(&out, r, "zh"), documents.WriteRehearsalText(&out, r, "en"),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return out.String()
	}
	first := write()
	for range 3 {
		if again := write(); again != first {
			t.Fatal("differs from the first time")
		}
	}
}
