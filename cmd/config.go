// Package cmd is the program as a value: it reads the configuration, wires the parts and starts and stops them in
// order, so that a test, a binary or a larger process can run it. It knows every part and none of their rules.
package cmd

import (
	"cmp"
	"context"
	"log/slog"
	"time"

	"duban/internal/desk"
	"duban/internal/links"
	"duban/internal/pace"
	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
	"duban/workflows"
)

// Config says what a program runs on and where it answers. A program without Temporal only serves, one without Listen
// only works: the two halves of a deployment in parts.
type Config struct {
	DSN           string     // PostgreSQL, as the application's role, which row-level security binds
	Temporal      string     // host:port of Temporal's frontend
	Namespace     string     // in Temporal
	Listen        string     // host:port of REST and console; port 0 takes any that is free
	GRPC          string     // host:port of gRPC; port 0 takes any that is free
	TemporalPages string     // URL of Temporal's web pages, a link for staff; may be empty
	CourierLog    string     // path of the file that takes the messages of a congress without channels
	Site          links.Site // where people sign in: messages and calendars lead there
	Keys          string     // of the secrets of channels: see secrets.ParseRing; empty: none can be kept
	Entrance      Entrance
	Log           *slog.Logger
	Pace          pace.Pace // the clock; its zero value is the wall's
	Version       int       // of the workflow code, where a test of upgrades lets one build stand for two; 0 for its own
}

func (c Config) version() int { return cmp.Or(c.Version, workflows.Version) }

// Migrate brings the schema up to date and grants the application's role its rights. Several may do it at once.
func Migrate(ctx context.Context, ownerDSN string) error { return postgres.Migrate(ctx, ownerDSN) }

// clock is the wall's.
func clock() time.Time { return pace.Pace{}.Now() }

// deskOf is the desk of a program, which keeps the secrets of channels if there are keys for them.
func deskOf(c Config, db *postgres.DB) (*desk.Desk, error) {
	d := newDesk(db, c.Pace.Now)
	if c.Keys == "" {
		return d, nil
	}
	ring, err := secrets.ParseRing(c.Keys)
	if err != nil {
		return nil, err
	}
	d.KeepSecrets(ring)
	return d, nil
}

func newDesk(db *postgres.DB, clock desk.Clock) *desk.Desk {
	return desk.New(db, clock, supervision.ChinaCalendar())
}
