package desk

import (
	"context"
	"errors"
	"slices"

	"duban/internal/postgres"
)

// SaveOffice makes an office, or changes it. It stands below another of the host's or below none, and never below itself.
// The same again changes nothing.
func (d *Desk) SaveOffice(ctx context.Context, caller Caller, o postgres.OfficeRow) error {
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx); err != nil {
			return err
		}
		before, err := tx.Office(ctx, o.ID)
		if err != nil && !errors.Is(err, postgres.ErrNone) {
			return err
		}
		if before == o {
			return errUnchanged
		}
		if err := placeOffice(ctx, tx, o); err != nil {
			return err
		}
		if err := tx.SaveOffice(ctx, o); err != nil {
			return err
		}
		r := record{verb: "SAVE_OFFICE", object: "offices/" + o.ID, given: o}
		if before.ID != "" {
			r.outcome = before
		}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

// placeOffice refuses an office below itself or below none that is there.
func placeOffice(ctx context.Context, tx *postgres.Tx, o postgres.OfficeRow) error {
	if o.ParentID == "" {
		return nil
	}
	path, err := tx.OfficesFrom(ctx, o.ParentID)
	switch {
	case err != nil:
		return err
	case slices.Contains(append(path, o.ParentID), o.ID):
		return errCircle
	case len(path) == 0:
		return postgres.ErrNone
	}
	return nil
}
