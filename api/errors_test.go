package api

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// The comment on each reason in the proto ends with its codes; the table must say the same.
func TestTableAgreesWithProto(t *testing.T) {
	proto, err := os.ReadFile("../proto/supervision/v1/error_reason.proto")
	if err != nil {
		t.Fatal(err)
	}
	documented := regexp.MustCompile(`\. ([A-Z_]+)(?: or [A-Z_]+)?\.\n    ([A-Z_]+) = \d+;`).FindAllStringSubmatch(string(proto), -1)
	if want := len(v1.ErrorReason_Reason_value) - 1; len(documented) != want || len(codeOf) != want {
		t.Fatalf("%d reasons, %d documented with a code, %d in the table", want, len(documented), len(codeOf))
	}
	for _, d := range documented {
		var want codes.Code
		if err := want.UnmarshalJSON([]byte(`"` + d[1] + `"`)); err != nil {
			t.Fatal(err)
		}
		if got, known := codeOf[supervision.Reason(d[2])]; !known || got != want {
			t.Errorf("%s is %v, documented as %v", d[2], got, want)
		}
	}
}

// What is not a refusal tells an outsider nothing.
func TestUnknownErrorsTellNothing(t *testing.T) {
	secret := "password=hunter2 table sign_in"
	for err, want := range map[error]codes.Code{
		errors.New(secret): codes.Internal,
		fmt.Errorf("%s: %w", secret, context.DeadlineExceeded): codes.DeadlineExceeded,
		fmt.Errorf("%s: %w", secret, context.Canceled):         codes.Canceled,
	} {
		s := statusOf(err)
		if s.Code() != want || strings.Contains(s.String(), "hunter2") || reasonOf(s) != tryLater {
			t.Errorf("%v becomes %v", err, s)
		}
	}
	if s := statusOf(fmt.Errorf("%s: %w", secret, desk.ErrNotSignedIn)); s.Code() != codes.Unauthenticated || strings.Contains(s.String(), "hunter2") {
		t.Errorf("not signed in becomes %v", s)
	}
}

// A refusal keeps its words when something was wrapped around it, and loses what was wrapped.
func TestRefusalIsFoundInside(t *testing.T) {
	s := statusOf(fmt.Errorf("in transaction 7: %w", supervision.Refuse(supervision.GateShut, "未齐", "missing")))
	if s.Code() != codes.FailedPrecondition || s.Message() != "未齐 / missing" || reasonOf(s) != supervision.GateShut {
		t.Errorf("it becomes %v", s)
	}
}

// An error stays small enough for clients that take little in a trailer, and says where the rest is.
func TestViolationsAreBounded(t *testing.T) {
	all := violations(make([]supervision.Finding, 500))
	if len(all) != maxViolations+1 || all[maxViolations].GetReason() != "MORE" {
		t.Errorf("%d violations, the last %v", len(all), all[len(all)-1])
	}
	if got := violations([]supervision.Finding{{Warning: true}}); len(got) != 0 {
		t.Errorf("a warning is no violation: %v", got)
	}
}
