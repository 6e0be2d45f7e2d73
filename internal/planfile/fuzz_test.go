package planfile_test

import (
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// FuzzRead: whatever the bytes, Read returns; with a plan or with an error, never both or neither; every finding stands
// at a character of the text; and a plan can be launched.
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
		}
	})
}

// FuzzRewrite: whatever the bytes, a plan that is moved or renewed has the same entries again, or is refused.
func FuzzRewrite(f *testing.F) {
	f.Add([]byte(small))
	for _, slip := range []string{"2月29日", "..2020-06-10", "\"2020\\u5e746月\"", "２０２０年6月", "'2020年6月'\r", "6月 # 2020年"} {
		f.Add([]byte(strings.Replace(small, "6月上旬", slip, 1)))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		for _, rewrite := range []func() ([]byte, error){
			func() ([]byte, error) { return planfile.Move(src, change) },
			func() ([]byte, error) { return planfile.Renew(src, planfile.Renewal{Year: 2026}) },
		} {
			rewritten, err := rewrite()
			if err != nil {
				continue
			}
			before, _ := planfile.Read(src)
			after, _ := planfile.Read(rewritten)
			if !slices.EqualFunc(before.Entries, after.Entries, func(a, b supervision.Entry) bool { return a.ID == b.ID && a.Title == b.Title }) {
				t.Fatalf("made of\n%s\nis\n%s", src, rewritten)
			}
		}
	})
}

// FuzzOpenMessage: whatever a caller sends, OpenMessage returns.
func FuzzOpenMessage(f *testing.F) {
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
		if file := planfile.OpenMessage(m); (file.Plan == nil) != supervision.HasErrors(file.Findings) {
			t.Fatalf("plan %v with findings %v", file.Plan, formatted(file.Findings))
		}
	})
}
