package supervision

import (
	"errors"
	"testing"
	"time"
)

func TestSubmission_TheHeadDecidesOnDraftsAlone(t *testing.T) {
	for _, verdict := range []SubmissionState{Submitted, SentBack} {
		for _, state := range []SubmissionState{Drafted, SentBack, Submitted, Accepted, Returned} {
			changed, err := state.Decide(verdict)
			if changed != (state == Drafted) || (err == nil) != (state == Drafted || state == verdict) {
				t.Errorf("%s to %s: %v, %v", state, verdict, changed, err)
			}
		}
	}
}

func TestSubmission_ADraftLeavesTheDutyAsItIs(t *testing.T) {
	d := Duty{Kind: Report, Holder: "liaison", State: Open, Since: time.Unix(1, 0)}
	was := d.State
	if err := d.Draft("liaison", House{Approved: true, Heads: []string{"head"}}); err != nil || d.State != was {
		t.Errorf("%v; the duty is %s", err, d.State)
	}
	for seat, h := range map[string]House{"liaison": {Approved: true}, "another": {Approved: true, Heads: []string{"head"}}} {
		if e, refused := errors.AsType[*Error](d.Draft(seat, h)); !refused {
			t.Errorf("by %s of %v: %v", seat, h, e)
		}
	}
}
