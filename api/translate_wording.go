package api

import (
	"time"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/wording"
	"duban/supervision"
)

func wordingView(w desk.Wording) *v1.Wording {
	return &v1.Wording{
		Kind: v1.Wording_Kind(v1.Wording_Kind_value[string(w.Kind)]), Language: string(w.Language), Subject: w.Subject, Text: w.Text,
		Own: w.Own, SavedBy: w.SavedBy, SavedAt: instant(w.SavedAt), Findings: each(w.Findings, finding),
	}
}

func wordingField(f wording.Field) *v1.WordingField {
	return &v1.WordingField{Name: f.Name, Meaning: f.Zh, MeaningEn: f.En}
}

func wordingReader(r desk.ReaderRow) *v1.WordingReader {
	return &v1.WordingReader{Person: r.Person, Name: r.Name, Day: supervision.DateOf(r.Day, time.UTC).String()}
}
