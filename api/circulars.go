package api

import (
	"context"
	"errors"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

func (s *records) GetCircular(ctx context.Context, req *v1.GetCircularRequest) (*v1.Circular, error) {
	month, err := parseMonth("month", req.GetMonth())
	if err != nil {
		return nil, err
	}
	caller := callerOf(ctx)
	told, err := s.desk.Circular(ctx, caller, month)
	if err != nil {
		return nil, err
	}
	return circular(caller.HostName, told), nil
}

// parseMonth reads a month of a request, and says which field is wrong.
func parseMonth(field, text string) (supervision.Month, error) {
	m, err := supervision.ParseMonth(text)
	if wrong, ok := errors.AsType[*supervision.DateError](err); ok {
		return m, invalid(field, wrong.Zh, wrong.En)
	}
	return m, err
}
