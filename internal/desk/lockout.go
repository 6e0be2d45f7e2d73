package desk

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// attempt counts a password as wrong before it is looked at, so that of any number that come at once no more are tried
// than the rule allows; it returns until when the login then rests. What rests is refused, unhashed.
func (d *Desk) attempt(ctx context.Context, slot int) (until time.Time, err error) {
	err = d.db.In(ctx, "", func(tx *postgres.Tx) error {
		row, err := tx.LockLockout(ctx, slot, d.clock())
		if err != nil {
			return err
		}
		now := d.clock()
		if row.LockedUntil != nil && row.LockedUntil.After(now) {
			return resting(row.LockedUntil.Sub(now))
		}
		var failures supervision.Failures
		failures, until = row.Counted().Another(now)
		tx.SetLockout(slot, failures, until)
		return nil
	})
	return until, err
}

// resting refuses a login that rests, in minutes.
func resting(left time.Duration) error {
	minutes := int((left + time.Minute - 1) / time.Minute)
	return supervision.Refuse("BUSY",
		fmt.Sprintf("连续输错次数过多，请在 %d 分钟后再试", minutes),
		fmt.Sprintf("too many wrong passwords in a row: try again in %d minutes", minutes))
}

// settleTime is how long it may take to write down what an attempt came to after whoever made it has gone.
const settleTime = 5 * time.Second

// giveBack takes an attempt without a verdict from the count, and ends the rest that it began or helped to begin: nobody
// attempts anything during one, so there is no other.
func (d *Desk) giveBack(ctx context.Context, slot int) error {
	return d.settle(ctx, func(ctx context.Context, tx *postgres.Tx) error {
		row, err := tx.LockLockout(ctx, slot, d.clock())
		if err != nil {
			return err
		}
		if row.Failures <= 1 {
			tx.ClearLockout(slot)
			return nil
		}
		left := row.Counted()
		left.Count--
		tx.SetLockout(slot, left, time.Time{})
		return nil
	})
}

// forget forgets the wrong passwords before the right one.
func (d *Desk) forget(ctx context.Context, slot int) error {
	return d.settle(ctx, func(_ context.Context, tx *postgres.Tx) error {
		tx.ClearLockout(slot)
		return nil
	})
}

func (d *Desk) settle(ctx context.Context, do func(context.Context, *postgres.Tx) error) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTime)
	defer cancel()
	return d.db.In(ctx, "", func(tx *postgres.Tx) error { return do(ctx, tx) })
}

// slots is how many rows count wrong passwords at most, whatever logins are tried.
const slots = 1 << 20

// slotOf is where a login's wrong passwords are counted. Nobody outside can tell which logins share a slot: else a right
// password for one of them would forget the wrong ones for another.
func (d *Desk) slotOf(ctx context.Context, login string) (int, error) {
	key := d.slotKey.Load()
	if key == nil {
		made, err := d.key(ctx, "lockout-slot")
		if err != nil {
			return 0, err
		}
		key = &made
		d.slotKey.Store(key)
	}
	sum := hmac.New(sha256.New, *key)
	sum.Write([]byte(login))
	return int(binary.BigEndian.Uint32(sum.Sum(nil)) % slots), nil
}
