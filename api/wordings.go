package api

import (
	"context"
	"errors"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/wording"
	"duban/supervision"
)

// wordings serves WordingService.
type wordings struct {
	v1.UnimplementedWordingServiceServer
	desk *desk.Desk
}

// mostReaders is how many people are offered to preview a wording by.
const mostReaders = 50

func (s *wordings) ListWordings(ctx context.Context, _ *v1.ListWordingsRequest) (*v1.ListWordingsResponse, error) {
	all, err := s.desk.Wordings(ctx, callerOf(ctx))
	if err != nil {
		return nil, err
	}
	readers, err := s.desk.Readers(ctx, callerOf(ctx), mostReaders)
	return &v1.ListWordingsResponse{
		Wordings: each(all, wordingView), Readers: each(readers, wordingReader),
		Fields: each(wording.Fields, wordingField), LineFields: each(wording.LineFields, wordingField),
	}, err
}

func (s *wordings) SaveWording(ctx context.Context, req *v1.SaveWordingRequest) (*v1.Wording, error) {
	k, l := wording.Kind(req.GetKind().String()), wording.Language(req.GetLanguage())
	if err := s.desk.SaveWording(ctx, callerOf(ctx), k, l, wording.Template{Subject: req.GetSubject(), Text: req.GetText()}); err != nil {
		return nil, err
	}
	all, err := s.desk.Wordings(ctx, callerOf(ctx))
	for _, w := range all {
		if w.Kind == k && w.Language == l {
			return wordingView(w), nil
		}
	}
	return nil, err
}

// PreviewWording answers with what is wrong, where there is something, so that a client can show it beside the template.
func (s *wordings) PreviewWording(ctx context.Context, req *v1.PreviewWordingRequest) (*v1.PreviewWordingResponse, error) {
	p, err := s.desk.PreviewWording(ctx, callerOf(ctx), wording.Kind(req.GetKind().String()), wording.Language(req.GetLanguage()),
		wording.Template{Subject: req.GetSubject(), Text: req.GetText()}, req.GetPerson())
	if refusal, ok := errors.AsType[*supervision.Error](err); ok && len(refusal.Findings) > 0 {
		return &v1.PreviewWordingResponse{Findings: each(refusal.Findings, finding)}, nil
	}
	return &v1.PreviewWordingResponse{Subject: p.Subject, Text: p.Text, MadeUp: p.MadeUp}, err
}
