package yeartest

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"duban/internal/postgres"
	"duban/supervision"
)

// Rebuilt is a host's state as its record tells it: the calls, and after them the images, of every line in order, laid on
// nothing. It knows no rule but what a call makes of a duty.
type Rebuilt struct {
	host string
	last int64 // the line that it has come to
	rows *rows
	home map[string]string // the campaigns that inspections and polls are of, as a line names its object
}

// Rebuild begins with nothing of a host.
func Rebuild(host string) *Rebuilt {
	return &Rebuilt{host: host, rows: newRows(), home: map[string]string{}}
}

// line is one line of the record with its payload.
type line struct {
	Seq          int64
	At           time.Time
	Verb, Object string
	Payload      json.RawMessage
}

type payload struct {
	Given  json.RawMessage    `json:"given"`
	Calls  []supervision.Call `json:"calls"`
	Images []struct {
		Kind string          `json:"kind"`
		IDs  []string        `json:"ids"`
		As   json.RawMessage `json:"as"`
	} `json:"images"`
}

// Look takes in the lines written since the last look and answers where the rows are not what the record tells; empty if
// nowhere. Nobody may write meanwhile.
func (r *Rebuilt) Look(ctx context.Context, db *postgres.DB) (wrong string, err error) {
	err = db.In(ctx, r.host, func(tx *postgres.Tx) error {
		lines, err := r.linesSince(ctx, tx)
		if err != nil {
			return err
		}
		for i := range lines {
			if err := r.lay(&lines[i]); err != nil {
				return fmt.Errorf("line %d, %s: %w", lines[i].Seq, lines[i].Verb, err)
			}
		}
		stored := newRows()
		err = stored.read(ctx, tx, r.host)
		wrong = gocmp.Diff(r.rows, stored)
		return err
	})
	return wrong, err
}

func (r *Rebuilt) linesSince(ctx context.Context, tx *postgres.Tx) (lines []line, err error) {
	found, err := tx.Query(ctx, `select seq, at, verb, object, payload from audit join audit_payload using (host_id, seq)
		where host_id = $1 and seq > $2 order by seq`, r.host, r.last)
	if err != nil {
		return nil, err
	}
	defer found.Close()
	for found.Next() {
		var l line
		if err := found.Scan(&l.Seq, &l.At, &l.Verb, &l.Object, &l.Payload); err != nil {
			return nil, err
		}
		lines = append(lines, l)
	}
	return lines, found.Err()
}

// lay lays one line on what the lines before it have told.
func (r *Rebuilt) lay(l *line) error {
	r.last = l.Seq
	var p payload
	if err := json.Unmarshal(l.Payload, &p); err != nil {
		return err
	}
	campaign := r.campaignOf(l.Object)
	if campaign == "" {
		return nil
	}
	for i, c := range p.Calls {
		if i > 0 && supervision.CompareCalls(p.Calls[i-1], c) >= 0 {
			return fmt.Errorf("calls are not in order: %v before %v", p.Calls[i-1], c)
		}
		if err := r.rows.call(campaign, c, l.At); err != nil {
			return err
		}
	}
	for _, i := range p.Images {
		for _, id := range i.IDs {
			r.home[i.Kind+"s/"+id] = campaign
			if err := r.rows.become(campaign, i.Kind, id, i.As); err != nil {
				return err
			}
		}
	}
	return r.rows.turn(campaign, l, p.Given)
}

// campaignOf is the campaign that a line is about; empty if it is about none.
func (r *Rebuilt) campaignOf(object string) string {
	parts := strings.Split(object, "/")
	if parts[0] == "campaigns" {
		return parts[1]
	}
	return r.home[parts[0]+"/"+parts[1]]
}

// turn takes in what a line says without an image: its instant, and a plan.
func (s *rows) turn(campaign string, l *line, given json.RawMessage) error {
	c := s.Campaigns[campaign+"/"+campaign]
	if c == nil {
		return fmt.Errorf("no campaign %s", campaign)
	}
	if l.Verb != "CAST_BALLOT" { // a ballot does not take the campaign's lock, and turns nothing of it
		c.ClockAt = l.At
	}
	if l.Verb == "CREATE_CAMPAIGN" || l.Verb == "AMEND_CAMPAIGN" {
		return json.Unmarshal(given, &c.Plan)
	}
	return nil
}
