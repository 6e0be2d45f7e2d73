package api

import (
	"context"
	"errors"
	"strings"

	"buf.build/go/protovalidate"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	v1 "duban/api/supervisionv1"
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
		all[i] = supervision.Finding{
			Code:  strings.ToUpper(strings.ReplaceAll(v.Proto.GetRuleId(), ".", "_")),
			Field: protovalidate.FieldPathString(v.Proto.GetField()),
			Zh:    "不符合要求", En: v.Proto.GetMessage(),
		}
	}
	return all
}
