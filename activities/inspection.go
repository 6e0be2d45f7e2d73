package activities

import (
	"context"

	"duban/internal/desk"
	"duban/internal/failpoint"
	"duban/supervision"
	"duban/workflows"
)

// TakeUpInspection reads where an inspection stands.
func (a *Activities) TakeUpInspection(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	p, err := a.Desk.InspectionStanding(ctx, due.Host, due.ID)
	return proceeding(p), err
}

// OpenInspection opens an inspection with its window.
func (a *Activities) OpenInspection(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.inspect(ctx, due, supervision.InspectionStepOpen)
}

// RemindVisit reminds the group the day before its visit.
func (a *Activities) RemindVisit(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.inspect(ctx, due, supervision.InspectionRemindVisit)
}

// CloseInspection closes an inspection that is concluded and over, or whose campaign has ended.
func (a *Activities) CloseInspection(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	return a.inspect(ctx, due, supervision.InspectionStepClose)
}

func (a *Activities) inspect(ctx context.Context, due workflows.Due, step supervision.InspectionStep) (workflows.Proceeding, error) {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return workflows.Proceeding{}, err
	}
	if err := a.Desk.TurnInspection(ctx, due.Host, due.ID, step); err != nil {
		return workflows.Proceeding{}, err
	}
	failpoint.Reach(failpoint.Stepped)
	return a.TakeUpInspection(ctx, due)
}

func proceeding(p desk.Process) workflows.Proceeding {
	return workflows.Proceeding{Over: p.Over, Step: p.Step, At: p.At}
}
