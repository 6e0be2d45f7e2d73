// Package desk is the clerk: every command of a person and every act of the clock is one method, in a file of its own,
// and one transaction. It loads what the rules need, lets supervision decide, writes what they decided, appends the
// record and queues the notices. The API calls it for people, activities call it for the clock: both come in by the
// same door.
//
// It knows no transport and no workflow. Instants come from an injected clock, read after the campaign is locked.
package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/alexedwards/argon2id"

	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
)

// Clock tells the present instant.
type Clock func() time.Time

// Desk executes commands.
type Desk struct {
	db      *postgres.DB
	clock   Clock
	almanac almanac
	zones   sync.Map             // by their names
	sealing atomic.Pointer[seal] // once it is known
	slotKey atomic.Pointer[[]byte]
	hasher  *hasher
	ring    *secrets.Ring // nil: no secrets can be kept
}

// New makes a desk over a database. The calendar tells working days, with what the database adds to it.
func New(db *postgres.DB, clock Clock, calendar supervision.Calendar) *Desk {
	return &Desk{db: db, clock: clock, almanac: almanac{calendar: calendar}, hasher: newHasher(DefaultCost)}
}

// HashAt has passwords hashed at another cost than DefaultCost from now on: a stronger machine can pay more, and a test
// has no time. It must not be called any more when somebody may be signing in.
func (d *Desk) HashAt(cost argon2id.Params) { d.hasher = newHasher(cost) }

// Caller is who acts, in one host.
type Caller struct {
	Person   string
	Name     string
	Host     string
	HostName string
	Seats    []supervision.Seat
	Session  Session // zero for what comes in by no session: the clock, and whoever runs the installation
}

// Clockwork is the caller of what the clock does in a host.
func Clockwork(host string) Caller { return Caller{Person: "clock", Host: host} }

// System is the caller of what nobody asks for in a host.
func System(host string) Caller { return Caller{Person: "system", Host: host} }

// reader is how row-level security knows the caller.
func (c Caller) reader() postgres.Reader {
	if c.Person == "clock" || c.Person == "system" {
		return postgres.Reader{}
	}
	roles := []string{"NONE"}
	for _, s := range c.Seats {
		roles = append(roles, string(s.Role))
	}
	return postgres.Reader{Person: c.Person, Roles: strings.Join(roles, " "), Offices: strings.Join(c.offices(), " ")}
}

// Has reports whether the caller holds a seat of the role.
func (c Caller) Has(role supervision.Role) bool {
	for _, s := range c.Seats {
		if s.Role == role {
			return true
		}
	}
	return false
}

// roles are those of the caller's seats, in order and each once; never nil.
func (c Caller) roles() []supervision.Role {
	roles := make([]supervision.Role, len(c.Seats))
	for i, s := range c.Seats {
		roles[i] = s.Role
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// SeatIDs are the seats that the caller holds; never nil.
func (c Caller) SeatIDs() []string {
	ids := make([]string, len(c.Seats))
	for i, s := range c.Seats {
		ids[i] = s.ID
	}
	return ids
}

// seatAmong returns the caller's first seat that is among those given; empty if none is.
func (c Caller) seatAmong(seats ...string) string {
	for _, own := range c.Seats {
		for _, s := range seats {
			if own.ID == s {
				return s
			}
		}
	}
	return ""
}

// SitsIn reports whether the caller holds one of these seats.
func (c Caller) SitsIn(seats ...string) bool { return c.seatAmong(seats...) != "" }

// read runs do in a transaction that only reads.
func (d *Desk) read(ctx context.Context, caller Caller, do func(*postgres.Tx) error) error {
	return absent(d.db.Look(ctx, caller.Host, caller.reader(), do))
}

// absent turns a missing row into a refusal that tells an outsider nothing.
func absent(err error) error {
	if errors.Is(err, postgres.ErrNone) {
		return supervision.Refuse(supervision.NotFound, "没有该内容，或您无权查看", "there is no such thing, or you may not see it")
	}
	return err
}
