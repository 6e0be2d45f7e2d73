package workflows

import (
	"go.temporal.io/sdk/workflow"

	"duban/supervision"
)

// monitoring is the second phase (监督推进): inspections, hearings, the ledger, each with its own duties and
// processes. It ends on the first day of evaluation, or when staff open that phase.
func monitoring(ctx workflow.Context, k *agenda) error {
	return k.through(ctx, supervision.StepOpenEvaluation, OpenPhase, supervision.Evaluation)
}
