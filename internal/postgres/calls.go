package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// InsertCalls records calls as made at an instant. A call already recorded stays as it was.
func (tx *Tx) InsertCalls(ctx context.Context, campaign string, calls []supervision.Call, madeAt time.Time) error {
	if len(calls) == 0 {
		return nil
	}
	duties, kinds, to := make([]string, len(calls)), make([]string, len(calls)), make([]string, len(calls))
	at, passed := make([]time.Time, len(calls)), make([]bool, len(calls))
	for i, c := range calls {
		duties[i], kinds[i], at[i], to[i], passed[i] = c.Duty, string(c.Kind), c.At, c.To, c.Passed
	}
	return tx.exec(ctx, `insert into call (host_id, campaign_id, duty_id, kind, at, to_seat, passed, made_at)
		select $1, $2, n.duty, n.kind, n.at, n.seat, n.passed, $3
		from unnest($4::text[], $5::text[], $6::timestamptz[], $7::text[], $8::boolean[]) as n (duty, kind, at, seat, passed)
		on conflict do nothing`, tx.host, campaign, madeAt, duties, kinds, at, to, passed)
}

// CallRow is a call that was made.
type CallRow struct {
	DutyID    string
	DutyTitle string
	Kind      supervision.CallKind
	At        time.Time
	ToSeat    string
	ToTitle   string
	Passed    bool
}

// rank orders calls of one duty at one instant by their kind, as supervision.CompareCalls does.
func rank(kind string) string {
	return `array_position(array['OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE'], ` + kind + `)`
}

// Calls lists calls made, in order, of a whole campaign or of one duty, those after the one given.
func (tx *Tx) Calls(ctx context.Context, campaign, duty string, after supervision.Call, limit int) ([]CallRow, error) {
	return many[CallRow](ctx, tx, `with page as materialized (
			select c.host_id, c.campaign_id, c.duty_id, c.kind, c.at, c.to_seat, c.passed from call c
			where c.host_id = $1 and c.campaign_id = $2 and ($3 = '' or c.duty_id = $3)
			and ($4::timestamptz is null or (c.at, c.duty_id, `+rank("c.kind")+`) > ($4, $5, `+rank("$6")+`))
			order by c.at, c.duty_id, `+rank("c.kind")+` limit $7)
		select c.duty_id, d.title as duty_title, c.kind, c.at, c.to_seat, s.title as to_title, c.passed
		from page c
		join duty d on (d.host_id, d.campaign_id, d.id) = (c.host_id, c.campaign_id, c.duty_id)
		join seat s on (s.host_id, s.id) = (c.host_id, c.to_seat)
		order by c.at, c.duty_id, `+rank("c.kind"),
		tx.host, campaign, duty, null(after.At), after.Duty, after.Kind, limit)
}

// SeatTitles returns the titles of seats by their ids.
func (tx *Tx) SeatTitles(ctx context.Context, ids []string) (map[string]string, error) {
	rows, err := many[struct{ ID, Title string }](ctx, tx, `select id, title from seat where host_id = $1 and id = any($2)`, tx.host, ids)
	titles := make(map[string]string, len(rows))
	for _, r := range rows {
		titles[r.ID] = r.Title
	}
	return titles, err
}
