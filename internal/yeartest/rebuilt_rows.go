package yeartest

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// rows are those of which every change is in the record, by campaign and id. Their columns are what the rules decide; what
// a plan says of them is in the plan.
type rows struct {
	Campaigns   map[string]*campaignRow
	Duties      map[string]*dutyRow
	Inspections map[string]*inspectionRow
	Polls       map[string]*pollRow
	Submissions map[string]*submissionRow
	Calls       map[string]*callRow
}

type campaignRow struct {
	State        string     `json:"state"`
	Phase        int        `json:"phase"`
	HeldSince    *time.Time `json:"held_since"`
	GateOpenedAt *time.Time `json:"gate_opened_at"`
	Version      int        `json:"version"`
	Plan         string     `json:"plan"`     // no image's, but given
	ClockAt      time.Time  `json:"clock_at"` // no image's, but the line's own instant
}

type dutyRow struct {
	State      string     `json:"state"`
	FirstDay   *string    `json:"first_day"`
	LastDay    *string    `json:"last_day"`
	Since      *time.Time `json:"since"`
	ReturnedAt *time.Time `json:"returned_at"`
	SettledAt  *time.Time `json:"settled_at"`
	ProvenAt   *time.Time `json:"proven_at"`
	Late       bool       `json:"late"`
	Reason     string     `json:"reason"`
}

type inspectionRow struct {
	State       string     `json:"state"`
	FirstDay    *string    `json:"first_day"`
	LastDay     *string    `json:"last_day"`
	VisitDay    *string    `json:"visit_day"`
	Place       string     `json:"place"`
	Reminded    bool       `json:"reminded"`
	ConcludedAt *time.Time `json:"concluded_at"`
}

type pollRow struct {
	State    string     `json:"state"`
	FirstDay *string    `json:"first_day"`
	LastDay  *string    `json:"last_day"`
	ClosesAt *time.Time `json:"closes_at"`
}

type submissionRow struct {
	State string `json:"state"`
}

type callRow struct {
	To     string    `json:"to_seat"`
	Passed bool      `json:"passed"`
	MadeAt time.Time `json:"made_at"`
}

func newRows() *rows {
	return &rows{
		Campaigns: map[string]*campaignRow{}, Duties: map[string]*dutyRow{}, Inspections: map[string]*inspectionRow{},
		Polls: map[string]*pollRow{}, Submissions: map[string]*submissionRow{}, Calls: map[string]*callRow{},
	}
}

// call takes in a call that a line lists: it is made once, and opens its duty or makes it overdue.
func (s *rows) call(campaign string, c supervision.Call, madeAt time.Time) error {
	duty, key := s.Duties[campaign+"/"+c.Duty], fmt.Sprint(campaign, "/", c.Duty, "/", c.Kind, "/", c.At.UnixMicro())
	if s.Calls[key] != nil || duty == nil {
		return fmt.Errorf("called twice, or of no duty: %s", key)
	}
	s.Calls[key] = &callRow{c.To, c.Passed, madeAt}
	duty.SettledAt = &c.At
	switch c.Kind {
	case supervision.CallOpen:
		duty.State = string(supervision.Open)
	case supervision.CallLapse:
		duty.State = string(supervision.Overdue)
	case supervision.CallRemind, supervision.CallWarn, supervision.CallEscalate:
	}
	return nil
}

// become lays an image on a row, or on nothing.
func (s *rows) become(campaign, kind, id string, as json.RawMessage) error {
	switch id = campaign + "/" + id; kind {
	case "campaign":
		return patch(s.Campaigns, id, as)
	case "duty":
		return patch(s.Duties, id, as)
	case "inspection":
		return patch(s.Inspections, id, as)
	case "poll":
		return patch(s.Polls, id, as)
	case "submission":
		return patch(s.Submissions, id, as)
	}
	return fmt.Errorf("an image of no known kind: %s", kind)
}

// patch lays a JSON merge patch on a row, or on nothing: what it does not name stays.
func patch[T any](rows map[string]*T, id string, as json.RawMessage) error {
	rows[id] = cmp.Or(rows[id], new(T))
	d := json.NewDecoder(bytes.NewReader(as))
	d.DisallowUnknownFields()
	return d.Decode(rows[id])
}

// read reads a host's rows as they are stored.
func (s *rows) read(ctx context.Context, tx *postgres.Tx, host string) error {
	return errors.Join(
		read(ctx, tx, s.Campaigns, `select id || '/' || id, to_json(r) from (
			select id, state, phase, held_since, gate_opened_at, version, convert_from(plan, 'UTF8') as plan, clock_at from campaign where host_id = $1) r`, host),
		read(ctx, tx, s.Duties, `select campaign_id || '/' || id, to_json(r) from duty r where host_id = $1`, host),
		read(ctx, tx, s.Inspections, `select campaign_id || '/' || id, to_json(r) from inspection r where host_id = $1`, host),
		read(ctx, tx, s.Polls, `select campaign_id || '/' || id, to_json(r) from poll r where host_id = $1`, host),
		read(ctx, tx, s.Submissions, `select campaign_id || '/' || id, to_json(r) from submission r where host_id = $1`, host),
		read(ctx, tx, s.Calls, `select concat_ws('/', campaign_id, duty_id, kind, (extract(epoch from at) * 1000000)::bigint), to_json(r)
			from call r where host_id = $1`, host),
	)
}

// read reads rows, of each its key and the columns that a T has.
func read[T any](ctx context.Context, tx *postgres.Tx, into map[string]*T, sql, host string) error {
	found, err := tx.Query(ctx, sql, host)
	if err != nil {
		return err
	}
	defer found.Close()
	for found.Next() {
		var key string
		var row json.RawMessage
		if err := found.Scan(&key, &row); err != nil {
			return err
		}
		into[key] = new(T)
		if err := json.Unmarshal(row, into[key]); err != nil {
			return err
		}
	}
	return found.Err()
}
