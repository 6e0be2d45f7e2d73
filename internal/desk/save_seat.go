package desk

import (
	"context"
	"errors"
	"strings"

	"duban/internal/postgres"
	"duban/supervision"
)

// SaveSeat makes a seat in which nobody sits yet, or changes its title and its part in its unit. Its role and its office
// stay as they are: duties rest on them. While papers wait for a unit's head, the last head's seat stays one. The same again
// changes nothing.
func (d *Desk) SaveSeat(ctx context.Context, caller Caller, s supervision.Seat, part supervision.Part) error {
	if err := supervision.RequireSeating(caller.Has, s.Role); err != nil {
		return err
	}
	if strings.ContainsFunc(s.Title, supervision.Unseen) {
		return errUnseenName
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		before, err := seatBefore(ctx, tx, s)
		if err != nil {
			return err
		}
		now := d.clock()
		if err := stillIn(ctx, tx, caller, now); err != nil {
			return err
		}
		if len(before) > 0 && before[0].Title == s.Title && before[0].Part == part {
			return errUnchanged
		}
		if err := tx.SaveSeat(ctx, s, part); err != nil {
			return err
		}
		if len(before) > 0 && before[0].Part == supervision.Head {
			if err := requireHeads(ctx, tx, s.Office); err != nil {
				return err
			}
		}
		r := record{verb: "SAVE_SEAT", object: "seats/" + s.ID, given: s}
		if len(before) > 0 {
			r.outcome = before[0]
		}
		return r.append(ctx, tx, now, caller)
	})))
}

// seatBefore locks the seat as it is, if it is there, and the campaigns, whose papers wait for heads.
func seatBefore(ctx context.Context, tx *postgres.Tx, s supervision.Seat) ([]postgres.SeatRow, error) {
	if s.Office != "" {
		if _, err := tx.Office(ctx, s.Office); err != nil {
			return nil, err
		}
	}
	if err := errors.Join(tx.LockHost(ctx), tx.LockLive(ctx)); err != nil {
		return nil, err
	}
	before, err := tx.LockSeats(ctx, s.ID)
	if err == nil && len(before) > 0 && (before[0].Role != s.Role || before[0].Seat().Office != s.Office) {
		err = errTaken
	}
	return before, err
}

// requireHeads refuses to leave units without a head's seat while papers wait for a head there.
func requireHeads(ctx context.Context, tx *postgres.Tx, offices ...string) error {
	bare, err := tx.Headless(ctx, offices...)
	if err == nil && len(bare) > 0 {
		err = supervision.Refuse(supervision.NeedsSuccessor, "下列单位还有材料待负责人审签，须保留负责人席位："+strings.Join(bare, "、"),
			"papers wait for a head in these units, which need a head's seat: "+strings.Join(bare, ", "))
	}
	return err
}
