package desk

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"

	"duban/internal/postgres"
	"duban/supervision"
)

// CreateFeed gives the caller's own calendar an address, or that of an office in which the caller sits, and answers its
// secret, which is shown this once. The address before it is over. An administrator who sits nowhere else in the office
// makes none: by it they would read what is not for them.
func (d *Desk) CreateFeed(ctx context.Context, caller Caller, office string) (token string, err error) {
	of, err := caller.feedOf(office)
	if err != nil {
		return "", err
	}
	err = d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx); err != nil { // two at once would both take the last one's place
			return err
		}
		now := d.clock()
		token = newFeedToken()
		made := postgres.NewFeed{FeedOwner: of, TokenHash: tokenHash(token), Keeper: cmp.Or(caller.Session.Keeper, caller.Host), At: now}
		if of.Office == "" {
			made.Generation = caller.Session.generation
		}
		if err := tx.InsertFeed(ctx, made); err != nil {
			return err
		}
		return record{verb: "CREATE_FEED", object: feedObject(of)}.append(ctx, tx, now, caller)
	})
	return token, absent(err)
}

// newFeedToken is 256 random bits, as an address can hold them.
func newFeedToken() string {
	secret := make([]byte, 32)
	rand.Read(secret)
	return base64.RawURLEncoding.EncodeToString(secret)
}

// feedOf is the caller's own calendar, or that of an office in which the caller sits.
func (c Caller) feedOf(office string) (postgres.FeedOwner, error) {
	switch {
	case office == "":
		return postgres.FeedOwner{Person: c.Person}, nil
	case slices.Contains(c.offices(), office):
		return postgres.FeedOwner{Office: office}, nil
	}
	return postgres.FeedOwner{}, errNotYourOffice
}

var errNotYourOffice = supervision.Refuse(supervision.NotAllowed, "您不在该机构任职", "you have no seat in that office")

// feedObject is how the record calls a calendar.
func feedObject(of postgres.FeedOwner) string {
	if of.Office != "" {
		return "feeds/offices/" + of.Office
	}
	return "feeds/people/" + of.Person
}
