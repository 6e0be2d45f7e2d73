package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
)

// made reads what Duban did, as it recorded it itself: by its own clock.
func (duban) made(ctx context.Context, t *trial) (outcome, error) {
	var o outcome
	numbers := map[string]int{}
	for _, d := range t.duties {
		numbers[campaignID(d.Campaign)+"/duties/"+d.id()] = d.N
	}
	calls, err := t.db.watch.Query(ctx, `select campaign_id || '/duties/' || duty_id, at, made_at, pg_xact_commit_timestamp(xmin)
		from call where kind <> 'OPEN'`)
	if err != nil {
		return o, err
	}
	var id string
	var c made
	_, err = pgx.ForEachRow(calls, []any{&id, &c.at, &c.by, &c.committed}, func() error {
		c.duty = numbers[id]
		o.calls = append(o.calls, c)
		return nil
	})
	if err != nil {
		return o, err
	}
	o.facts = map[int]fact{}
	return o, errors.Join(
		readFacts(ctx, t.db, o.facts, numbers, `select campaign_id || '/duties/' || duty_id, submitted_at, true from submission`),
		readFacts(ctx, t.db, o.facts, numbers, `select substr(object, length('campaigns/') + 1), at, false from audit where verb = 'EXTEND_DUTY'`),
	)
}

// readFacts reads when duties were proven or else extended.
func readFacts(ctx context.Context, db *database, facts map[int]fact, numbers map[string]int, sql string) error {
	rows, err := db.watch.Query(ctx, sql)
	if err != nil {
		return err
	}
	var id string
	var at time.Time
	var proven bool
	_, err = pgx.ForEachRow(rows, []any{&id, &at, &proven}, func() error {
		n, known := numbers[id]
		if !known {
			return fmt.Errorf("no such duty: %s", id)
		}
		facts[n] = fact{at: at, proven: proven}
		return nil
	})
	return err
}
