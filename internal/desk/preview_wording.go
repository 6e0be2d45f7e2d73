package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// Preview is how a template would read.
type Preview struct {
	Subject, Text string
	MadeUp        bool // the facts are
}

// PreviewWording renders a template, or the program's own if it is zero, by the latest message of the kind that a person got, as
// it would be handed over now; by made-up facts without a person, or where they got none yet. A template with mistakes is
// refused with all of them.
func (d *Desk) PreviewWording(ctx context.Context, caller Caller, k wording.Kind, l wording.Language, t wording.Template, person string,
) (p Preview, err error) {
	if t = t.Tidy(); t == (wording.Template{}) {
		t = wording.Default(k, l)
	}
	if err := wording.Check(t); err != nil {
		return p, err
	}
	facts, made, err := d.shownBy(ctx, caller, k, l, person)
	if err != nil {
		return p, err
	}
	p.MadeUp = made
	p.Subject, p.Text, err = wording.Render(k, l, t, facts)
	return p, err
}

// shownBy are the facts to show a template by, and whether they are made up: those of the latest message of the kind that the
// person got, in the language asked for.
func (d *Desk) shownBy(ctx context.Context, caller Caller, k wording.Kind, l wording.Language, person string) (f wording.Facts, made bool, err error) {
	f = wording.Sample(k, l)
	if person == "" || k == wording.Test {
		return f, true, nil
	}
	letters, err := look(ctx, d, caller, func(tx *postgres.Tx) ([]Letter, error) {
		return d.latest(ctx, tx, supervision.PersonID(caller.Host, person), messageOf(k), l)
	})
	if err != nil && !errors.Is(err, &supervision.Error{Reason: supervision.NotFound}) {
		return f, false, err
	}
	if len(letters) == 0 || letters[0].Wording != k || letters[0].Facts.Count == 0 {
		return f, true, nil
	}
	letters[0].Facts.Link = f.Link
	return letters[0].Facts, false, nil
}

// messageOf is the kind of message that is worded so.
func messageOf(k wording.Kind) supervision.MessageKind {
	if k == wording.Urgent {
		return supervision.MessageUrgent
	}
	return supervision.MessageDigest
}

// latest is what a person was told last, in a language.
func (d *Desk) latest(ctx context.Context, tx *postgres.Tx, person string, kind supervision.MessageKind, l wording.Language) ([]Letter, error) {
	message, err := tx.LatestMessage(ctx, person, kind)
	if err != nil {
		return nil, err
	}
	zone := d.askZone(tx)
	rows, err := tx.Letters(ctx, message)
	if err != nil {
		return nil, err
	}
	for i := range rows {
		rows[i].Language = string(l)
	}
	return d.filled(ctx, tx, zone, rows)
}
