package planfile

import (
	"errors"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"buf.build/go/protovalidate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protodesc"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
	"google.golang.org/protobuf/types/descriptorpb"

	"duban/api/supervisionv1"
)

// lengths lie on both sides of the limits that plan.proto sets to texts and lists.
var lengths = []int{0, 1, 2, 3, 4, 10, 11, 20, 21, 40, 41, 50, 51, 63, 64, 65, 100, 101, 200, 201, 500, 501, 1000, 1001, 2000, 2001, 4000, 4001, 20000, 20001}

// telling are values of a field's type on both sides of every rule that plan.proto has for it.
func telling(field protoreflect.FieldDescriptor) (all []protoreflect.Value) {
	switch field.Kind() {
	case protoreflect.StringKind:
		for _, n := range lengths {
			all = append(all, protoreflect.ValueOfString(strings.Repeat("a", n)), protoreflect.ValueOfString(strings.Repeat("长", n)))
		}
		for _, text := range []string{"group", "street", "Group", "a-1", "-a", "a\n", "a ", "\xff", "\x00"} {
			all = append(all, protoreflect.ValueOfString(text))
		}
	case protoreflect.BoolKind:
		all = []protoreflect.Value{protoreflect.ValueOfBool(false), protoreflect.ValueOfBool(true)}
	case protoreflect.Int32Kind:
		for _, n := range []int32{-1, 0, 1, 31, 32, 50, 51, 365, 366, 1999, 2000, 2100, 2101, 3660, 3661, math.MinInt32, math.MaxInt32} {
			all = append(all, protoreflect.ValueOfInt32(n))
		}
	case protoreflect.DoubleKind:
		for _, x := range []float64{0, -1.5, math.MaxFloat64, math.NaN(), math.Inf(1), math.Inf(-1)} {
			all = append(all, protoreflect.ValueOfFloat64(x))
		}
	case protoreflect.EnumKind:
		for n := protoreflect.EnumNumber(-1); int(n) <= field.Enum().Values().Len(); n++ {
			all = append(all, protoreflect.ValueOfEnum(n))
		}
	default: // a message has no values of its own, and plans have no other type
	}
	return all
}

// tellingLists are short and long ones of each telling item, and some of items that all differ.
func tellingLists(m protoreflect.Message, field protoreflect.FieldDescriptor) (all []protoreflect.Value) {
	list := func(n int, item func(i int) protoreflect.Value) {
		v := m.NewField(field)
		for i := range n {
			v.List().Append(item(i))
		}
		all = append(all, v)
	}
	if field.Message() != nil {
		one := m.Get(field).List().Get(0)
		for _, n := range lengths {
			list(n, func(int) protoreflect.Value { return one })
		}
		return all
	}
	items := telling(field)
	for _, item := range items {
		list(1, func(int) protoreflect.Value { return item })
		list(2, func(int) protoreflect.Value { return item })
	}
	for _, n := range lengths {
		list(n, func(i int) protoreflect.Value {
			if field.Kind() == protoreflect.StringKind {
				return protoreflect.ValueOfString(strconv.Itoa(i))
			}
			return items[i%len(items)]
		})
	}
	return all
}

// fill gives every field a value that keeps its rules.
func fill(t *testing.T, m protoreflect.Message) {
	t.Helper()
	for i := range m.Descriptor().Fields().Len() {
		field := m.Descriptor().Fields().Get(i)
		switch {
		case field.IsList() && field.Message() != nil:
			fill(t, m.Mutable(field).List().AppendMutable().Message())
		case field.IsList():
			setTo(t, m, field, tellingLists(m, field))
		case field.Message() != nil:
			fill(t, m.Mutable(field).Message())
		default:
			setTo(t, m, field, telling(field))
		}
	}
}

// setTo sets a field to the first value that keeps its rules.
func setTo(t *testing.T, m protoreflect.Message, field protoreflect.FieldDescriptor, values []protoreflect.Value) {
	t.Helper()
	for _, v := range values {
		m.Set(field, v)
		if !m.Has(field) {
			continue
		}
		violations := &protovalidate.ValidationError{}
		errors.As(protovalidate.Validate(m.Interface()), &violations)
		kept := true
		for _, broken := range violations.Violations {
			kept = kept && broken.Proto.GetField().GetElements()[0].GetFieldName() != string(field.Name())
		}
		if kept {
			return
		}
	}
	t.Fatalf("no value keeps the rules of %s", field.FullName())
}

// agree compares the checks with protovalidate and notes the rules that it found broken.
func agree(t *testing.T, m *supervisionv1.Plan, what string, broken map[string]bool) {
	t.Helper()
	err := protovalidate.Validate(m)
	if surelyKeepsRules(m) != (err == nil) {
		t.Errorf("%s: the checks say %t, protovalidate says %v", what, surelyKeepsRules(m), err)
	}
	violations := &protovalidate.ValidationError{}
	if err != nil && !errors.As(err, &violations) {
		t.Fatal(err)
	}
	for _, v := range violations.Violations {
		broken[v.Proto.GetRuleId()] = true
	}
}

