package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// yearDay is how long a day of the Hangzhou year lasts by the wall's clock.
const yearDay = 150 * time.Millisecond

// hangzhou lives the Hangzhou year on the real servers and measures how long that takes from the launch until the campaign
// is closed. It fails unless every call was made that the same year in memory makes, and no other.
func (b *bench) hangzhou(ctx context.Context) (took time.Duration, calls int, err error) {
	p, findings := planfile.Read(plans.Hangzhou2020())
	if p == nil {
		return 0, 0, fmt.Errorf("hangzhou-2020: %v", findings)
	}
	first, err := in(p.Zone, "2020-04-21 08:30")
	if err != nil {
		return 0, 0, err
	}
	i, err := establish(ctx, b.path("hangzhou"), first)
	if err != nil {
		return 0, 0, err
	}
	defer i.close()
	began := time.Now()
	if err := i.launch(ctx, p.Host.ID, p.ID, string(plans.Hangzhou2020())); err != nil {
		return 0, 0, err
	}
	if err := i.begin(speedOf(yearDay)); err != nil {
		return 0, 0, err
	}
	deeds, err := i.live(ctx, p)
	if err != nil {
		return 0, 0, err
	}
	took = time.Since(began)
	calls, err = i.sameCalls(ctx, p, first, deeds)
	return took, calls, err
}

// live has people do what they did, each at its time, and waits until the campaign is closed.
func (i *installation) live(ctx context.Context, plan *supervision.Plan) (done []supervision.Deed, err error) {
	p := &people{desk: i.desk, plan: plan, papers: map[string]string{}}
	for _, d := range theYearOf2020() {
		at, err := in(plan.Zone, d.at)
		if err != nil {
			return nil, err
		}
		if err := sleep(ctx, i.clock.Wall(at)); err != nil {
			return nil, err
		}
		for _, duty := range d.what {
			one := supervision.Deed{Kind: d.kind, Duty: duty, Day: supervision.Date{Year: 2021, Month: time.January, Day: 5}, Reason: "等待验收数据"}
			if err := p.insist(ctx, one); err != nil {
				return nil, fmt.Errorf("%s %s %s: %w", d.at, d.kind, duty, err)
			}
			done = append(done, one)
		}
	}
	err = await(ctx, 10*time.Millisecond, time.Minute, "the campaign closed", func() (bool, error) {
		n, err := i.count(ctx, "campaign where state = 'CLOSED'")
		return n == 1, err
	})
	return done, err
}

// insist tries again while a door is not open yet: at this pace a tenth of a second is most of a day.
func (p *people) insist(ctx context.Context, d supervision.Deed) (refused error) {
	err := await(ctx, 20*time.Millisecond, 10*time.Second, "done", func() (bool, error) {
		refused = p.do(ctx, d)
		var e *supervision.Error
		if refused != nil && !errors.As(refused, &e) {
			return false, refused
		}
		return refused == nil, nil
	})
	return errors.Join(err, refused)
}

// sameCalls lives the same deeds in memory, each at the instant at which the desk has recorded it, and compares.
func (i *installation) sameCalls(ctx context.Context, p *supervision.Plan, first time.Time, deeds []supervision.Deed) (int, error) {
	acts, err := column[time.Time](ctx, i, `select at from audit where actor like $1 || '/%' order by seq`, p.Host.ID)
	if err != nil {
		return 0, err
	}
	if len(acts) != len(deeds) {
		return 0, fmt.Errorf("%d deeds left %d records", len(deeds), len(acts))
	}
	y := supervision.NewYear(*p, first, supervision.ChinaCalendar())
	for n, d := range deeds {
		d.At = acts[n]
		if err := y.Do(d); err != nil {
			return 0, fmt.Errorf("%s %s, in memory: %w", d.Kind, d.Duty, err)
		}
	}
	y.LiveOut()
	made, err := column[string](ctx, i, `select kind || ' ' || duty_id from call`)
	if err != nil {
		return 0, err
	}
	return len(made), compare(y.Calls, made)
}

// compare counts both sides' calls by kind and duty. Their instants are compared where time does not fly: a poll that
// opens a tenth of a second after the deliberation opens a day after it here.
func compare(memory []supervision.Call, made []string) (failed error) {
	balance := map[string]int{}
	for _, c := range memory {
		balance[string(c.Kind)+" "+c.Duty]++
	}
	for _, c := range made {
		balance[c]--
	}
	for c, n := range balance {
		if n != 0 {
			failed = errors.Join(failed, fmt.Errorf("%s: %+d made", c, -n))
		}
	}
	return failed
}

// column reads one column, whatever the host.
func column[T any](ctx context.Context, i *installation, sql string, args ...any) ([]T, error) {
	rows, err := i.facts.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[T])
}
