package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// SaveSeat makes a seat in which nobody sits yet, or changes its title and its part in its unit. Its role and its office
// stay as they are: duties rest on them. The same again changes nothing.
func (d *Desk) SaveSeat(ctx context.Context, caller Caller, s supervision.Seat, part supervision.Part) error {
	if err := supervision.RequireSeating(caller.Has, s.Role); err != nil {
		return err
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if s.Office != "" {
			if _, err := tx.Office(ctx, s.Office); err != nil {
				return err
			}
		}
		before, err := tx.LockSeats(ctx, s.ID)
		if err != nil {
			return err
		}
		if len(before) > 0 && (before[0].Role != s.Role || before[0].Seat().Office != s.Office) {
			return errTaken
		}
		if len(before) > 0 && before[0].Title == s.Title && before[0].Part == part {
			return errUnchanged
		}
		if err := tx.SaveSeat(ctx, s, part); err != nil {
			return err
		}
		r := record{verb: "SAVE_SEAT", object: "seats/" + s.ID, given: s}
		if len(before) > 0 {
			r.outcome = before[0]
		}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}
