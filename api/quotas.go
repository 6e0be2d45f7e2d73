package api

import (
	"context"
	"slices"

	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

func (s *campaigns) ListQuotas(ctx context.Context, req *v1.ListQuotasRequest) (*v1.ListQuotasResponse, error) {
	var titles map[string]string
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) (found []supervision.Quota, err error) {
			if found, err = s.quotas(ctx, req, after, limit); err != nil {
				return nil, err
			}
			titles, err = s.desk.SeatTitles(ctx, callerOf(ctx), each(found, func(q supervision.Quota) string { return q.Holder }))
			return found, err
		},
		func(q supervision.Quota) string { return q.ID },
		always(func(q supervision.Quota) *v1.Quota { return quota(q, titles[q.Holder]) }))
	return &v1.ListQuotasResponse{Quotas: items, NextPageToken: next}, err
}

// quotasAtOnce is how many quotas are read to find those in a state, which only the rules can tell.
const quotasAtOnce = 500

// quotas reads on until it has enough quotas in one of the states asked for, or there are no more.
func (s *campaigns) quotas(ctx context.Context, req *v1.ListQuotasRequest, after string, limit int) (found []supervision.Quota, err error) {
	states := each(req.GetStates(), func(q v1.Quota_State) supervision.QuotaState { return supervision.QuotaState(q.String()) })
	if len(states) == 0 {
		return s.desk.Quotas(ctx, callerOf(ctx), req.GetCampaign(), after, limit)
	}
	for len(found) < limit {
		read, err := s.desk.Quotas(ctx, callerOf(ctx), req.GetCampaign(), after, quotasAtOnce)
		if err != nil {
			return nil, err
		}
		for _, q := range read {
			if slices.Contains(states, q.State) {
				found = append(found, q)
			}
		}
		if len(read) < quotasAtOnce {
			break
		}
		after = read[len(read)-1].ID
	}
	return found[:min(limit, len(found))], nil
}
