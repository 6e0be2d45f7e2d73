package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// AdmitAccount lets somebody on the host's roll in on the word of the congress that keeps their account, or no longer.
// Nobody else can say so: else whoever keeps an account elsewhere could open every door its holder has. On the host's own
// word, somebody who has no account yet is recognised by the mail address or telephone that stands on the roll now: another
// one takes that back.
func (d *Desk) AdmitAccount(ctx context.Context, caller Caller, person, keeper string, no bool) error {
	person = supervision.PersonID(caller.Host, person)
	r := record{verb: "ADMIT_ACCOUNT", given: map[string]any{"keeper": keeper, "no_longer": no}}
	return d.onAccount(ctx, caller, person, r, func(tx *postgres.Tx, now time.Time) error {
		if _, err := tx.HostNamed(ctx, keeper); err != nil {
			return err
		}
		if no {
			return tx.Dismiss(ctx, person, keeper, now)
		}
		return tx.Admit(ctx, person, keeper, now)
	})
}

// Admissions lists whom the host lets in and on whose word, those after the one given, in the order of the people's ids.
func (d *Desk) Admissions(ctx context.Context, caller Caller, person, keeper string, limit int) ([]Admission, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]Admission, error) { return tx.Admissions(ctx, person, keeper, limit) })
}
