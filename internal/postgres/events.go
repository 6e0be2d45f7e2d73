package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// EventRow is an event of a campaign as it is stored.
type EventRow struct {
	ID            string
	Ordinal       int
	Title         string
	Day           *time.Time
	ExpectedFirst *time.Time
	ExpectedLast  *time.Time
}

// Event returns what the rules need of it.
func (r EventRow) Event() supervision.Event {
	return supervision.Event{
		ID: r.ID, Title: r.Title, Date: date(r.Day),
		Expected: supervision.Window{First: date(r.ExpectedFirst), Last: date(r.ExpectedLast)},
	}
}

// InsertEvents stores the events of a plan. What is stored already becomes what the plan says, or goes.
func (tx *Tx) InsertEvents(ctx context.Context, p *supervision.Plan) error {
	ids := make([]string, len(p.Events))
	for i, e := range p.Events {
		ids[i] = e.ID
	}
	if err := tx.exec(ctx, `delete from event where host_id = $1 and campaign_id = $2 and id <> all($3)`, tx.host, p.ID, ids); err != nil {
		return err
	}
	for i, e := range p.Events {
		err := tx.exec(ctx, `insert into event (host_id, campaign_id, id, ordinal, title, day, expected_first, expected_last)
			values ($1, $2, $3, $4, $5, $6, $7, $8)
			on conflict (host_id, campaign_id, id) do update set ordinal = excluded.ordinal, title = excluded.title,
				day = excluded.day, expected_first = excluded.expected_first, expected_last = excluded.expected_last`,
			tx.host, p.ID, e.ID, i, e.Title, day(e.Date), day(e.Expected.First), day(e.Expected.Last))
		if err != nil {
			return err
		}
	}
	return nil
}

// Events lists a campaign's events in the plan's order.
func (tx *Tx) Events(ctx context.Context, campaign string) ([]EventRow, error) {
	return many[EventRow](ctx, tx, `select id, ordinal, title, day, expected_first, expected_last from event
		where host_id = $1 and campaign_id = $2 order by ordinal limit 200`, tx.host, campaign)
}

// DateEvent settles an event's day.
func (tx *Tx) DateEvent(ctx context.Context, campaign, id string, on supervision.Date) error {
	return tx.exec(ctx, `update event set day = $4 where host_id = $1 and campaign_id = $2 and id = $3`,
		tx.host, campaign, id, day(on))
}
