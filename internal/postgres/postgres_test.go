package postgres_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
)

// began is the instant at which everything in these tests happens: 21 April 2020, 09:00 in China.
var began = time.Date(2020, 4, 21, 1, 0, 0, 0, time.UTC)

// memory is a database of its own, as the application's role sees it and as its owner does.
type memory struct {
	*testing.T
	*postgres.DB
	owner, app *pgx.Conn
	desk       *desk.Desk
}

func newMemory(t *testing.T) *memory {
	t.Helper()
	appDSN, ownerDSN := pgtest.New(t)
	db, err := postgres.Open(t.Context(), appDSN)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(db.Close)
	m := &memory{T: t, DB: db, owner: connect(t, ownerDSN), app: connect(t, appDSN)}
	m.desk = desk.New(db, func() time.Time { return began }, supervision.ChinaCalendar())
	return m
}

func connect(t *testing.T, dsn string) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

// launch launches the Hangzhou plan for a host, under the host's name, and makes its first calls.
func (m *memory) launch(host string) (campaign string) {
	m.Helper()
	campaign = host + "-2020"
	source := strings.Replace(string(plans.Hangzhou2020()), "id: hangzhou-2020\n", "id: "+campaign+"\n", 1)
	source = strings.Replace(source, "host: {id: hangzhou,", "host: {id: "+host+",", 1)
	caller := desk.System(host)
	_, err := m.desk.CreateCampaign(m.Context(), caller, []byte(source))
	m.must(err)
	m.must(m.desk.LaunchCampaign(m.Context(), caller, campaign))
	_, err = m.desk.MakeCalls(m.Context(), host, campaign)
	m.must(err)
	return campaign
}

// caller is whoever sits in a seat of a host.
func (m *memory) caller(host, seat string) desk.Caller {
	return desk.Caller{Person: host + "/" + seat, Host: host, Seats: []supervision.Seat{{ID: seat}}}
}

func (m *memory) must(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

// texts reads one column of text.
func (m *memory) texts(as querier, sql string, args ...any) []string {
	m.Helper()
	rows, err := as.Query(m.Context(), sql, args...)
	m.must(err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	m.must(err)
	return all
}

type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func (m *memory) same(want, got []string) {
	m.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		m.Errorf("(-want +got):\n%s", diff)
	}
}
