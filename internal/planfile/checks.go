package planfile

import (
	"sync"

	"google.golang.org/protobuf/reflect/protoreflect"

	"duban/api/supervisionv1"
)

// Nearly every plan keeps the rules of plan.proto, and that is soon seen: the checks below are made of the same rules,
// read from the same proto. What they do not pass, protovalidate judges and words. It is not asked first because it
// begins by compiling an expression language over every proto in the program, which costs more than reading a plan.

// checks are what the rules of a message's proto ask of it.
type checks []fieldChecks

// fieldChecks are those of one field.
type fieldChecks struct {
	field    protoreflect.FieldDescriptor
	required bool
	value    []check // of the value; of a list as a whole
	items    []check // of each item of a list
	message  *checks // of each message that the field holds; nil where it holds none
}

// check reports whether a value keeps a rule.
type check func(protoreflect.Value) bool

// planChecks fails when a rule in plan.proto is of a kind that is not known here.
var planChecks = sync.OnceValues(func() (*checks, error) {
	return checksOf((&supervisionv1.Plan{}).ProtoReflect().Descriptor())
})

// surelyKeepsRules reports whether a plan is certain to keep every rule of its proto.
func surelyKeepsRules(m *supervisionv1.Plan) bool {
	all, err := planChecks()
	return err == nil && all.pass(m.ProtoReflect())
}

func (c checks) pass(m protoreflect.Message) bool {
	for _, f := range c {
		has := m.Has(f.field)
		if f.required && !has || (has || !f.field.HasPresence()) && !f.pass(m.Get(f.field)) {
			return false
		}
	}
	return true
}

func (f fieldChecks) pass(v protoreflect.Value) bool {
	if !passes(v, f.value) {
		return false
	}
	if !f.field.IsList() {
		return f.message == nil || f.message.pass(v.Message())
	}
	for i := range v.List().Len() {
		item := v.List().Get(i)
		if !passes(item, f.items) || f.message != nil && !f.message.pass(item.Message()) {
			return false
		}
	}
	return true
}

func passes(v protoreflect.Value, all []check) bool {
	for _, keeps := range all {
		if !keeps(v) {
			return false
		}
	}
	return true
}
