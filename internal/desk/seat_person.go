package desk

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// Seating lets a person into a seat, from the beginning of a day to the end of another in the host's zone.
type Seating struct {
	Person string
	Seat   string
	First  supervision.Date // zero: from now
	Last   supervision.Date // zero: until further notice
}

// SeatPerson lets somebody on the roll into a seat. What waits there for somebody to come is theirs from then on, and what
// rests on the seat they are told. A last day beyond which something rests there and nobody sits is refused: the stand-in
// has left. Who administers is given by the security administrator, every other seat by the system administrator. The same
// days again change nothing.
func (d *Desk) SeatPerson(ctx context.Context, caller Caller, s Seating) error {
	s.Person = supervision.PersonID(caller.Host, s.Person)
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := onTheRoll(ctx, tx, s.Person); err != nil {
			return err
		}
		if err := tx.LockLive(ctx); err != nil {
			return err
		}
		seats, err := lockSeats(ctx, tx, caller, s.Seat)
		if err != nil {
			return err
		}
		now := d.clock()
		if err := stillIn(ctx, tx, caller, now); err != nil {
			return err
		}
		term, err := d.term(ctx, tx, s, now)
		if err != nil {
			return err
		}
		if err := seat(ctx, tx, caller.Host, seats[0], term, now); err != nil {
			return err
		}
		if err := d.taken(ctx, tx, seats[0], term, now); err != nil {
			return err
		}
		if err := tx.Readdress(ctx, now, s.Seat); err != nil {
			return err
		}
		if err := d.tellSuccessors(ctx, tx, []supervision.Term{term}, now); err != nil {
			return err
		}
		return record{verb: "SEAT_PERSON", object: "people/" + s.Person, given: term}.append(ctx, tx, now, caller)
	})))
}

// onTheRoll locks people, all of whom must be on the host's roll.
func onTheRoll(ctx context.Context, tx *postgres.Tx, ids ...string) error {
	slices.Sort(ids)
	ids = slices.Compact(ids)
	found, err := tx.LockPeople(ctx, ids...)
	if err == nil && len(found) < len(ids) {
		return errNobody
	}
	return err
}

// lockSeats locks seats that are the caller's to give.
func lockSeats(ctx context.Context, tx *postgres.Tx, caller Caller, ids ...string) ([]postgres.SeatRow, error) {
	seats, err := tx.LockSeats(ctx, ids...)
	if err == nil && len(seats) < len(ids) {
		err = postgres.ErrNone
	}
	for _, s := range seats {
		if err == nil {
			err = supervision.RequireSeating(caller.Has, s.Role)
		}
	}
	return seats, err
}

// term makes of days the instants between which a person sits.
func (d *Desk) term(ctx context.Context, tx *postgres.Tx, s Seating, now time.Time) (supervision.Term, error) {
	zone, err := d.hostZone(ctx, tx)
	t := supervision.Term{Seat: s.Seat, Person: s.Person, From: now}
	if err == nil && !s.First.IsZero() {
		t.From = s.First.At(0, zone).UTC()
	}
	if err == nil && !s.Last.IsZero() {
		t.To = s.Last.AddDays(1).At(0, zone).UTC()
	}
	return t, err
}

// seat lets a person into a locked seat.
func seat(ctx context.Context, tx *postgres.Tx, host string, row postgres.SeatRow, t supervision.Term, now time.Time) error {
	had, err := tx.TermsIn(ctx, t.Seat)
	if err != nil {
		return err
	}
	standIn, err := standsIn(ctx, tx, host, t.Seat)
	if err != nil {
		return err
	}
	ended, known, err := t.Take(had, standIn, now)
	if err != nil {
		return err
	}
	if known {
		return errUnchanged
	}
	if err := mayHold(ctx, tx, row.Role, t); err != nil {
		return err
	}
	if err := outlasted(ctx, tx, row.Role, t, now); err != nil {
		return err
	}
	tx.EndTerms(ended...)
	if err := tx.InsertTerms(ctx, t); err != nil {
		return err
	}
	return signOut(ctx, tx, now, ended)
}

// signOut ends the sessions that are over with the terms that have ended. All terms must be stored.
func signOut(ctx context.Context, tx *postgres.Tx, now time.Time, ended []supervision.Term) error {
	if len(ended) == 0 {
		return nil
	}
	people := make([]string, len(ended))
	for i, t := range ended {
		people[i] = t.Person
	}
	return tx.EndUnseated(ctx, now, people...)
}

// taken refuses a stored term after which nobody sits in a seat on which something still rests. A term that is over already
// is a note of the past.
func (d *Desk) taken(ctx context.Context, tx *postgres.Tx, row postgres.SeatRow, t supervision.Term, now time.Time) error {
	if t.To.IsZero() || t.Over(now) {
		return nil
	}
	zone, zoneErr := d.hostZone(ctx, tx)
	terms, termsErr := tx.TermsIn(ctx, t.Seat)
	burdens, err := tx.Burdens(ctx, t.Seat)
	if err = errors.Join(zoneErr, termsErr, err); err == nil && supervision.LeftBare(terms, postgres.Rests(burdens)[t.Seat], t.To, zone) {
		err = needSuccessors([]string{fmt.Sprintf("%s（%s）", row.Title, t.Seat)})
	}
	return err
}

// standsIn is a seat's stand-in; empty where there is none, or somebody real goes by that number by now.
func standsIn(ctx context.Context, tx *postgres.Tx, host, seat string) (string, error) {
	p, err := tx.Person(ctx, supervision.StandIn(host, seat))
	switch {
	case errors.Is(err, postgres.ErrNone):
		return "", nil
	case err != nil || !p.StandIn:
		return "", err
	}
	return p.ID, nil
}

// mayHold refuses a seat to somebody whose other seats at that time do not go with it.
func mayHold(ctx context.Context, tx *postgres.Tx, wanted supervision.Role, t supervision.Term) error {
	if !supervision.Administers(wanted) {
		return nil
	}
	host, err := tx.Host(ctx)
	if err != nil {
		return err
	}
	others, err := tx.TermsOf(ctx, time.Time{}, t.Person)
	if err != nil {
		return err
	}
	var held []supervision.Role
	for _, o := range others {
		if o.Meets(t) {
			held = append(held, o.Role)
		}
	}
	return supervision.CanHold(held, wanted, host.SplitAdmin)
}

// outlasted refuses an administrator's term a last day after which nobody of the kind might be left. A term that is over
// already is a note of the past.
func outlasted(ctx context.Context, tx *postgres.Tx, role supervision.Role, t supervision.Term, now time.Time) error {
	if !supervision.Administers(role) || t.To.IsZero() || t.Over(now) {
		return nil
	}
	stays, err := tx.AnyStays(ctx, role, t.To)
	if err == nil && !stays {
		err = supervision.Refuse(supervision.NeedsSuccessor, "该任期止日之后没有同类管理员长期在任；请先任命一位不设任期止的同类管理员",
			"no administrator of this kind stays beyond this last day; seat one without a last day first")
	}
	return err
}
