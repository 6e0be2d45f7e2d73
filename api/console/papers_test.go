package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	v1 "duban/api/supervisionv1"
)

// head is who decides about the only paper of the fixture.
const head = "unit-3"

// paper is a draft that its author's unit sees, until the head has decided.
func (c *congress) paper(ctx context.Context) *v1.Submission {
	p := &v1.Submission{
		Id: "paper/1", Campaign: cityID, Duty: overdueD, Title: "整改计划", Text: evil, AuthorTitle: "联络员", SubmittedAt: at(9, 17, 9),
		State: v1.Submission_DRAFTED, MayApprove: seat(ctx) == head,
	}
	switch c.decided {
	case "":
	case "approved":
		p.State, p.ApprovedAt, p.MayApprove = v1.Submission_SUBMITTED, at(9, 18, 10), false
	default:
		p.State, p.Reason, p.MayApprove = v1.Submission_SENT_BACK, c.decided, false
	}
	return p
}

func (c *congress) ListSubmissions(ctx context.Context, q *v1.ListSubmissionsRequest) (*v1.ListSubmissionsResponse, error) {
	p := c.paper(ctx)
	if q.Duty != p.Duty || p.State != v1.Submission_SUBMITTED && seat(ctx) != head {
		return &v1.ListSubmissionsResponse{}, nil
	}
	p.Text = ""
	return &v1.ListSubmissionsResponse{Submissions: []*v1.Submission{p}}, nil
}

func (c *congress) GetSubmission(ctx context.Context, _ *v1.GetSubmissionRequest) (*v1.Submission, error) {
	return c.paper(ctx), nil
}

func (c *congress) ApproveSubmission(ctx context.Context, q *v1.ApproveSubmissionRequest) (*v1.Submission, error) {
	return c.decide(ctx, q.Id, "approved")
}

func (c *congress) SendBackSubmission(ctx context.Context, q *v1.SendBackSubmissionRequest) (*v1.Submission, error) {
	return c.decide(ctx, q.Id, q.Reason)
}

func (c *congress) decide(ctx context.Context, id, as string) (*v1.Submission, error) {
	if seat(ctx) != head || id != "paper/1" {
		return nil, refusal(codes.PermissionDenied, v1.ErrorReason_NOT_ALLOWED, "须由负责人审签 / the head approves this")
	}
	c.decided = as
	return c.paper(ctx), nil
}

const (
	overdueDPage  = "/campaigns/" + cityID + "/duties/" + overdueD
	approvedPath  = "/campaigns/" + cityID + "/submissions/paper%2F1/approved/" + overdueD
	sentBackPath  = "/campaigns/" + cityID + "/submissions/paper%2F1/sent-back/" + overdueD
	approveButton = "同意，提交"
)

func TestADraftWaitsOnTheHeadsDutyPage(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(overdueDPage, as("official-token")), http.StatusOK)
	s.says(page, "整改计划", "待负责人审签", approveButton, "退回修改", `action="`+approvedPath+`"`, `action="`+sentBackPath+`"`, "&lt;script&gt;")
	for _, other := range []string{"staff-token", "deputy-token"} {
		if page := s.page(s.get(overdueDPage, as(other)), http.StatusOK); strings.Contains(page, "整改计划") {
			t.Errorf("%s sees a draft", other)
		}
	}
}

func TestTheHeadApproves(t *testing.T) {
	s := newSite(t)
	s.leadsTo(s.post(approvedPath, nil, as("official-token")), overdueDPage)
	for _, reader := range []string{"official-token", "staff-token"} {
		page := s.page(s.get(overdueDPage, as(reader)), http.StatusOK)
		s.says(page, "已提交", "2026年9月18日 10:00审签")
		if strings.Contains(page, approveButton) {
			t.Errorf("%s may approve it once more", reader)
		}
	}
}

func TestTheHeadSendsBack(t *testing.T) {
	s := newSite(t)
	s.leadsTo(s.post(sentBackPath, url.Values{"reason": {"数据未核对"}}, as("official-token")), overdueDPage)
	s.says(s.page(s.get(overdueDPage, as("official-token")), http.StatusOK), "负责人退回", "数据未核对")
	s.says(s.page(s.post(approvedPath, nil, as("staff-token")), http.StatusForbidden), "须由负责人审签")
}
