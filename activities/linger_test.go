package activities_test

import (
	"bytes"
	"context"
	"testing"
	"time"

	"duban/activities"
	"duban/plans"
	"duban/workflows"
)

// Rule 4: calls that follow closely are awaited by one activity, but a step that comes between them keeps its instant.
func TestMakeCalls_LingersForNoCallBehindAStep(t *testing.T) {
	t.Parallel()
	source := bytes.Replace(plans.Hangzhou2020(), []byte("5月中旬..11月下旬"), []byte("2020-05-13..2020-11-30"), 1)
	y := newYear(t, source, "2020-05-12 12:00") // the phase opens on the 13th, the next call is on the 15th
	a := &activities.Activities{Desk: y.desk, Clock: y.now, Second: 30 * 24 * time.Hour}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	c, err := a.MakeCalls(ctx, workflows.Due{Ref: workflows.Ref{Host: y.plan.Host.ID, ID: y.id}})
	if err != nil || !c.StepAt.Equal(instant(t, "2020-05-13 00:00")) || !c.NextCall.After(c.StepAt) || !c.WakeAt.Equal(c.NextCall) {
		t.Errorf("%+v, %v", c, err)
	}
}
