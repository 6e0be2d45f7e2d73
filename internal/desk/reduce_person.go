package desk

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"duban/internal/ledger"
	"duban/internal/postgres"
	"duban/supervision"
)

// Reduction is by what right payloads are absent from a record: what it keeps of a person's details, and of their account,
// goes when REDUCE_PERSON says so. It is what the memory's ReducePayloads takes away.
var Reduction = ledger.Reduction{Verb: "REDUCE_PERSON", Object: func(verb, object string) string {
	if person, is := strings.CutPrefix(object, "accounts/"); is {
		return "people/" + person
	}
	if verb == "SAVE_PERSON" && strings.HasPrefix(object, "people/") {
		return object
	}
	return ""
}}

// ReducePerson takes away what the host holds of a person's details: name, telephone and mail in the roll, how they signed
// in, on whose word they were let in, what they called their tokens, their calendar's address, what was said of messages to them, and
// what the record keeps of these beside its lines. What they did stays, under their id: papers, notes and the lines of the record are the congress's.
// Refused while they have a seat, now or ahead. Again, it changes nothing.
func (d *Desk) ReducePerson(ctx context.Context, caller Caller, person, reason string) error {
	person = supervision.PersonID(caller.Host, person)
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		known, err := tx.LockPeople(ctx, person)
		if err != nil {
			return err
		}
		if len(known) == 0 {
			return postgres.ErrNone
		}
		now := d.clock()
		if err := stillIn(ctx, tx, caller, now); err != nil {
			return err
		}
		held, err := tx.HoldsSignIn(ctx, person) // since a reduction they may have been given an account again
		if err != nil {
			return err
		}
		if !held && known[0] == known[0].Reduced() {
			return errUnchanged
		}
		if err := sitsNowhere(ctx, tx, person, now); err != nil {
			return err
		}
		reduced, err := reduce(ctx, tx, known[0], now)
		if err != nil {
			return err
		}
		r := record{verb: Reduction.Verb, object: "people/" + person, reason: reason, outcome: reduced}
		return r.append(ctx, tx, now, caller)
	})))
}

// sitsNowhere refuses to forget somebody who has a seat, now or ahead.
func sitsNowhere(ctx context.Context, tx *postgres.Tx, person string, now time.Time) error {
	terms, err := tx.TermsOf(ctx, time.Time{}, person)
	if slices.ContainsFunc(terms, func(t postgres.TermView) bool { return !t.Over(now) }) {
		return supervision.Refuse(supervision.WrongState, "此人仍在任，不能删减其信息；请先结束其任期", "they still have a seat; end their terms first")
	}
	return err
}

// reduce takes the details away and counts the payloads that went.
func reduce(ctx context.Context, tx *postgres.Tx, p supervision.Person, now time.Time) (int, error) {
	if err := tx.SavePeople(ctx, p.Reduced()); err != nil {
		return 0, err
	}
	if err := errors.Join(tx.ForgetAccount(ctx, p.ID, now), tx.DismissAll(ctx, p.ID, now), tx.ForgetLabels(ctx, p.ID), tx.ForgetAnswers(ctx, p.ID)); err != nil {
		return 0, err
	}
	if err := tx.DropFeed(ctx, postgres.FeedOwner{Person: p.ID}); err != nil && !errors.Is(err, postgres.ErrNone) {
		return 0, err
	}
	return tx.ReducePayloads(ctx, p.ID)
}
