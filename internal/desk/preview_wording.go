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

// PreviewWording renders a template, or the program's own if it is zero, by what a person's latest digest told; by made-up
// facts without a person, or where they got none yet. A template with mistakes is refused with all of them.
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

// shownBy are the facts to show a template by, and whether they are made up.
func (d *Desk) shownBy(ctx context.Context, caller Caller, k wording.Kind, l wording.Language, person string) (f wording.Facts, made bool, err error) {
	f = wording.Sample(k, l)
	if person == "" || k == wording.Test {
		return f, true, nil
	}
	id, link, most := supervision.PersonID(caller.Host, person), f.Link, MostLines
	if k == wording.Urgent {
		most = 1 // each goes by itself
	}
	f, err = look(ctx, d, caller, func(tx *postgres.Tx) (wording.Facts, error) {
		day, err := tx.LatestDigest(ctx, id)
		if err != nil {
			return wording.Facts{}, err
		}
		return d.digestFacts(ctx, tx, id, day, l, most)
	})
	if errors.Is(err, &supervision.Error{Reason: supervision.NotFound}) {
		return wording.Sample(k, l), true, nil
	}
	f.Link = link
	return f, false, err
}
