package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// Leaving is who leaves what, when, and who takes it over.
type Leaving struct {
	Person     string
	Seat       string            // empty: every seat of theirs
	Last       supervision.Date  // their last day, in the host's zone; zero: they leave now
	Successors map[string]string // people by the seats that they take over
}

// Handover is a seat that passes from somebody to somebody, with the open duties that it holds.
type Handover struct {
	Seat   string    `json:"seat"`
	From   string    `json:"from"`
	To     string    `json:"to,omitempty"` // empty: nobody takes it over, and nothing rests on it
	At     time.Time `json:"at"`
	Duties []string  `json:"duties,omitempty"` // as campaign/duty
	// GivenUp are terms that were to begin there later, as they are now: without a day.
	GivenUp []supervision.Term `json:"given_up,omitempty"`
}

// EndTerm lets somebody leave a seat, or all of theirs, and those named take over: the duties keep their ids and days, and
// what is queued for the seat and in no digest yet is for whoever sits there now. Nothing is left without a holder: while
// something rests on a seat beyond that day, and while it is the last of its administrators', nobody leaves it without a successor. Leaving
// again changes nothing.
func (d *Desk) EndTerm(ctx context.Context, caller Caller, l Leaving) error {
	l.own(caller.Host)
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		p := parting{Leaving: l, tx: tx, caller: caller}
		if err := p.begin(ctx, d); err != nil {
			return err
		}
		handed, err := p.handOver(ctx)
		if err != nil {
			return err
		}
		if err := tx.Readdress(ctx, p.now, p.seatIDs()...); err != nil {
			return err
		}
		return record{verb: "END_TERM", object: "people/" + l.Person, outcome: handed}.append(ctx, tx, p.now, caller)
	})))
}

// own makes whole ids of the host's numbers.
func (l *Leaving) own(host string) {
	l.Person = supervision.PersonID(host, l.Person)
	named := map[string]string{}
	for seat, person := range l.Successors {
		named[seat] = supervision.PersonID(host, person)
	}
	l.Successors = named
}
