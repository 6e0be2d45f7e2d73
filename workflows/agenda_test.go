package workflows_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"go.temporal.io/sdk/activity"
	"go.temporal.io/sdk/log"
	"go.temporal.io/sdk/testsuite"

	"duban/supervision"
	"duban/workflows"
)

// diary is a campaign's process whose activities write down when they were run: `2h0m0s MakeCalls`.
type diary struct {
	*testsuite.TestWorkflowEnvironment
	began time.Time
	lines []string
	stand workflows.Campaigning // what every activity answers
}

// keep prepares a process that stands so, and ends what is due when its activity has run.
func keep(stand func(began time.Time) workflows.Campaigning, after map[string]func(*workflows.Campaigning)) *diary {
	var suite testsuite.WorkflowTestSuite
	suite.SetLogger(log.NewStructuredLogger(slog.New(slog.DiscardHandler)))
	d := &diary{TestWorkflowEnvironment: suite.NewTestWorkflowEnvironment(), began: time.Date(2020, 4, 21, 0, 30, 0, 0, time.UTC)}
	d.SetStartTime(d.began)
	d.stand = stand(d.began)
	for _, name := range []string{workflows.TakeUpCampaign, workflows.MakeCalls, workflows.OpenPhase} {
		d.RegisterActivityWithOptions(func(context.Context, workflows.Due) (workflows.Campaigning, error) {
			d.lines = append(d.lines, d.Now().Sub(d.began).String()+" "+name)
			if change := after[name]; change != nil {
				change(&d.stand)
			}
			return d.stand, nil
		}, activity.RegisterOptions{Name: name})
	}
	return d
}

// live runs the process for a day.
func (d *diary) live(t *testing.T, want ...string) {
	t.Helper()
	d.RegisterDelayedCallback(d.CancelWorkflow, 24*time.Hour)
	d.ExecuteWorkflow(workflows.Campaign, workflows.Ref{Host: "hangzhou", ID: "hangzhou-2020"})
	if !slices.Equal(d.lines, want) {
		t.Errorf("%q, want %q", d.lines, want)
	}
}

// Rule 8: the first nudge has the process look; all that come while it does count as one.
func TestAgenda_ManyNudgesOneLook(t *testing.T) {
	t.Parallel()
	d := keep(func(time.Time) workflows.Campaigning {
		return workflows.Campaigning{Step: supervision.StepOpenMonitoring}
	}, nil)
	d.RegisterDelayedCallback(func() {
		for range 5 {
			d.SignalWorkflow(workflows.LookAgain, nil)
		}
	}, time.Hour)
	d.live(t, "0s TakeUpCampaign", "1h0m0s TakeUpCampaign", "1h0m0s TakeUpCampaign")
}

// Rule 8: it sleeps until the first of what is ahead, be that a call or a step.
func TestAgenda_SleepsUntilTheFirstOfWhatIsAhead(t *testing.T) {
	t.Parallel()
	const early, late = 2 * time.Hour, 5 * time.Hour
	done := map[string]func(*workflows.Campaigning){
		workflows.MakeCalls: func(c *workflows.Campaigning) { c.NextCall, c.WakeAt = time.Time{}, time.Time{} },
		workflows.OpenPhase: func(c *workflows.Campaigning) { c.Step, c.StepAt = supervision.StepOpenEvaluation, time.Time{} },
	}
	standing := func(call, step time.Duration) func(time.Time) workflows.Campaigning {
		return func(began time.Time) workflows.Campaigning {
			return workflows.Campaigning{
				Step: supervision.StepOpenMonitoring, StepAt: began.Add(step), NextCall: began.Add(call), WakeAt: began.Add(call),
			}
		}
	}
	keep(standing(early, late), done).live(t, "0s TakeUpCampaign", "2h0m0s MakeCalls", "5h0m0s OpenPhase")
	keep(standing(late, early), done).live(t, "0s TakeUpCampaign", "2h0m0s OpenPhase", "5h0m0s MakeCalls")
}

// Rule 5: an act of the clock that leaves something due is followed by another at once.
func TestAgenda_AFullBatchIsFollowedAtOnce(t *testing.T) {
	t.Parallel()
	batches := 0
	d := keep(func(began time.Time) workflows.Campaigning {
		return workflows.Campaigning{Step: supervision.StepOpenMonitoring, NextCall: began.Add(time.Hour), WakeAt: began.Add(time.Hour)}
	}, map[string]func(*workflows.Campaigning){workflows.MakeCalls: func(c *workflows.Campaigning) {
		if batches++; batches == 3 {
			c.NextCall, c.WakeAt = time.Time{}, time.Time{}
		}
	}})
	d.live(t, "0s TakeUpCampaign", "1h0m0s MakeCalls", "1h0m0s MakeCalls", "1h0m0s MakeCalls")
}
