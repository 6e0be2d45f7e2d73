package planfile_test

import (
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// FuzzRead: whatever the bytes, Read returns; with a plan or with an error, never both or neither; every finding stands
// at a character of the text; and a plan can be launched and moved.
func FuzzRead(f *testing.F) {
	f.Add(plans.Hangzhou2020())
	f.Add([]byte(small))
	for _, slip := range []string{"6月31日", "\"6\\u6708\"", "&a [*a]", "!!binary x", "|\n     6月", "{}", "~", "'6月\n      上旬'", "\u2028", "\r6月", "<<", "? [a]"} {
		f.Add([]byte(strings.Replace(small, "6月上旬", slip, 1)))
		f.Add([]byte(strings.Replace(small, "    holder: clerk", "    "+slip+": clerk", 1)))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		plan, found := planfile.Read(src)
		if (plan == nil) != supervision.HasErrors(found) {
			t.Fatalf("plan %v with findings %v", plan, formatted(found))
		}
		lines := strings.Split(strings.TrimPrefix(string(src), "\uFEFF"), "\n")
		for _, finding := range found {
			if finding.Line < 1 || finding.Line > len(lines) || finding.Column < 1 || finding.Column > len([]rune(lines[finding.Line-1]))+1 {
				t.Fatalf("no such place: %+v", finding)
			}
			if finding.Code == "" || finding.Zh == "" || finding.En == "" {
				t.Fatalf("says nothing: %+v", finding)
			}
		}
		if plan != nil {
			if made := len(plan.Launch(plan.Phases[0].Opens(plan.Zone), supervision.ChinaCalendar()).Duties); made != plan.CountDuties() {
				t.Fatalf("%d duties made, %d counted", made, plan.CountDuties())
			}
			if moved, err := planfile.Move(src, change); err == nil && len(moved) == 0 {
				t.Fatal("moved into nothing")
			}
		}
	})
}

// FuzzFromMessage: whatever a caller sends, FromMessage returns.
func FuzzFromMessage(f *testing.F) {
	for _, src := range [][]byte{plans.Hangzhou2020(), []byte(small)} {
		plan, _ := planfile.Read(src)
		wire, err := proto.Marshal(message(plan))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(wire)
	}
	f.Fuzz(func(t *testing.T, wire []byte) {
		m := &supervisionv1.Plan{}
		if proto.Unmarshal(wire, m) != nil {
			return
		}
		if plan, found := planfile.FromMessage(m); (plan == nil) != supervision.HasErrors(found) {
			t.Fatalf("plan %v with findings %v", plan, formatted(found))
		}
	})
}
