package supervision

import "testing"

func TestRuleInAWord(t *testing.T) {
	for want, c := range map[string]struct {
		entry    Entry
		computed Computation
	}{
		"6月上旬":              {Entry{}, Computation{Written: "6月上旬"}},
		"5月中旬..11月下旬/MONTH": {Entry{Every: EveryMonth}, Computation{Written: "5月中旬..11月下旬"}},
		"SL-15a":            {Entry{}, Computation{Rule: "SL-15a", Written: "20日前"}},
		"3个月内":              {Entry{}, Computation{Written: "3个月内"}},
	} {
		if got := c.entry.Rule(c.computed); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
