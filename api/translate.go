package api

import (
	"errors"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

// each translates a list.
func each[From, To any](all []From, one func(From) To) []To {
	out := make([]To, len(all))
	for i, v := range all {
		out[i] = one(v)
	}
	return out
}

// instant is absent when it has not come.
func instant(t time.Time) *timestamppb.Timestamp {
	if t.IsZero() {
		return nil
	}
	return timestamppb.New(t)
}

// stored is an instant that the database may lack.
func stored(t *time.Time) *timestamppb.Timestamp {
	if t == nil {
		return nil
	}
	return instant(*t)
}

// day is a date that the database may lack.
func day(t *time.Time) string {
	if t == nil {
		return ""
	}
	return supervision.DateOf(*t, time.UTC).String()
}

// parseDay reads a day of a request, and says which field is wrong.
func parseDay(field, text string) (supervision.Date, error) {
	d, err := supervision.ParseDate(text)
	if wrong, ok := errors.AsType[*supervision.DateError](err); ok {
		return d, invalid(field, wrong.Zh, wrong.En)
	}
	return d, err
}

// parseDayOrNone reads a day that a request may leave out.
func parseDayOrNone(field, text string) (supervision.Date, error) {
	if text == "" {
		return supervision.Date{}, nil
	}
	return parseDay(field, text)
}

func phaseName(p supervision.Phase) v1.PhaseEntry_Name {
	return v1.PhaseEntry_Name(v1.PhaseEntry_Name_value[p.String()])
}

func count(n int) int32 { return int32(n) } //nolint:gosec // of rows of one campaign, which has at most MaxDuties
