package desk

import (
	"context"
	"errors"
	"time"

	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// Wording is how messages of a kind read in a language.
type Wording struct {
	Kind     wording.Kind
	Language wording.Language
	wording.Template
	Own      bool                  // the host's, else the program's
	SavedBy  string                // by name; empty: nobody ever did
	SavedAt  time.Time             // zero: never
	Findings []supervision.Finding // for which the host's own are not used
}

// Wordings lists every kind in every language.
func (d *Desk) Wordings(ctx context.Context, caller Caller) ([]Wording, error) {
	rows, err := look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.WordingRow, error) { return tx.Wordings(ctx) })
	var all []Wording
	for _, k := range wording.Kinds {
		for _, l := range wording.Languages {
			var own postgres.WordingRow
			for _, r := range rows {
				if r.Kind == string(k) && r.Language == string(l) {
					own = r
				}
			}
			all = append(all, wordingOf(k, l, own))
		}
	}
	return all, err
}

// wordingOf is the host's wording, or the program's.
func wordingOf(k wording.Kind, l wording.Language, r postgres.WordingRow) Wording {
	w := Wording{Kind: k, Language: l, Template: wording.Default(k, l), SavedBy: r.SavedByName, SavedAt: r.SavedAt}
	if r.Subject == "" {
		return w
	}
	w.Own, w.Template = true, wording.Template{Subject: r.Subject, Text: r.Text}
	if refusal, ok := errors.AsType[*supervision.Error](wording.Check(w.Template)); ok {
		w.Findings = refusal.Findings
	}
	return w
}

// Readers lists people who got a digest on the latest morning of any, by name, to preview wordings by; at most limit.
func (d *Desk) Readers(ctx context.Context, caller Caller, limit int) ([]postgres.ReaderRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.ReaderRow, error) { return tx.LatestReaders(ctx, limit) })
}
