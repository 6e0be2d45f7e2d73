package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"duban/cmd"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// duban is the product as it is: its program, which serves and works, and a Temporal server.
type duban struct{}

func (duban) sleeps() string { return "duty" }

// lay launches the campaigns at the load's beginning, by a clock that stands, and makes the calls of that instant, which
// are not among those measured. Then the program starts, and the clock.
func (b duban) lay(ctx context.Context, t *trial) error {
	t.dsn = t.db.app
	if err := cmd.Migrate(ctx, t.db.owner); err != nil {
		return err
	}
	if _, err := t.hire("temporal"); err != nil {
		return err
	}
	if err := t.markEmpty(ctx); err != nil {
		return err
	}
	if err := b.launch(ctx, t); err != nil {
		return err
	}
	if err := t.db.settle(ctx); err != nil {
		return err
	}
	t.begin(4 * time.Second)
	if _, err := t.hire("duban"); err != nil {
		return err
	}
	_, err := t.hire("duban-deeds")
	return err
}

func (duban) launch(ctx context.Context, t *trial) error {
	db, err := postgres.Open(ctx, t.db.app)
	if err != nil {
		return err
	}
	defer db.Close()
	d := desk.New(db, func() time.Time { return t.load.from }, supervision.ChinaCalendar())
	if _, err := d.ApplyHolidays(ctx, restYears(), desk.Revising{}); err != nil {
		return err
	}
	for campaign := range t.load.campaigns {
		if err := launch(ctx, d, t, campaign); err != nil {
			return fmt.Errorf("%s: %w", campaignID(campaign), err)
		}
	}
	return nil
}

var system = desk.System(host)

// launch takes a campaign up. Its office has no seat, so nobody is told of lapses: its duties call for their opening, their
// reminders and their deadline, and are not escalated.
func launch(ctx context.Context, d *desk.Desk, t *trial, campaign int) error {
	id := campaignID(campaign)
	if _, err := d.CreateCampaign(ctx, system, t.load.plan(t.duties, campaign)); err != nil {
		return err
	}
	if _, err := t.db.watch.Exec(ctx, `update campaign set office_seat = '' where id = $1`, id); err != nil {
		return err
	}
	if err := d.LaunchCampaign(ctx, system, id); err != nil {
		return err
	}
	for {
		s, err := d.MakeCalls(ctx, host, id)
		if err != nil || s.Made == 0 {
			return err
		}
	}
}

// restYears are years without a working day. Duban's courier goes round every working morning, and where a day lasts
// fifty milliseconds he would never stand still: what he costs is a matter of days, and no part of a call.
func restYears() (years []supervision.HolidayYear) {
	notice := supervision.Notice{Title: "measuring", Published: supervision.DateOf(firstDay, time.UTC)}
	for year := firstDay.Year() - 1; year < firstDay.Year()+6; year++ {
		rest := supervision.Window{
			First: supervision.Date{Year: year, Month: time.January, Day: 1}, Last: supervision.Date{Year: year, Month: time.December, Day: 31},
		}
		years = append(years, supervision.HolidayYear{
			Year: year, Source: notice, Holidays: []supervision.NamedDays{{Name: "rest", Days: rest}},
		})
	}
	return years
}

// workDuban is the whole program, by the load's clock.
func workDuban(ctx context.Context, o orders) (string, func(), error) {
	out, err := os.OpenFile(filepath.Join(o.Dir, "duban.log"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return "", nil, err
	}
	p, err := cmd.Start(ctx, cmd.Config{
		DSN: o.DSN, Temporal: o.Temporal, Namespace: namespace, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0",
		CourierLog: filepath.Join(o.Dir, "courier.log"), Log: slog.New(slog.NewTextHandler(out, nil)), Pace: o.clock(),
	})
	if err != nil {
		return "", nil, errors.Join(err, out.Close())
	}
	stop := func() {
		brief, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		_ = errors.Join(p.Close(brief), out.Close()) // the rows tell what it did
	}
	return p.REST(), stop, nil
}

// actOnDuban gives the desk the commands that people give.
func actOnDuban(ctx context.Context, o orders) (string, func(), error) {
	db, err := postgres.Open(ctx, o.DSN)
	if err != nil {
		return "", nil, err
	}
	d := desk.New(db, o.clock().Now, supervision.ChinaCalendar())
	acted := o.act(ctx, func(ctx context.Context, y duty) error {
		campaign := campaignID(y.Campaign)
		if y.Deed.Last > 0 {
			last := supervision.DateOf(firstDay.AddDate(0, 0, y.Deed.Last), time.UTC)
			return d.ExtendDuty(ctx, system, campaign, y.id(), last, "延期")
		}
		holder := desk.Caller{Person: host + "/" + seat(y.Group), Host: host, Seats: []supervision.Seat{{ID: seat(y.Group)}}}
		_, err := d.SubmitDocument(ctx, holder, campaign, desk.Paper{ID: fmt.Sprint("p", y.N), Duty: y.id(), Title: "材料", Text: "已办结"})
		return err
	})
	return "", func() { acted(); db.Close() }, nil
}
