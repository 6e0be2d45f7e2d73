package api

import (
	"context"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

// records serves RecordService.
type records struct {
	v1.UnimplementedRecordServiceServer
	desk  *desk.Desk
	pages pages
}

func (s *records) GetRecordHead(ctx context.Context, _ *v1.GetRecordHeadRequest) (*v1.RecordHead, error) {
	head, err := s.desk.RecordHead(ctx, callerOf(ctx))
	return recordHead(head), err
}

func (s *records) ListRecordRows(ctx context.Context, req *v1.ListRecordRowsRequest) (*v1.ListRecordRowsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(before uint64, limit int) ([]desk.LedgerRow, error) {
			return s.desk.RecordRows(ctx, callerOf(ctx), before, limit)
		},
		func(r desk.LedgerRow) uint64 { return r.Index }, always(recordRow))
	return &v1.ListRecordRowsResponse{Rows: items, NextPageToken: next}, err
}

func (s *records) GetRecordRow(ctx context.Context, req *v1.GetRecordRowRequest) (*v1.RecordRow, error) {
	row, err := s.desk.RecordRow(ctx, callerOf(ctx), req.GetIndex())
	return sealedRow(row), err
}

func (s *records) ListCheckpoints(ctx context.Context, req *v1.ListCheckpointsRequest) (*v1.ListCheckpointsResponse, error) {
	items, next, err := list(ctx, s.pages, req,
		func(before uint64, limit int) ([]desk.CheckpointRow, error) {
			return s.desk.Checkpoints(ctx, callerOf(ctx), before, limit)
		},
		func(r desk.CheckpointRow) uint64 { return r.Size }, always(checkpoint))
	return &v1.ListCheckpointsResponse{Checkpoints: items, NextPageToken: next}, err
}
