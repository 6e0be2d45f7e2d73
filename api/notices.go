package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// notices serves NoticeService.
type notices struct {
	v1.UnimplementedNoticeServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *notices) ListNotices(ctx context.Context, req *v1.ListNoticesRequest) (*v1.ListNoticesResponse, error) {
	filter := desk.NoticeFilter{Campaign: req.GetCampaign()}
	if req.GetState() != v1.Notice_UNSPECIFIED {
		filter.State = req.GetState().String()
	}
	items, next, err := list(ctx, s.pages, req,
		func(after noticeKey, limit int) ([]desk.NoticeRow, error) {
			filter.Before, filter.BeforeID, filter.Limit = after.At, after.ID, limit
			return s.desk.Notices(ctx, callerOf(ctx), filter, req.GetEverybody())
		},
		func(r desk.NoticeRow) noticeKey { return noticeKey{r.At, r.ID} }, always(notice))
	return &v1.ListNoticesResponse{Notices: items, NextPageToken: next}, err
}

func (s *notices) WhoAmI(ctx context.Context, _ *v1.WhoAmIRequest) (*v1.WhoAmIResponse, error) {
	c := callerOf(ctx)
	hosts, err := s.desk.Hosts(ctx, c)
	return &v1.WhoAmIResponse{
		Person: c.Person, Name: c.Name, Host: c.Host, HostName: c.HostName, Seats: each(c.Seats, seat),
		Workplaces: each(hosts, workplace), MustChangePassword: c.Session.MustChange,
	}, err
}
