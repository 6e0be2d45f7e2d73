package api

import (
	"context"

	"github.com/google/uuid"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// errNoUUID is for what has passed the proto's own rule and still is none.
var errNoUUID = invalid("id", "不是 UUID", "no UUID")

// GetMessage answers what is there and the caller's to see; a message that was tried nowhere is none.
func (s *channels) GetMessage(ctx context.Context, req *v1.GetMessageRequest) (*v1.Message, error) {
	id, err := uuid.Parse(req.GetId())
	if err != nil {
		return nil, errNoUUID
	}
	tried, err := s.desk.DeliveriesOf(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	lines, err := s.desk.MessageLines(ctx, callerOf(ctx), id)
	if err != nil {
		return nil, err
	}
	return &v1.Message{Id: id.String(), Deliveries: each(tried, delivery), Notices: each(lines, notice)}, nil
}

func (s *channels) ListPhoneCalls(ctx context.Context, req *v1.ListPhoneCallsRequest) (*v1.ListPhoneCallsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after desk.CallKey, limit int) ([]desk.PhoneCall, error) {
			return s.desk.Calls(ctx, callerOf(ctx), req.GetOffice(), after, limit)
		},
		func(c desk.PhoneCall) desk.CallKey { return c.Key() }, always(phoneCall))
	return &v1.ListPhoneCallsResponse{Calls: items, NextPageToken: next}, err
}

func (s *channels) TickCall(ctx context.Context, req *v1.TickCallRequest) (*v1.Message, error) {
	id, err := uuid.Parse(req.GetId())
	if err != nil {
		return nil, errNoUUID
	}
	if err := s.desk.TickCall(ctx, callerOf(ctx), id, req.GetReached(), req.GetNote()); err != nil {
		return nil, err
	}
	return s.GetMessage(ctx, &v1.GetMessageRequest{Id: req.GetId()})
}

func (s *channels) UntickCall(ctx context.Context, req *v1.UntickCallRequest) (*v1.Message, error) {
	id, err := uuid.Parse(req.GetId())
	if err != nil {
		return nil, errNoUUID
	}
	if err := s.desk.UntickCall(ctx, callerOf(ctx), id); err != nil {
		return nil, err
	}
	return s.GetMessage(ctx, &v1.GetMessageRequest{Id: req.GetId()})
}

func (s *channels) CountPhoneCalls(ctx context.Context, _ *v1.CountPhoneCallsRequest) (*v1.CountPhoneCallsResponse, error) {
	n, err := s.desk.CountCalls(ctx, callerOf(ctx))
	return &v1.CountPhoneCallsResponse{Calls: count(n)}, err
}

func (s *channels) ListDeliveries(ctx context.Context, req *v1.ListDeliveriesRequest) (*v1.ListDeliveriesResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(after desk.DeliveryKey, limit int) ([]desk.DeliveryView, error) {
			return s.desk.DeliveriesLately(ctx, callerOf(ctx), req.GetPerson(), req.GetTicked(), after, limit)
		},
		func(d desk.DeliveryView) desk.DeliveryKey { return d.Since() }, always(delivery))
	return &v1.ListDeliveriesResponse{Deliveries: items, NextPageToken: next}, err
}

func (s *channels) ListUndelivered(ctx context.Context, req *v1.ListUndeliveredRequest) (*v1.ListUndeliveredResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(before noticeKey, limit int) ([]desk.DeliveryView, error) {
			return s.desk.Undelivered(ctx, callerOf(ctx), req.GetOffice(), before.At, before.ID, limit)
		},
		deliveryKey, always(delivery))
	return &v1.ListUndeliveredResponse{Deliveries: items, NextPageToken: next}, err
}

// deliveryKey is where a list of messages ended.
func deliveryKey(d desk.DeliveryView) noticeKey { return noticeKey{d.At, d.MessageID} }

// AcceptReceipt is asked by programs that cannot sign in. Those whose receipts are refused are counted by where they come
// from, like those who sign in wrongly.
func (s *channels) AcceptReceipt(ctx context.Context, req *v1.AcceptReceiptRequest) (*v1.AcceptReceiptResponse, error) {
	receipt := desk.SignedReceipt{
		Host: req.GetHost(), Channel: req.GetChannel(), Message: req.GetKey(), State: supervision.DeliveryState(req.GetState().String()),
		Reason: req.GetReason(), Timestamp: req.GetTimestamp(), Signature: req.GetSignature(),
	}
	err := s.addresses.limit(addressOf(ctx), func() error { return s.desk.AcceptReceipt(ctx, receipt) })
	return &v1.AcceptReceiptResponse{}, err
}
