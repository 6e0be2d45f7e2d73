package crash_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/deploy/standalone/crash/clock"
	"duban/internal/desk"
	"duban/supervision"
)

// conductor holds the clock at the earliest instant at which something is due that is not done: a call, a turn of the
// campaign, of an inspection or of a poll, a morning's digests, or a deed of the story. It asks the desk what the processes
// ask it.
type conductor struct {
	clock clock.Clock
	desk  *desk.Desk
	dsn   string // of the owner, who sees every host
	host  string
	id    string

	mu    sync.Mutex
	deed  time.Time // of the story, not done yet; zero at its end
	hurry time.Time // until this instant nothing but the story holds the clock; zero: never
	floor time.Time // what the clock has shown already, however late things are
	shown agenda    // for who asks what the clock waits for

	known    agenda
	released time.Time
	events   *pgx.Conn
}

// agenda is what is due first, as of a state of the rows; zero if nothing is.
type agenda struct {
	as  string
	at  time.Time
	why string
}

// conduct holds the clock until ctx ends. While the database is away the clock stands where it is.
func (c *conductor) conduct(ctx context.Context) {
	for ctx.Err() == nil {
		if err := c.look(ctx); err != nil && c.events != nil {
			_ = c.events.Close(context.WithoutCancel(ctx))
			c.events = nil
		}
		time.Sleep(5 * time.Millisecond)
	}
	if c.events != nil {
		_ = c.events.Close(context.WithoutCancel(ctx))
	}
}

// look finds what is due and holds the clock there. The deed is read before the rows: what a deed leads to is in them.
func (c *conductor) look(ctx context.Context) error {
	c.mu.Lock()
	deed, hurry := c.deed, c.hurry
	c.mu.Unlock()
	if !hurry.IsZero() {
		return c.release(supervision.Earliest(deed, hurry))
	}
	if err := c.read(ctx); err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.hurry.IsZero() {
		return nil
	}
	c.shown = c.known
	due := c.known.at
	if !due.IsZero() {
		due = supervision.Later(due, c.floor)
	}
	return c.release(supervision.Earliest(due, deed))
}

// release lets the clock go as far as an instant; zero: for ever.
func (c *conductor) release(until time.Time) error {
	if until.Equal(c.released) {
		return nil
	}
	c.released = until
	return c.clock.Release(until)
}

// read reads what is due from rows between whose readings nothing has changed.
func (c *conductor) read(ctx context.Context) error {
	for {
		before, err := c.changes(ctx)
		if err != nil || before == c.known.as {
			return err
		}
		found, err := c.earliest(ctx)
		if err != nil {
			return err
		}
		if found.as, err = c.changes(ctx); err != nil {
			return err
		}
		if found.as == before {
			c.known = found
			return nil
		}
	}
}

// changes tells one state of the rows from another.
func (c *conductor) changes(ctx context.Context) (as string, err error) {
	if c.events == nil {
		if c.events, err = pgx.Connect(ctx, c.dsn); err != nil {
			return "", err
		}
	}
	err = c.events.QueryRow(ctx, `select concat_ws(' ', (select max(seq) from audit), (select count(*) from notice where state = 'QUEUED' and digest_day is null),
		(select count(*) || ' ' || max(sent_at) from delivery where state = 'SENDING'), (select count(*) from delivery where state = 'QUEUED'))`).Scan(&as)
	return as, err
}

// earliest asks for every process when it is to act, and which of them is first.
func (c *conductor) earliest(ctx context.Context) (first agenda, err error) {
	sooner := func(at time.Time, why string) {
		if !at.IsZero() && (first.at.IsZero() || at.Before(first.at)) {
			first.at, first.why = at, why
		}
	}
	s, err := c.desk.Standing(ctx, c.host, c.id)
	if err != nil {
		return first, err
	}
	if !s.Over {
		sooner(s.NextCall, "a call")
		sooner(s.StepAt, string(s.Step))
	}
	stands := map[string]func(context.Context, string, string) (desk.Process, error){
		"inspection": c.desk.InspectionStanding, "vote": c.desk.PollStanding, "delivery": c.desk.DeliveryStanding,
	}
	processes, err := c.processes(ctx)
	for _, p := range processes {
		standing, asked := stands[p.Kind](ctx, c.host, p.ID)
		sooner(standing.At, standing.Step+" of "+p.ID)
		err = errors.Join(err, asked)
	}
	morning, asked := c.morning(ctx)
	sooner(morning, "digests")
	return first, errors.Join(err, asked)
}

// morning is when the courier is to go next, if there is something to compose: what came late goes on a later morning.
func (c *conductor) morning(ctx context.Context) (time.Time, error) {
	var oldest *time.Time
	err := c.events.QueryRow(ctx, `select min(at) from notice where state = 'QUEUED' and digest_day is null`).Scan(&oldest)
	if err != nil || oldest == nil {
		return time.Time{}, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return supervision.NextMorning(supervision.Later(*oldest, c.floor), china, supervision.ChinaCalendar()), nil
}

type process struct{ Kind, ID string }

// processes are all that there have been. The keeper's own list is not asked: it may lack one.
func (c *conductor) processes(ctx context.Context) ([]process, error) {
	rows, err := c.events.Query(ctx, `select 'inspection' as kind, id from inspection union all select 'vote', id from poll
		union all select 'delivery', id from channel`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByName[process])
}

// until names the instant of the story's next deed; the zero instant is its end.
func (c *conductor) until(deed time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.deed = deed
}

// letGo has only the story hold the clock, up to an instant. Then it is as late as it is.
func (c *conductor) letGo(until time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hurry, c.floor = until, until
}

// patient ends letGo.
func (c *conductor) patient() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.hurry = time.Time{}
}

// holdup says what the clock waits for.
func (c *conductor) holdup() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return fmt.Sprintf("%s at %s, or the deed of %s", c.shown.why, c.shown.at.In(china).Format(time.DateTime), c.deed.In(china).Format(time.DateTime))
}
