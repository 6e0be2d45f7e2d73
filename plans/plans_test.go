package plans_test

import (
	"bytes"
	"slices"
	"testing"

	"duban/plans"
)

func TestEveryPlanIsNamedAndFound(t *testing.T) {
	if got := plans.Names(); !slices.IsSorted(got) || !slices.Contains(got, "hangzhou-2020") || !slices.Contains(got, "shangcheng-2020") {
		t.Errorf("named are %v", got)
	}
	for _, name := range plans.Names() {
		if src, there := plans.Source(name); !there || !bytes.Contains(src, []byte("\nid: "+name+"\n")) {
			t.Errorf("%s is not the plan of that id", name)
		}
	}
}

func TestNoOtherNameIsAPlan(t *testing.T) {
	for _, name := range []string{"", "hangzhou", "hangzhou-2020.yaml", "../plans/hangzhou-2020", "/etc/passwd"} {
		if src, there := plans.Source(name); there {
			t.Errorf("%q is %.40s", name, src)
		}
	}
}

// What a caller does to the bytes is its own affair.
func TestBytesAreTheCallers(t *testing.T) {
	clear(plans.Hangzhou2020())
	if src := plans.Hangzhou2020(); !bytes.Contains(src, []byte("id: hangzhou-2020")) {
		t.Errorf("the plan has become %.40q", src)
	}
}
