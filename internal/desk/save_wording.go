package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/internal/wording"
)

// SaveWording keeps how the host words messages of a kind in a language. The zero template, or the program's own, goes back
// to the program's. A template with mistakes is refused with all of them. The same again changes nothing.
func (d *Desk) SaveWording(ctx context.Context, caller Caller, k wording.Kind, l wording.Language, t wording.Template) error {
	t = t.Tidy()
	if t == wording.Default(k, l) {
		t = wording.Template{}
	}
	if t != (wording.Template{}) {
		if err := wording.Check(t); err != nil {
			return err
		}
	}
	return unlessUnchanged(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx); err != nil { // two at once are told apart in the record
			return err
		}
		before, err := tx.Wording(ctx, string(k), string(l))
		if err != nil && !errors.Is(err, postgres.ErrNone) {
			return err
		}
		was := wording.Template{Subject: before.Subject, Text: before.Text}
		if was == t {
			return errUnchanged
		}
		now := d.clock()
		if err := tx.SaveWording(ctx, postgres.WordingRow{
			Kind: string(k), Language: string(l), Subject: t.Subject, Text: t.Text, SavedBy: caller.Person, SavedAt: now,
		}); err != nil {
			return err
		}
		r := record{verb: "SAVE_WORDING", object: "wordings/" + string(k) + "/" + string(l), given: t, outcome: was}
		return r.append(ctx, tx, now, caller)
	}))
}
