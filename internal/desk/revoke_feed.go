package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/supervision"
)

// RevokeFeed takes the address of the caller's own calendar away, or that of an office: by whoever sits there, and by the
// security administrator, should it have come into wrong hands. Where there is none, it changes nothing.
func (d *Desk) RevokeFeed(ctx context.Context, caller Caller, office string) error {
	of, err := caller.feedOf(office)
	if err != nil && caller.Has(supervision.RoleSecurityAdmin) {
		of, err = postgres.FeedOwner{Office: office}, nil
	}
	if err != nil {
		return err
	}
	return unlessUnchanged(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.DropFeed(ctx, of); errors.Is(err, postgres.ErrNone) {
			return errUnchanged
		} else if err != nil {
			return err
		}
		return record{verb: "REVOKE_FEED", object: feedObject(of)}.append(ctx, tx, d.clock(), caller)
	}))
}

// mostFeeds is how many calendars are listed.
const mostFeeds = 500

// Feeds lists the caller's own calendar and those of the offices in which the caller sits, whether they have an address or
// not; to the security administrator, every one that has.
func (d *Desk) Feeds(ctx context.Context, caller Caller) ([]FeedRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]FeedRow, error) {
		return tx.Feeds(ctx, caller.Person, caller.offices(), caller.Has(supervision.RoleSecurityAdmin), d.clock(), mostFeeds)
	})
}
