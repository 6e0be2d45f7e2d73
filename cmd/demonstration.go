package cmd

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"duban/internal/desk"
	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/plans"
	"duban/supervision"
)

// The live demonstration, as planfile.Demonstration names it.
const (
	demoHost     = "shili"
	demoCampaign = "shili-demo"

	// The draft, as the published plan names it.
	draftHost     = "hangzhou"
	draftCampaign = "hangzhou-2020"
)

// LoadDemonstration loads the real plan of Hangzhou as a draft, and its copy for a fictitious city, which is launched
// live at now so that something is happening. What is there already stays as it is.
func LoadDemonstration(ctx context.Context, dsn string, now time.Time) error {
	return onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		published, findings := planfile.Read(plans.Hangzhou2020())
		if published == nil {
			return fmt.Errorf("hangzhou-2020.yaml: %v", findings)
		}
		if err := load(ctx, d, desk.System(published.Host.ID), published.ID, plans.Hangzhou2020()); err != nil {
			return err
		}
		if err := d.SeatOffice(ctx, desk.System(published.Host.ID), published); err != nil {
			return err
		}
		copied, err := planfile.Demonstration(plans.Hangzhou2020(), supervision.DateOf(now, published.Zone))
		if err != nil {
			return err
		}
		if err := load(ctx, d, desk.System(demoHost), demoCampaign, copied); err != nil {
			return err
		}
		if err := administer(ctx, d, copied); err != nil {
			return err
		}
		return launch(ctx, d, desk.System(demoHost), demoCampaign)
	})
}

// administer gives the demonstration's host its administrators, unless it has them.
func administer(ctx context.Context, d *desk.Desk, plan []byte) error {
	read, findings := planfile.Read(plan)
	if read == nil {
		return fmt.Errorf("demonstration: %v", findings)
	}
	_, err := d.FoundHost(ctx, desk.Founding{Host: read.Host})
	if errors.Is(err, supervision.Refuse(supervision.AlreadyExists, "", "")) {
		return nil
	}
	return err
}

// onDesk runs do at a desk whose clock stands still.
func onDesk(ctx context.Context, dsn string, now time.Time, do func(*desk.Desk) error) error {
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	return do(newDesk(db, func() time.Time { return now.UTC().Truncate(time.Microsecond) }))
}

// load stores a plan as a draft unless its campaign is there, in whatever state.
func load(ctx context.Context, d *desk.Desk, caller desk.Caller, id string, source []byte) error {
	_, err := d.Campaign(ctx, caller, id)
	if errors.Is(err, supervision.Refuse(supervision.NotFound, "", "")) {
		_, err = d.CreateCampaign(ctx, caller, source)
	}
	if err != nil {
		return fmt.Errorf("load %s: %w", id, err)
	}
	return nil
}

// launch launches a draft. Whatever has been done to it since is not undone.
func launch(ctx context.Context, d *desk.Desk, caller desk.Caller, id string) error {
	row, err := d.Campaign(ctx, caller, id)
	if err != nil || row.State != supervision.CampaignDraft {
		return err
	}
	return d.LaunchCampaign(ctx, caller, id)
}

// SignIn is a way into the demonstration. The token is shown once; only its hash is stored.
type SignIn struct {
	Key   string // DEPUTY, as the README's first round calls the token
	Role  string // 代表 Deputy
	Name  string
	Token string
}

// DemoSignIns makes new sign-ins to the live demonstration: of the congress's office, of a deputy, of the convenor of
// the deputy's group, of an official of the unit that is responsible for the group's project, of a member of the
// committee, and of the three administrators; and last one to the draft, of the office that may launch it.
func DemoSignIns(ctx context.Context, dsn string, now time.Time) (made []SignIn, err error) {
	err = onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		plan, err := d.Plan(ctx, desk.System(demoHost), demoCampaign)
		if err != nil {
			return fmt.Errorf("demonstration %s: %w", demoCampaign, err)
		}
		draft, err := d.Plan(ctx, desk.System(draftHost), draftCampaign)
		if err != nil {
			return fmt.Errorf("draft %s: %w", draftCampaign, err)
		}
		for _, r := range append(demoRoles(plan), demoRole{draftHost, "HANGZHOU", "草稿的工作人员 Staff of the draft", draft.OfficeSeat()}) {
			name, token, err := d.GrantSignIn(ctx, r.host, r.seat)
			if err != nil {
				return fmt.Errorf("sign-in for seat %q: %w", r.seat, err)
			}
			made = append(made, SignIn{r.key, r.label, name, token})
		}
		return nil
	})
	return made, err
}

type demoRole struct{ host, key, label, seat string }

// demoRoles are the four people around the plan's first group, a member of the committee, who votes, and the administrators.
func demoRoles(plan *supervision.Plan) []demoRole {
	group := plan.Groups[0]
	return []demoRole{
		{demoHost, "STAFF", "人大工作人员 Congress staff", plan.OfficeSeat()},
		{demoHost, "DEPUTY", "代表 Deputy", group.Members[0]},
		{demoHost, "CONVENOR", "小组召集人 Group convenor", group.Convenor},
		{demoHost, "OFFICIAL", "责任单位人员 Unit official", officialOf(plan, group.Project)},
		{demoHost, "MEMBER", "常委会组成人员 Committee member", memberOf(plan)},
		{demoHost, "SYSTEM", "系统管理员 System administrator", "system-admin"},
		{demoHost, "SECURITY", "安全管理员 Security administrator", "security-admin"},
		{demoHost, "AUDITOR", "审计员 Auditor", "auditor"},
	}
}

// memberOf is the first seat of the committee.
func memberOf(plan *supervision.Plan) string {
	return plan.Seats[slices.IndexFunc(plan.Seats, func(s supervision.Seat) bool { return s.Role == supervision.RoleMember })].ID
}

// officialOf is the first seat of the unit that is responsible for a project.
func officialOf(plan *supervision.Plan, project string) string {
	unit := slices.IndexFunc(plan.Projects, func(p supervision.Project) bool { return p.ID == project })
	seat := slices.IndexFunc(plan.Seats, func(s supervision.Seat) bool {
		return s.Role == supervision.RoleOfficial && s.Office == plan.Projects[unit].Unit
	})
	return plan.Seats[seat].ID
}
