package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// feeds serves FeedService. What stands at the addresses is read by feedReaders.
type feeds struct {
	v1.UnimplementedFeedServiceServer
	desk *desk.Desk
}

func (s *feeds) CreateFeed(ctx context.Context, req *v1.CreateFeedRequest) (*v1.CreateFeedResponse, error) {
	token, err := s.desk.CreateFeed(ctx, callerOf(ctx), req.GetOffice())
	return &v1.CreateFeedResponse{Path: feedPath(token)}, err
}

func (s *feeds) ListFeeds(ctx context.Context, _ *v1.ListFeedsRequest) (*v1.ListFeedsResponse, error) {
	all, err := s.desk.Feeds(ctx, callerOf(ctx))
	return &v1.ListFeedsResponse{Feeds: each(all, feed)}, err
}

func (s *feeds) RevokeFeed(ctx context.Context, req *v1.RevokeFeedRequest) (*v1.RevokeFeedResponse, error) {
	return &v1.RevokeFeedResponse{}, s.desk.RevokeFeed(ctx, callerOf(ctx), req.GetOffice())
}

func feed(f desk.FeedRow) *v1.Feed {
	return &v1.Feed{Office: f.OfficeID, OfficeName: f.OfficeName, MadeAt: stored(f.MadeAt), ReadOn: f.LastRead().String()}
}
