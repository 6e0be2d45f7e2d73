package planfile_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

func TestAnEnormousFileIsRefusedAtOnce(t *testing.T) {
	enormous := make([]byte, 200<<20)
	var found []supervision.Finding
	made := testing.AllocsPerRun(1, func() { _, found = planfile.Read(enormous) })
	if len(found) != 1 || found[0].Code != "TOO_LARGE" || made > 100 { // nothing is made of what is in it
		t.Errorf("%v; %v things were made", formatted(found), made)
	}
}

func TestAFileCannotHoldTheReaderUp(t *testing.T) {
	const values = 299_000
	laughs := "a: &a [x,x,x,x,x,x,x,x,x]\n"
	for c := 'b'; c <= 'z'; c++ {
		laughs += string(c) + ": &" + string(c) + " [" + strings.Repeat("*"+string(c-1)+",", 9) + "]\n"
	}
	for name, c := range map[string]struct{ src, code string }{
		"a billion laughs":          {laughs, "UNKNOWN_FIELD"},
		"a billion laughs in seats": {laughs + "seats: *z\n", "ALIAS"},
		"brackets":                  {strings.Repeat("[", 1000), "SYNTAX"},
		"dashes":                    {strings.Repeat("- ", 2<<20), "SYNTAX"},
		"values":                    {"seats: [" + strings.Repeat("1,", planfile.MaxBytes/2-10) + "]", "TOO_LARGE"},
		"wrong values":              {"seats: [" + strings.Repeat("1,", values) + "]", "MORE"},
		"empty seats":               {"seats: [" + strings.Repeat("{},", values/2) + "]", "MORE"},
		"unknown fields":            {strings.Repeat("a: b\n", values/2), "MORE"},
		"one long title":            {"title: " + strings.Repeat("长", 1_000_000), "MAX_LEN"},
		"a picture":                 {strings.Repeat("\x89PNG\x00\xff", 100_000), "NOT_UTF8"},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			plan, found := planfile.Read([]byte(c.src))
			if plan != nil || !slices.ContainsFunc(found, func(f supervision.Finding) bool { return f.Code == c.code }) {
				t.Errorf("no %s in %d findings", c.code, len(found))
			}
			if took := time.Since(start); took > 20*time.Second || len(found) > 501 {
				t.Errorf("%d findings after %s", len(found), took)
			}
		})
	}
}

func TestTooManyDutiesAreRefusedBeforeTheyAreMade(t *testing.T) {
	duties := strings.Repeat("  - {id: x, kind: DOCUMENT, title: x, window: 8月, phase: MONITORING, for_each: group, holder: convenor}\n", 1_999)
	groups := strings.Repeat("  - {id: g1, name: x, project: p1, convenor: d1}\n", 30)
	src := strings.Replace(strings.Replace(small, "duties:\n", "duties:\n"+duties, 1), "groups:\n", "groups:\n"+groups, 1)
	_, found := planfile.Read([]byte(src[:strings.LastIndex(src, "  - id: plan")]))
	if last := found[len(found)-1]; last.Code != "MORE" { // the ids are all the same
		t.Errorf("got %+v", last)
	}
	if !slices.ContainsFunc(found, func(f supervision.Finding) bool { return f.Code == "TOO_MANY_DUTIES" && f.Line > 0 }) {
		t.Error("62,000 duties are accepted")
	}
}

func TestHangzhouIsReadInMilliseconds(t *testing.T) {
	src := plans.Hangzhou2020()
	hangzhou(t) // the rules are compiled once
	start := time.Now()
	planfile.Read(src)
	if took := time.Since(start); took > time.Second {
		t.Errorf("took %s", took)
	}
}