// Each field of a plan takes each telling value in turn: the checks pass it exactly when protovalidate does.
func TestChecksAgreeWithProtovalidate(t *testing.T) {
	if _, err := planChecks(); err != nil {
		t.Fatal(err)
	}
	plan := &supervisionv1.Plan{}
	fill(t, plan.ProtoReflect())
	if err := protovalidate.Validate(plan); err != nil {
		t.Fatal(err)
	}
	broken := map[string]bool{}
	vary(plan.ProtoReflect(), func(field protoreflect.FieldDescriptor) { agree(t, plan, string(field.FullName()), broken) })
	for _, rule := range []string{
		"required", "string.min_len", "string.max_len", "string.pattern", "string.in", "int32.gte_lte", "double.finite",
		"enum.defined_only", "enum.not_in", "repeated.min_items", "repeated.max_items", "repeated.unique",
	} {
		if !broken[rule] {
			t.Errorf("%s was never broken", rule)
		}
	}
}

// vary gives each field of a message, and of those that it holds, its telling values, and none, one at a time.
func vary(m protoreflect.Message, look func(protoreflect.FieldDescriptor)) {
	for i := range m.Descriptor().Fields().Len() {
		field := m.Descriptor().Fields().Get(i)
		values := telling(field)
		switch {
		case field.IsList():
			values = tellingLists(m, field)
			if field.Message() != nil {
				vary(m.Get(field).List().Get(0).Message(), look)
			}
		case field.Message() != nil:
			vary(m.Get(field).Message(), look)
		}
		before := m.Get(field)
		for _, v := range values {
			m.Set(field, v)
			look(field)
		}
		m.Clear(field)
		look(field)
		m.Set(field, before)
	}
}

// FuzzChecks: whatever plan a caller sends, the checks and protovalidate agree.
func FuzzChecks(f *testing.F) {
	files, err := filepath.Glob("../../plans/*.yaml")
	if err != nil || len(files) == 0 {
		f.Fatalf("no plans: %v", err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		m, _ := decode(src)
		wire, err := proto.Marshal(m)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(wire)
	}
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, wire []byte) {
		m := &supervisionv1.Plan{}
		if proto.Unmarshal(wire, m) == nil {
			agree(t, m, "fuzzed", map[string]bool{})
		}
	})
}

// A rule that the checks do not know is left to protovalidate, and the rules of plans have none.
func TestUnknownRulesAreNotPassedOver(t *testing.T) {
	for name, c := range map[string]struct {
		field   *validate.FieldRules
		message *validate.MessageRules
	}{
		"another rule for texts":  {field: validate.FieldRules_builder{String: validate.StringRules_builder{Uuid: new(true)}.Build()}.Build()},
		"an expression":           {field: validate.FieldRules_builder{CelExpression: []string{"this != ''"}}.Build()},
		"a rule left out":         {field: validate.FieldRules_builder{Ignore: validate.Ignore_IGNORE_ALWAYS.Enum()}.Build()},
		"a rule of another type":  {field: validate.FieldRules_builder{Int32: &validate.Int32Rules{}}.Build()},
		"a rule for the message":  {message: validate.MessageRules_builder{CelExpression: []string{"true"}}.Build()},
		"a rule of times to come": {field: later()},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := checksOf(message(t, c.field, c.message)); err == nil {
				t.Error("passed over")
			}
		})
	}
}

// later is a rule for texts that this version of protovalidate does not know.
func later() *validate.FieldRules {
	rules := &validate.StringRules{}
	rules.ProtoReflect().SetUnknown(protoreflect.RawFields{0xf8, 0x07, 0x01})
	return validate.FieldRules_builder{String: rules}.Build()
}

// message describes a message of one text with rules.
func message(t *testing.T, field *validate.FieldRules, whole *validate.MessageRules) protoreflect.MessageDescriptor {
	t.Helper()
	fieldOptions, messageOptions := &descriptorpb.FieldOptions{}, &descriptorpb.MessageOptions{}
	if field != nil {
		proto.SetExtension(fieldOptions, validate.E_Field, field)
	}
	if whole != nil {
		proto.SetExtension(messageOptions, validate.E_Message, whole)
	}
	file, err := protodesc.NewFile(&descriptorpb.FileDescriptorProto{
		Name: new("a.proto"), Syntax: new("proto3"), Dependency: []string{"buf/validate/validate.proto"},
		MessageType: []*descriptorpb.DescriptorProto{{
			Name: new("A"), Options: messageOptions,
			Field: []*descriptorpb.FieldDescriptorProto{{
				Name: new("a"), Number: new(int32(1)), Options: fieldOptions,
				Label: descriptorpb.FieldDescriptorProto_LABEL_OPTIONAL.Enum(), Type: descriptorpb.FieldDescriptorProto_TYPE_STRING.Enum(),
			}},
		}},
	}, protoregistry.GlobalFiles)
	if err != nil {
		t.Fatal(err)
	}
	return file.Messages().Get(0)
}
