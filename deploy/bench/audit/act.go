package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/plans"
	"duban/supervision"
)

// errand is what a child is told to do.
type errand struct {
	DSN      string
	Commands int
}

// The Hangzhou campaign as it is while commands are measured.
const (
	host, campaign = "hangzhou", "hangzhou-2020"
	openVisit      = campaign + ".supervision-week.g01.2020"
	laterVisit     = campaign + ".autumn-inspection.g01.2020"
)

// sealEvery is how often the worker seals.
const sealEvery = 3 * time.Second

// actor executes commands.
type actor struct {
	desk *desk.Desk
	now  time.Time
	done int
}

// act is a child: it prepares the campaign, says so, waits for a line, executes the commands, and says so again. It ends
// when its input does.
func act(ctx context.Context, text string) error {
	var e errand
	if err := json.Unmarshal([]byte(text), &e); err != nil {
		return err
	}
	db, err := postgres.Open(ctx, e.DSN)
	if err != nil {
		return err
	}
	defer db.Close()
	a := &actor{}
	a.desk = desk.New(db, func() time.Time { return a.now }, supervision.ChinaCalendar())
	if err := a.prepare(ctx); err != nil {
		return err
	}
	in := bufio.NewScanner(os.Stdin)
	for _, step := range []func() error{
		func() error { return a.warmUp(ctx) },
		func() error { return a.execute(ctx, e.Commands) },
	} {
		if err := step(); err != nil {
			return err
		}
		fmt.Println("ready")
		in.Scan()
	}
	return in.Err()
}

// prepare launches the campaign and brings it into its Supervision Week.
func (a *actor) prepare(ctx context.Context) error {
	system := desk.System(host)
	week := time.Date(2020, 6, 4, 9, 0, 0, 0, time.UTC)
	for _, step := range []struct {
		at time.Time
		do func() error
	}{
		{time.Date(2020, 4, 21, 1, 0, 0, 0, time.UTC), func() error { _, err := a.desk.CreateCampaign(ctx, system, plans.Hangzhou2020()); return err }},
		{time.Date(2020, 4, 21, 1, 0, 0, 0, time.UTC), func() error { return a.desk.LaunchCampaign(ctx, system, campaign) }},
		{week, func() error { return a.desk.OpenPhase(ctx, host, campaign, supervision.Monitoring) }},
		{week, func() error { _, err := a.desk.MakeCalls(ctx, host, campaign); return err }},
		{week, func() error { return a.desk.TurnInspection(ctx, host, openVisit, supervision.InspectionStepOpen) }},
	} {
		a.now = step.at
		if err := step.do(); err != nil {
			return err
		}
	}
	return a.desk.ChainAudit(ctx, host)
}

// warmUp has statements prepared and caches filled, and seals often, so that the beginning of the record has checkpoints.
func (a *actor) warmUp(ctx context.Context) error {
	for range 4 {
		if err := a.execute(ctx, 50); err != nil {
			return err
		}
	}
	return nil
}

// execute executes commands in turn, and seals what they leave.
func (a *actor) execute(ctx context.Context, commands int) error {
	sealed := time.Now()
	for range commands {
		if err := a.command(ctx, a.done); err != nil {
			return err
		}
		a.done++
		if time.Since(sealed) >= sealEvery {
			if err := a.desk.ChainAudit(ctx, host); err != nil {
				return err
			}
			sealed = time.Now()
		}
	}
	return a.desk.ChainAudit(ctx, host)
}

// command executes the nth command; none is the same as another.
func (a *actor) command(ctx context.Context, n int) error {
	a.now = a.now.Add(time.Second)
	switch round := n / 3; n % 3 {
	case 0:
		_, err := a.desk.SubmitNote(ctx, as("g01-d1", supervision.RoleDeputy), openVisit, fmt.Sprint("n", round), "现场进度正常，建议公示工期并补充安全标识")
		return err
	case 1:
		day := supervision.Date{Year: 2020, Month: 9, Day: 10 + round%10}
		return a.desk.ScheduleInspection(ctx, as("office-staff", supervision.RoleStaff), laterVisit, day, fmt.Sprint("第", round, "号工地"))
	default:
		duty := fmt.Sprintf("group-plan/g%02d/2020", 1+round%10)
		last := supervision.Date{Year: 2020, Month: 6, Day: 20}.AddDays(round / 10)
		return a.desk.ExtendDuty(ctx, as("office-staff", supervision.RoleStaff), campaign, duty, last, "等待名单")
	}
}

// as is whoever sits in a seat.
func as(seat string, role supervision.Role) desk.Caller {
	return desk.Caller{Person: host + "/" + seat, Host: host, Seats: []supervision.Seat{{ID: seat, Role: role}}}
}
