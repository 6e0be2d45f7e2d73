package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/internal/roll"
	"duban/supervision"
)

// standing reads what a file of people is compared with. One file is taken up at a time, and what it concerns is locked, in
// the order in which everybody locks it.
func (d *Desk) standing(ctx context.Context, tx *postgres.Tx, host string, file *roll.File) (s roll.Standing, err error) {
	people, seats := file.Named(host)
	s = roll.Standing{Host: host, People: map[string]supervision.Person{}, Seats: map[string]roll.Place{}, Terms: map[string][]supervision.Term{}}
	if err := lock(ctx, tx, &s, people, seats); err != nil {
		return s, err
	}
	s.Now = d.clock()
	for _, read := range []func(context.Context, *postgres.Tx, *roll.Standing, *roll.File, []string) error{sitters, strangers, officesByName, seatMarks} {
		if err := read(ctx, tx, &s, file, seats); err != nil {
			return s, err
		}
	}
	s.Zone, err = d.hostZone(ctx, tx)
	return s, err
}

func lock(ctx context.Context, tx *postgres.Tx, s *roll.Standing, people, seats []string) error {
	_, err := tx.LockPeople(ctx, people...)
	if err = errors.Join(err, tx.LockHost(ctx), tx.LockLive(ctx)); err != nil {
		return err
	}
	onRoll, err := tx.LockPeople(ctx, people...) // also those whom another file has brought meanwhile
	if err != nil {
		return err
	}
	keepPeople(s.People, onRoll)
	rows, err := tx.LockSeats(ctx, seats...)
	for _, r := range rows {
		s.Seats[r.ID] = roll.Place{Seat: r.Seat(), Part: r.Part}
	}
	return err
}

func keepPeople(into map[string]supervision.Person, people []supervision.Person) {
	for _, p := range people {
		into[p.ID] = p
	}
}

// sitters reads the terms of the seats, and who sits there.
func sitters(ctx context.Context, tx *postgres.Tx, s *roll.Standing, _ *roll.File, seats []string) error {
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

// strangers asks for those whom another host has, and this one not yet: nothing of them is learned but whether the name
// agrees.
func strangers(ctx context.Context, tx *postgres.Tx, s *roll.Standing, file *roll.File, _ []string) error {
	s.Known = map[string]bool{}
	for _, r := range file.Rows {
		id := supervision.PersonID(s.Host, r.Number)
		if _, here := s.People[id]; here || supervision.IsOwnPerson(s.Host, id) {
			continue
		}
		known, err := tx.KnownAs(ctx, id, r.Name)
		if err != nil {
			return err
		}
		s.Known[id] = known
	}
	return nil
}

// officesByName reads the host's offices. Where two bear one name, only their ids tell them apart.
func officesByName(ctx context.Context, tx *postgres.Tx, s *roll.Standing, _ *roll.File, _ []string) error {
	s.Offices = map[string]string{}
	named := map[string]int{}
	for after := ""; ; {
		offices, err := tx.Offices(ctx, after, 500)
		if err != nil || len(offices) == 0 {
			return err
		}
		for _, o := range offices {
			if named[o.Name]++; named[o.Name] == 1 {
				s.Offices[o.Name] = o.ID
			} else {
				delete(s.Offices, o.Name)
			}
			s.Offices[o.ID], after = o.ID, o.ID
		}
	}
}

// seatMarks reads which people only stand in, and on which seats something rests.
func seatMarks(ctx context.Context, tx *postgres.Tx, s *roll.Standing, _ *roll.File, seats []string) error {
	standIns, err := tx.StandIns(ctx, seats...)
	if err != nil {
		return err
	}
	burdens, err := tx.Burdens(ctx, seats...)
	s.StandIns, s.Burdened = map[string]bool{}, map[string]bool{}
	for _, id := range standIns {
		s.StandIns[id] = true
	}
	for _, b := range burdens {
		s.Burdened[b.SeatID] = true
	}
	return err
}
