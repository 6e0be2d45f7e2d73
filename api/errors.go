package api

import (
	"context"
	"errors"
	"fmt"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/protoadapt"

	"duban/internal/desk"
	"duban/supervision"
)

// domain is where the reasons of our errors are defined: error_reason.proto.
const domain = "duban"

// The reasons that only the edge gives.
const (
	notSignedIn  supervision.Reason = "NOT_SIGNED_IN"
	badPageToken supervision.Reason = "BAD_PAGE_TOKEN"
	tooLarge     supervision.Reason = "TOO_LARGE"
	tryLater     supervision.Reason = "TRY_LATER"
	busy         supervision.Reason = "BUSY"
)

// codeOf is the gRPC code of each reason, and so its HTTP status.
var codeOf = map[supervision.Reason]codes.Code{
	supervision.InvalidRequest: codes.InvalidArgument,
	supervision.InvalidPlan:    codes.InvalidArgument,
	supervision.InvalidFile:    codes.InvalidArgument,
	notSignedIn:                codes.Unauthenticated,
	supervision.NotAllowed:     codes.PermissionDenied,
	supervision.NotFound:       codes.NotFound,
	supervision.AlreadyExists:  codes.AlreadyExists,
	supervision.WrongState:     codes.FailedPrecondition,
	supervision.CampaignOver:   codes.FailedPrecondition,
	supervision.NotOpen:        codes.FailedPrecondition,
	supervision.GateShut:       codes.FailedPrecondition,
	supervision.AlreadyDone:    codes.FailedPrecondition,
	supervision.ReasonRequired: codes.InvalidArgument,
	supervision.AlreadyVoted:   codes.AlreadyExists,
	supervision.ConfirmEarlier: codes.FailedPrecondition,
	supervision.NeedsSuccessor: codes.FailedPrecondition,
	badPageToken:               codes.InvalidArgument,
	tooLarge:                   codes.ResourceExhausted,
	busy:                       codes.ResourceExhausted,
	tryLater:                   codes.Internal, // or UNAVAILABLE, when the database is away
}

var (
	errNotSignedIn = supervision.Refuse(notSignedIn, "未登录，或登录已失效", "not signed in, or the sign-in is no longer valid")
	errNotYours    = supervision.Refuse(supervision.NotAllowed, "您的席位无权进行此操作", "your seat may not do this")
	errBadToken    = supervision.Refuse(badPageToken, "分页标记无效，请从第一页重新开始", "the page token is not valid here; start from the first page")
	errTooLarge    = supervision.Refuse(tooLarge, "请求超过 4 MiB", "the request is larger than 4 MiB")
	errTryLater    = supervision.Refuse(tryLater, "系统暂时无法处理，请稍后再试", "something failed on our side; try again later")
)

// statusOf turns what a method failed with into what its caller may know.
func statusOf(err error) *status.Status {
	if refusal, ok := errors.AsType[*supervision.Error](err); ok {
		return refused(codeOf[refusal.Reason], refusal)
	}
	switch {
	case errors.Is(err, desk.ErrNotSignedIn):
		return refused(codes.Unauthenticated, errNotSignedIn)
	case errors.Is(err, context.Canceled):
		return refused(codes.Canceled, errTryLater)
	case errors.Is(err, context.DeadlineExceeded):
		return refused(codes.DeadlineExceeded, errTryLater)
	case desk.IsAway(err), errors.Is(err, desk.ErrEarly):
		return refused(codes.Unavailable, errTryLater)
	}
	return refused(codes.Internal, errTryLater)
}

// refused is a refusal with its reason, and with each of its findings as a violation.
func refused(code codes.Code, e *supervision.Error) *status.Status {
	s := status.New(code, e.Error())
	details := []protoadapt.MessageV1{&errdetails.ErrorInfo{Reason: string(e.Reason), Domain: domain}}
	if bad := violations(e.Findings); len(bad) > 0 {
		details = append(details, &errdetails.BadRequest{FieldViolations: bad})
	}
	detailed, err := s.WithDetails(details...)
	if err != nil {
		return s // only an OK status takes no details
	}
	return detailed
}

// maxViolations keeps an error within what clients in other languages take as the trailer of a call.
const maxViolations = 100

// violations lists the errors among the findings. Each says first where in the text it is, then what.
func violations(findings []supervision.Finding) (all []*errdetails.BadRequest_FieldViolation) {
	for _, f := range findings {
		if len(all) == maxViolations {
			return append(all, &errdetails.BadRequest_FieldViolation{
				Reason: "MORE", Description: "其余问题请用 CheckPlan 查看 / the rest is listed by CheckPlan",
			})
		}
		if !f.Warning {
			all = append(all, &errdetails.BadRequest_FieldViolation{Field: f.Field, Reason: f.Code, Description: describe(f)})
		}
	}
	return all
}

func describe(f supervision.Finding) string {
	text := fmt.Sprintf("%s %s / %s", f.Code, f.Zh, f.En)
	if f.Line > 0 {
		text = fmt.Sprintf("%d:%d %s", f.Line, f.Column, text)
	}
	return text
}

// invalid refuses a request for one of its fields.
func invalid(field, zh, en string) error {
	return invalidRequest([]supervision.Finding{{Code: "INVALID", Field: field, Zh: zh, En: en}})
}

// invalidRequest refuses a request for all that is wrong with it. The first is told in the message, too.
func invalidRequest(findings []supervision.Finding) error {
	first := findings[0]
	e := supervision.Refuse(supervision.InvalidRequest,
		fmt.Sprintf("请求有误：%s：%s", first.Field, first.Zh), fmt.Sprintf("the request is not well formed: %s: %s", first.Field, first.En))
	e.Findings = findings
	return e
}
