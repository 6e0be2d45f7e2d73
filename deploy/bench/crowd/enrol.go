package crowd

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
)

// Congress is the id of one.
func Congress(n int) string { return fmt.Sprintf("c%05d", n) }

// Unchecked puts rows in whose foreign keys hold by the way in which they are made: they are not checked one by one, and
// no trigger is at work.
func Unchecked(ctx context.Context, conn *pgx.Conn, put func() error) error {
	if err := triggers(ctx, conn, "disable"); err != nil {
		return err
	}
	if err := put(); err != nil {
		return err
	}
	return triggers(ctx, conn, "enable")
}

func triggers(ctx context.Context, conn *pgx.Conn, turn string) error {
	for _, table := range []string{"roll_gram", "seat", "sitting", "roll"} {
		if _, err := conn.Exec(ctx, "alter table "+table+" "+turn+" trigger all"); err != nil {
			return err
		}
	}
	return nil
}

// Fill makes so many congresses with so many deputies each, on average, who have sat since an instant. It answers how many
// deputies there are.
func Fill(ctx context.Context, conn *pgx.Conn, congresses, deputies int, since time.Time) (people int, err error) {
	dice := rand.New(rand.NewPCG(1, uint64(congresses))) //nolint:gosec // people are made up, and the same each time
	for c := range congresses {
		n := deputies/2 + dice.IntN(deputies+1)
		if err := Enrol(ctx, conn, dice, Congress(c), n, since); err != nil {
			return people, err
		}
		people += n
	}
	return people, nil
}

// Enrol makes a congress with so many deputies.
func Enrol(ctx context.Context, conn *pgx.Conn, dice *rand.Rand, host string, n int, since time.Time) error {
	if _, err := conn.Exec(ctx, `insert into host (id, name, kind) values ($1, $1, 'CONGRESS')`, host); err != nil {
		return err
	}
	for _, t := range []struct {
		table   string
		columns []string
		row     func(i int) []any
	}{
		{"person", []string{"id"}, func(i int) []any { return []any{number(host, i)} }},
		{"roll", []string{"host_id", "person_id", "name", "phone"}, func(i int) []any {
			return []any{host, number(host, i), Name(dice), fmt.Sprintf("138%08d", i)}
		}},
		{"seat", []string{"host_id", "id", "role", "title", "ordinal"}, func(i int) []any {
			return []any{host, seat(i), "DEPUTY", "人大代表", i}
		}},
		{"sitting", []string{"host_id", "seat_id", "person_id", "from_at"}, func(i int) []any {
			return []any{host, seat(i), number(host, i), since}
		}},
	} {
		rows := pgx.CopyFromSlice(n, func(i int) ([]any, error) { return t.row(i), nil })
		if _, err := conn.CopyFrom(ctx, pgx.Identifier{t.table}, t.columns, rows); err != nil {
			return err
		}
	}
	return nil
}

func number(host string, i int) string { return fmt.Sprintf("%s/%06d", host, i) }

func seat(i int) string { return fmt.Sprintf("d%06d", i) }
