package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	v1 "duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/supervision"
)

// validate checks a request against the rules written in its proto and refuses it for all violations at once.
func (g guard) validate(ctx context.Context, req any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
	message, ok := req.(proto.Message)
	if !ok {
		return nil, errNoMessage
	}
	err := protovalidate.Validate(message, protovalidate.WithFilter(protovalidate.FilterFunc(notInPlans)))
	if bad, ok := errors.AsType[*protovalidate.ValidationError](err); ok {
		return nil, invalidRequest(findings(bad))
	}
	if bad := illegible(message.ProtoReflect(), ""); len(bad) > 0 {
		return nil, invalidRequest(bad)
	}
	if err != nil {
		return nil, err
	}
	return next(ctx, req)
}

// notInPlans leaves the rules of plans to those who read plans: they find more, and tell it all together.
func notInPlans(_ protoreflect.Message, part protoreflect.Descriptor) bool {
	field, ok := part.(protoreflect.FieldDescriptor)
	return !ok || field.Message() == nil || field.Message().FullName() != (&v1.Plan{}).ProtoReflect().Descriptor().FullName()
}

func findings(bad *protovalidate.ValidationError) []supervision.Finding {
	all := make([]supervision.Finding, len(bad.Violations))
	for i, v := range bad.Violations {
		if all[i] = planfile.Translate(v); all[i].Code == "PATTERN" {
			s := shapes[v.RuleValue.String()]
			all[i].Zh, all[i].En = all[i].Field+" "+s.zh, all[i].Field+": "+s.en
		}
	}
	return all
}

// illegible finds texts of a request that nobody could read as they are shown: control characters, marks that turn the
// direction of writing, and blanks alone. Plans are left to those who read plans.
func illegible(m protoreflect.Message, path string) (all []supervision.Finding) {
	m.Range(func(field protoreflect.FieldDescriptor, value protoreflect.Value) bool {
		name := path + string(field.Name())
		switch {
		case field.IsList() && field.Message() != nil:
			for i := range value.List().Len() {
				all = append(all, illegible(value.List().Get(i).Message(), fmt.Sprintf("%s[%d].", name, i))...)
			}
		case field.Kind() != protoreflect.StringKind || field.IsList() || isPlanText(name):
		case strings.ContainsFunc(value.String(), unseen):
			all = append(all, supervision.Finding{Code: "CONTROL_CHARACTER", Field: name, Zh: name + " 含有控制字符", En: name + ": holds control characters"})
		case strings.TrimSpace(value.String()) == "":
			all = append(all, supervision.Finding{Code: "BLANK", Field: name, Zh: name + " 不能只有空格", En: name + ": must not be blank"})
		}
		return true
	})
	return all
}

// isPlanText tells the fields that hold a plan file.
func isPlanText(field string) bool { return field == "yaml" || field == "plan_source" }

// unseen reports whether a character is a control or turns the direction of writing; lines and tabs are neither.
func unseen(r rune) bool {
	switch r {
	case '\n', '\r', '\t':
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
}
