package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/internal/roll"
	"duban/supervision"
)

// naming finds the people and seats that a file names.
type naming func(ctx context.Context, tx *postgres.Tx, s *roll.Standing, people, seats []string) error

// standing reads what a file of people is compared with.
func (d *Desk) standing(ctx context.Context, tx *postgres.Tx, host string, file *roll.File, find naming) (s roll.Standing, err error) {
	people, seats := file.Named(host)
	s = roll.Standing{Host: host, People: map[string]supervision.Person{}, Seats: map[string]roll.Place{}, Terms: map[string][]supervision.Term{}}
	if s.Known, err = strangers(ctx, tx, host, file); err != nil {
		return s, err
	}
	if err := find(ctx, tx, &s, people, seats); err != nil {
		return s, err
	}
	s.Now = d.clock()
	for _, read := range []func(context.Context, *postgres.Tx, *roll.Standing, []string) error{sitters, officesByName, seatMarks} {
		if err := read(ctx, tx, &s, seats); err != nil {
			return s, err
		}
	}
	s.Zone, err = d.hostZone(ctx, tx)
	return s, err
}

// seen is for a preview, which keeps nobody waiting, and no clock: what it shows may have changed by the import, which
// finds that by the digest.
func seen(ctx context.Context, tx *postgres.Tx, s *roll.Standing, people, seats []string) error {
	onRoll, err := tx.Names(ctx, people...)
	if err != nil {
		return err
	}
	keepPeople(s.People, onRoll)
	rows, err := tx.SeatsNamed(ctx, seats...)
	keepSeats(s.Seats, rows)
	return err
}

// locked is for an import. One file is taken up at a time, and what it concerns is locked, in the order in which everybody
// locks it: of campaigns nothing, where nobody comes or goes.
func locked(ctx context.Context, tx *postgres.Tx, s *roll.Standing, people, seats []string) error {
	_, err := tx.LockPeople(ctx, people...)
	if err = errors.Join(err, tx.LockHost(ctx)); err == nil && len(seats) > 0 {
		err = tx.LockLive(ctx)
	}
	if err != nil {
		return err
	}
	onRoll, err := tx.LockPeople(ctx, people...) // also those whom another file has brought meanwhile
	if err != nil {
		return err
	}
	keepPeople(s.People, onRoll)
	rows, err := tx.LockSeats(ctx, seats...)
	keepSeats(s.Seats, rows)
	return err
}

func keepSeats(into map[string]roll.Place, rows []postgres.SeatRow) {
	for _, r := range rows {
		into[r.ID] = roll.Place{Seat: r.Seat(), Part: r.Part}
	}
}

func keepPeople(into map[string]supervision.Person, people []supervision.Person) {
	for _, p := range people {
		into[p.ID] = p
	}
}

// sitters reads the terms of the seats, and who sits there.
func sitters(ctx context.Context, tx *postgres.Tx, s *roll.Standing, seats []string) error {
	terms, err := tx.TermsIn(ctx, seats...)
	if err != nil {
		return err
	}
	var ids []string
	for _, t := range terms {
		s.Terms[t.Seat] = append(s.Terms[t.Seat], t)
		ids = append(ids, t.Person)
	}
	people, err := tx.Names(ctx, ids...)
	keepPeople(s.People, people)
	return err
}

// strangers asks for those whom another host has, before anything is locked: nothing of them is learned but whether the
// name agrees.
func strangers(ctx context.Context, tx *postgres.Tx, host string, file *roll.File) (known map[string]bool, err error) {
	var named []supervision.Person
	for _, r := range file.Rows {
		if id := supervision.PersonID(host, r.Number); !supervision.IsOwnPerson(host, id) {
			named = append(named, supervision.Person{ID: id, Name: r.Name})
		}
	}
	known = map[string]bool{}
	if len(named) == 0 {
		return known, nil
	}
	ids, err := tx.KnownAs(ctx, named...)
	for _, id := range ids {
		known[id] = true
	}
	return known, err
}

// officesByName reads the host's offices. An id means the office that has it, whatever others are called.
func officesByName(ctx context.Context, tx *postgres.Tx, s *roll.Standing, _ []string) error {
	s.Offices = map[string][]string{}
	var ids []string
	for after := ""; ; after = ids[len(ids)-1] {
		offices, err := tx.Offices(ctx, after, 500)
		if err != nil {
			return err
		}
		if len(offices) == 0 {
			break
		}
		for _, o := range offices {
			s.Offices[o.Name], ids = append(s.Offices[o.Name], o.ID), append(ids, o.ID)
		}
	}
	for _, id := range ids {
		s.Offices[id] = []string{id}
	}
	return nil
}

// seatMarks reads which people only stand in, and on which seats something rests.
func seatMarks(ctx context.Context, tx *postgres.Tx, s *roll.Standing, seats []string) error {
	standIns, err := tx.StandIns(ctx, seats...)
	if err != nil {
		return err
	}
	burdens, err := tx.Burdens(ctx, seats...)
	s.StandIns, s.Rests = map[string]bool{}, postgres.Rests(burdens)
	for _, id := range standIns {
		s.StandIns[id] = true
	}
	return err
}
