package api

import (
	"context"

	"github.com/google/uuid"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// channels serves ChannelService: how people are reached. What became of it is served in messages.go.
type channels struct {
	v1.UnimplementedChannelServiceServer
	desk      *desk.Desk
	pages     pages
	addresses *addresses // of who sends receipts in vain
}

func (s *channels) ListChannels(ctx context.Context, req *v1.ListChannelsRequest) (*v1.ListChannelsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after string, limit int) ([]desk.ChannelRow, error) {
			return s.desk.Channels(ctx, callerOf(ctx), req.GetOffice(), after, limit)
		},
		func(c desk.ChannelRow) string { return c.ID }, always(channel))
	return &v1.ListChannelsResponse{Channels: items, NextPageToken: next}, err
}

func (s *channels) GetChannel(ctx context.Context, req *v1.GetChannelRequest) (*v1.Channel, error) {
	return s.read(ctx, req.GetId())
}

func (s *channels) SaveChannel(ctx context.Context, req *v1.SaveChannelRequest) (*v1.Channel, error) {
	f := desk.ChannelForm{
		ID: req.GetId(), OfficeID: req.GetOffice(), Kind: supervision.ChannelKind(req.GetKind().String()), Title: req.GetTitle(),
		Address: req.GetAddress(), Sender: req.GetSender(), Secret: secrets.New(req.GetSecret()), Off: req.GetOff(),
	}
	if err := s.desk.SaveChannel(ctx, callerOf(ctx), f); err != nil {
		return nil, err
	}
	return s.read(ctx, f.ID)
}

func (s *channels) AllowInside(ctx context.Context, req *v1.AllowInsideRequest) (*v1.Channel, error) {
	if err := s.desk.AllowInside(ctx, callerOf(ctx), req.GetId(), req.GetAddress(), req.GetInside()); err != nil {
		return nil, err
	}
	return s.read(ctx, req.GetId())
}

func (s *channels) read(ctx context.Context, id string) (*v1.Channel, error) {
	c, err := s.desk.Channel(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return channel(c), nil
}

func (s *channels) TestChannel(ctx context.Context, req *v1.TestChannelRequest) (*v1.TestChannelResponse, error) {
	test, err := uuid.Parse(req.GetRequestId())
	if err != nil {
		test = uuid.New()
	}
	message, err := s.desk.TestChannel(ctx, callerOf(ctx), req.GetId(), test)
	if err != nil {
		return nil, err
	}
	return &v1.TestChannelResponse{Message: message.String()}, nil
}

func (s *channels) GetPreference(ctx context.Context, _ *v1.GetPreferenceRequest) (*v1.Preference, error) {
	p, err := s.desk.Preference(ctx, callerOf(ctx))
	if err != nil {
		return nil, err
	}
	return &v1.Preference{Channels: each(p.Channels, channelKind), Language: p.Language}, nil
}

func (s *channels) SavePreference(ctx context.Context, req *v1.SavePreferenceRequest) (*v1.Preference, error) {
	p := desk.PreferenceRow{Channels: each(req.GetChannels(), orderKind), Language: req.GetLanguage()}
	if err := s.desk.SavePreference(ctx, callerOf(ctx), p); err != nil {
		return nil, err
	}
	return s.GetPreference(ctx, &v1.GetPreferenceRequest{})
}

func (s *channels) GetOfficeOrder(ctx context.Context, req *v1.GetOfficeOrderRequest) (*v1.OfficeOrder, error) {
	office, err := s.desk.Office(ctx, callerOf(ctx), req.GetId())
	if err != nil {
		return nil, err
	}
	order, err := s.desk.OfficeOrder(ctx, callerOf(ctx), req.GetId())
	return &v1.OfficeOrder{Id: office.ID, Name: office.Name, Channels: each(order, channelKind)}, err
}

func (s *channels) SaveOfficeOrder(ctx context.Context, req *v1.SaveOfficeOrderRequest) (*v1.OfficeOrder, error) {
	if err := s.desk.SaveOfficeOrder(ctx, callerOf(ctx), req.GetId(), each(req.GetChannels(), orderKind)); err != nil {
		return nil, err
	}
	return s.GetOfficeOrder(ctx, &v1.GetOfficeOrderRequest{Id: req.GetId()})
}

func (s *channels) GetQuietHours(ctx context.Context, _ *v1.GetQuietHoursRequest) (*v1.QuietHours, error) {
	q, err := s.desk.QuietHours(ctx, callerOf(ctx))
	if err != nil {
		return nil, err
	}
	return quietHours(q), nil
}

func (s *channels) SetQuietHours(ctx context.Context, req *v1.SetQuietHoursRequest) (*v1.QuietHours, error) {
	q := supervision.QuietHours{From: minutes(req.GetFrom()), To: minutes(req.GetTo()), RestDays: req.GetRestDays()}
	if err := s.desk.SetQuietHours(ctx, callerOf(ctx), q); err != nil {
		return nil, err
	}
	return quietHours(q), nil
}
