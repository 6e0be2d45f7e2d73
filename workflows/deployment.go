package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// deployment is the first phase (部署发动): plans are filed, letters go out, every deputy has a task. It ends on the
// first day of monitoring, or when staff open that phase.
func deployment(ctx workflow.Context, k *agenda) error {
	return k.through(ctx, supervision.StepOpenMonitoring, OpenPhase, supervision.Monitoring)
}
