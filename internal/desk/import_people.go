package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"duban/internal/postgres"
	"duban/internal/roll"
	"duban/supervision"
)

// Import is what a file of people makes of a host's roll, seats and terms.
type Import struct {
	*roll.Changes
	Digest string // of the file and its effects: what was previewed can be told from what has become of it since
}

// PreviewImport says what ImportPeople would do with a file now, and does nothing. It looks at what ImportPeople would look
// at, drafts that the caller may not see among it.
func (d *Desk) PreviewImport(ctx context.Context, caller Caller, file []byte) (*Import, error) {
	read, err := readRoll(ctx, caller, file)
	if err != nil {
		return nil, err
	}
	return look(ctx, d, System(caller.Host), func(tx *postgres.Tx) (*Import, error) {
		i, _, err := d.compare(ctx, tx, caller.Host, file, read, seen)
		return i, err
	})
}

// ImportPeople takes a file of people up, whole or not at all. Whom and what it does not name stays as it is, and so does
// what a cell leaves blank. If a preview's digest is given, the effects must still be those. The same file again changes
// nothing.
func (d *Desk) ImportPeople(ctx context.Context, caller Caller, file []byte, previewed string) (*Import, error) {
	read, err := readRoll(ctx, caller, file)
	if err != nil {
		return nil, err
	}
	var i *Import
	err = d.db.In(ctx, caller.Host, func(tx *postgres.Tx) (err error) {
		var now time.Time
		if i, now, err = d.compare(ctx, tx, caller.Host, file, read, locked); err != nil {
			return err
		}
		if err := stillIn(ctx, tx, caller, now); err != nil {
			return err
		}
		if err := i.takeUp(ctx, tx, now, caller, file, previewed); err != nil {
			return err
		}
		return d.tellSuccessors(ctx, tx, i.Begun, now)
	})
	if postgres.IsTaken(err) { // a seat that somebody else has made meanwhile
		err = errRollChanged
	}
	return i, unlessUnchanged(err)
}

// readRoll reads a file for somebody who may give what it gives.
func readRoll(ctx context.Context, caller Caller, file []byte) (*roll.File, error) {
	if err := supervision.RequireSeating(caller.Has, supervision.RoleDeputy); err != nil {
		return nil, err
	}
	read, found, err := roll.Read(ctx, file)
	if err != nil {
		return nil, err
	}
	if len(found) > 0 {
		return nil, invalidFile(found)
	}
	return read, nil
}

// compare says what a file makes of what there is now.
func (d *Desk) compare(ctx context.Context, tx *postgres.Tx, host string, file []byte, read *roll.File, find naming) (*Import, time.Time, error) {
	s, err := d.standing(ctx, tx, host, read, find)
	if err != nil {
		return nil, s.Now, err
	}
	changes, found := read.Compare(s)
	if len(found) > 0 {
		return nil, s.Now, invalidFile(found)
	}
	i, err := newImport(file, changes)
	return i, s.Now, err
}

// takeUp makes it so, and leaves a line in the record, and one for each person whom it changes: what is held of one can be
// reduced, and the others' stays.
func (i *Import) takeUp(ctx context.Context, tx *postgres.Tx, now time.Time, caller Caller, file []byte, previewed string) error {
	switch {
	case previewed != "" && previewed != i.Digest:
		return errRollChanged
	case i.None():
		return errUnchanged
	}
	if err := i.write(ctx, tx, now); err != nil {
		return err
	}
	lines := []record{{verb: "IMPORT_PEOPLE", object: "rolls/" + caller.Host, given: i.traces(file)}}
	for n, p := range i.People {
		lines = append(lines, saved(p, i.Were[n]))
	}
	return appendAll(ctx, tx, now, caller, lines...)
}

var errRollChanged = supervision.Refuse(supervision.WrongState, "名册在此期间有变化，请重新预览", "the roll has changed meanwhile; look at it again")

func newImport(file []byte, changes *roll.Changes) (*Import, error) {
	effects, err := json.Marshal(changes.Effects)
	sum := sha256.Sum256(append(effects, file...))
	return &Import{changes, hex.EncodeToString(sum[:16])}, err
}

func invalidFile(findings []supervision.Finding) error {
	e := supervision.Refuse(supervision.InvalidFile, "名册文件有误，未导入任何内容", "the file of people has errors, and nothing of it was taken up")
	e.Findings = findings
	return e
}

// write stores what changes. What waits in a seat goes to whoever sits there from now on.
func (i *Import) write(ctx context.Context, tx *postgres.Tx, now time.Time) error {
	if err := tx.SavePeople(ctx, i.People...); err != nil {
		return err
	}
	if err := i.writeSeats(ctx, tx); err != nil {
		return err
	}
	tx.EndTerms(i.Ended...)
	if err := tx.InsertTerms(ctx, i.Begun...); err != nil {
		return err
	}
	if err := signOut(ctx, tx, now, i.Ended); err != nil {
		return err
	}
	if seats := i.turned(); len(seats) > 0 {
		return tx.Readdress(ctx, now, seats...)
	}
	return nil
}

// writeSeats stores new seats, and new titles and parts of others. No unit in which papers wait loses its last head by it.
func (i *Import) writeSeats(ctx context.Context, tx *postgres.Tx) error {
	var offices []string
	for _, s := range i.Seats {
		if err := tx.RenameSeat(ctx, s.ID, s.Title, s.Part); err != nil {
			return err
		}
		offices = append(offices, s.Office)
	}
	if err := i.writeNewSeats(ctx, tx); err != nil || len(offices) == 0 {
		return err
	}
	return requireHeads(ctx, tx, offices...)
}

func (i *Import) writeNewSeats(ctx context.Context, tx *postgres.Tx) error {
	if len(i.NewSeats) == 0 {
		return nil
	}
	seats, parts := make([]supervision.Seat, len(i.NewSeats)), make([]supervision.Part, len(i.NewSeats))
	for n, s := range i.NewSeats {
		seats[n], parts[n] = s.Seat, s.Part
	}
	return tx.InsertNewSeats(ctx, seats, parts)
}

// turned are the seats in which somebody comes or goes.
func (i *Import) turned() (seats []string) {
	for _, terms := range [][]supervision.Term{i.Ended, i.Begun} {
		for _, t := range terms {
			seats = append(seats, t.Seat)
		}
	}
	return seats
}

// traces are what the file's own line keeps: the file by its digest, people by their ids, and nothing that could have to be
// reduced.
func (i *Import) traces(file []byte) any {
	sum := sha256.Sum256(file)
	people := make([]string, len(i.People))
	for n, p := range i.People {
		people[n] = p.ID
	}
	return struct {
		File     string
		People   []string
		NewSeats []roll.Place
		Seats    []roll.Place
		Ended    []supervision.Term
		Begun    []supervision.Term
	}{hex.EncodeToString(sum[:]), people, i.NewSeats, i.Seats, i.Ended, i.Begun}
}
