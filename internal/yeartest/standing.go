package yeartest

import (
	"cmp"
	"context"
	"slices"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"duban/internal/postgres"
	"duban/supervision"
)

// Standing is where a campaign stands: all that the rules have decided in it, whoever kept its clock.
type Standing struct {
	State   supervision.CampaignState
	Phase   supervision.Phase
	Held    time.Time
	Gate    time.Time
	Customs supervision.Customs `cmp:"-"`
	Duties  []supervision.Duty  // in the order of their ids
	Polls   []Poll              // in the order of their entries
	Calls   []supervision.Call  // in order
	MadeAt  []time.Time         // beside Calls; nil in memory, where nobody is late
}

// Poll is where a poll stands.
type Poll struct {
	Entry    string
	State    supervision.PollState
	ClosesAt time.Time
}

// Differ tells where two standings of one campaign differ; empty if nowhere. When calls were made is no part of them.
func Differ(a, b *Standing) string {
	ignored := cmpopts.IgnoreFields(Standing{}, "Customs", "MadeAt")
	return gocmp.Diff(a, b, ignored, cmpopts.EquateEmpty())
}

// Remembered is how a year in memory stands.
func Remembered(y *supervision.Year) *Standing {
	c := &y.Campaign
	s := &Standing{State: c.State, Phase: c.Phase, Held: c.HeldSince, Gate: c.GateOpened, Customs: c.Customs, Duties: y.Duties()}
	s.Calls = slices.Clone(y.Calls)
	for _, p := range y.Polls() {
		s.Polls = append(s.Polls, Poll{p.Entry, p.State, p.ClosesAt})
	}
	s.sort()
	return s
}

func (s *Standing) sort() {
	slices.SortFunc(s.Duties, func(a, b supervision.Duty) int { return cmp.Compare(a.ID, b.ID) })
	slices.SortFunc(s.Polls, func(a, b Poll) int { return cmp.Compare(a.Entry, b.Entry) })
	slices.SortFunc(s.Calls, supervision.CompareCalls)
}

// Read reads how a campaign stands in the rows. Customs are the year's own, with the calendar as it stands.
func (m *Made) Read(ctx context.Context, db *postgres.DB) (*Standing, error) {
	s := &Standing{Customs: supervision.Customs{Zone: m.Plan.Zone, Calendar: m.Calendar, Office: m.Plan.OfficeSeat()}}
	err := db.In(ctx, m.Plan.Host.ID, func(tx *postgres.Tx) error {
		row, err := tx.Campaign(ctx, m.Plan.ID)
		if err != nil {
			return err
		}
		s.State, s.Phase, s.Held, s.Gate = row.State, row.Phase, instant(row.HeldSince), instant(row.GateOpenedAt)
		if s.Duties, err = tx.AllDuties(ctx, m.Plan.ID); err != nil {
			return err
		}
		if err := s.readCalendar(ctx, tx); err != nil {
			return err
		}
		if err := s.readPolls(ctx, tx, m.Plan.ID); err != nil {
			return err
		}
		return s.readCalls(ctx, tx, m.Plan)
	})
	s.sort()
	return s, err
}

func (s *Standing) readCalendar(ctx context.Context, tx *postgres.Tx) error {
	years, _, err := tx.HolidayYears(ctx, 0)
	if err != nil {
		return err
	}
	s.Customs.Calendar, err = s.Customs.Calendar.With(years...)
	return err
}

func (s *Standing) readPolls(ctx context.Context, tx *postgres.Tx, campaign string) error {
	rows, err := tx.Polls(ctx, campaign, "", 100)
	for _, r := range rows {
		s.Polls = append(s.Polls, Poll{r.Entry, r.State, instant(r.ClosesAt)})
	}
	return err
}

// readCalls reads the calls in their order, each with when it was made, which no screen shows.
func (s *Standing) readCalls(ctx context.Context, tx *postgres.Tx, plan *supervision.Plan) error {
	rows, err := tx.Query(ctx, `select duty_id, kind, at, to_seat, passed, made_at from call where host_id = $1 and campaign_id = $2
		order by at, duty_id collate "C", array_position(array['OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE'], kind)`, plan.Host.ID, plan.ID)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var c supervision.Call
		var made time.Time
		if err := rows.Scan(&c.Duty, &c.Kind, &c.At, &c.To, &c.Passed, &made); err != nil {
			return err
		}
		s.Calls, s.MadeAt = append(s.Calls, c), append(s.MadeAt, made)
	}
	return rows.Err()
}

func instant(t *time.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return *t
}
