package desk

import (
	"bytes"
	"context"

	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/supervision"
)

// CreateCampaign stores a plan as a draft. The source is YAML (or JSON, which is YAML) and is kept byte for byte.
// The same plan from the same caller again gets the first answer.
func (d *Desk) CreateCampaign(ctx context.Context, caller Caller, source []byte) (postgres.CampaignRow, error) {
	plan, findings := planfile.Read(source)
	if supervision.HasErrors(findings) {
		return postgres.CampaignRow{}, invalidPlan(findings)
	}
	if plan.Host.ID != caller.Host {
		return postgres.CampaignRow{}, supervision.Refuse(supervision.NotAllowed,
			"方案的主办单位不是您登录的单位", "the plan's host is not the one you signed in to")
	}
	var row postgres.CampaignRow
	err := d.db.In(ctx, caller.Host, func(tx *postgres.Tx) (err error) {
		row, err = d.insertDraft(ctx, tx, caller, plan, source)
		return err
	})
	if postgres.IsTaken(err) {
		return d.firstDraft(ctx, caller, plan.ID, requestDigest(string(source)))
	}
	return row, err
}

func (d *Desk) insertDraft(ctx context.Context, tx *postgres.Tx, caller Caller, plan *supervision.Plan, source []byte) (postgres.CampaignRow, error) {
	now := d.clock()
	if err := tx.InsertHost(ctx, plan.Host); err != nil {
		return postgres.CampaignRow{}, err
	}
	if err := tx.InsertCampaign(ctx, postgres.NewCampaign{
		Plan: plan, Source: source, OfficeSeat: plan.OfficeSeat(),
		RequestDigest: requestDigest(string(source)), CreatedBy: caller.Person, At: now,
	}); err != nil {
		return postgres.CampaignRow{}, err
	}
	r := record{
		verb: "CREATE_CAMPAIGN", object: "campaigns/" + plan.ID, given: string(source),
		images: []image{{"campaign", []string{plan.ID}, columns{{"state", supervision.CampaignDraft}, {"version", 1}}}},
	}
	if err := r.append(ctx, tx, now, caller); err != nil {
		return postgres.CampaignRow{}, err
	}
	return tx.Campaign(ctx, plan.ID)
}

// firstDraft answers a repeated create.
func (d *Desk) firstDraft(ctx context.Context, caller Caller, id string, digest []byte) (postgres.CampaignRow, error) {
	row, err := d.Campaign(ctx, caller, id)
	if err != nil || row.CreatedBy != caller.Person || !bytes.Equal(row.RequestDigest, digest) {
		return postgres.CampaignRow{}, errTaken
	}
	return row, nil
}

func invalidPlan(findings []supervision.Finding) error {
	e := supervision.Refuse(supervision.InvalidPlan, "方案有误，未保存", "the plan has errors and was not stored")
	e.Findings = findings
	return e
}
