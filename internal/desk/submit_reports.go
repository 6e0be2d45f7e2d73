package desk

import (
	"context"

	"duban/supervision"
)

// SubmitReports submits all reports together (一并提交, HZ-16) and so opens the gate to deliberation and vote. It is
// refused while one is not accepted, unless a reason to override is given. Submitting again changes nothing.
func (d *Desk) SubmitReports(ctx context.Context, caller Caller, id, override string) error {
	r := record{verb: "SUBMIT_REPORTS", object: "campaigns/" + id, reason: override}
	return d.onCampaign(ctx, caller, id, r, func(ctx context.Context, a *act) error {
		if !a.campaign.GateOpened.IsZero() {
			return errUnchanged
		}
		missing, err := a.missingReports(ctx)
		if err != nil {
			return err
		}
		if err := a.campaign.OpenGate(missing, override, a.now); err != nil {
			return err
		}
		return a.proveKind(ctx, supervision.JointSubmission)
	})
}

// missingReports counts the duties behind the gate that are not accepted.
func (a *act) missingReports(ctx context.Context) (int, error) {
	plan, err := a.plan(ctx)
	if err != nil {
		return 0, err
	}
	for _, e := range plan.Entries {
		if e.Kind == supervision.JointSubmission {
			return a.CountUnaccepted(ctx, a.campaign.ID, e.Requires)
		}
	}
	return 0, nil
}

// proveKind proves every duty of a kind.
func (a *act) proveKind(ctx context.Context, kind supervision.DutyKind) error {
	duties, err := a.DutiesOfKind(ctx, a.campaign.ID, kind)
	if err != nil {
		return err
	}
	for _, d := range duties {
		if err := a.prove(ctx, a.take(d)); err != nil {
			return err
		}
	}
	return nil
}
