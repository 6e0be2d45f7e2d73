package api

import (
	"strings"
	"testing"

	"buf.build/gen/go/bufbuild/protovalidate/protocolbuffers/go/buf/validate"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"
)

// Every pattern that a request may break has words for a clerk.
func TestShapes_EveryPatternHasWords(t *testing.T) {
	found := map[string]bool{}
	protoregistry.GlobalFiles.RangeFilesByPackage("supervision.v1", func(f protoreflect.FileDescriptor) bool {
		if strings.HasSuffix(f.Path(), "_service.proto") {
			for i := range f.Messages().Len() {
				patterns(f.Messages().Get(i), found)
			}
		}
		return true
	})
	for pattern := range found {
		if s := shapes[pattern]; s.zh == "" || s.en == "" {
			t.Errorf("%s has no words", pattern)
		}
	}
	if len(found) != len(shapes) {
		t.Errorf("%d patterns, words for %d", len(found), len(shapes))
	}
}

func patterns(m protoreflect.MessageDescriptor, found map[string]bool) {
	for i := range m.Fields().Len() {
		rules, _ := proto.GetExtension(m.Fields().Get(i).Options(), validate.E_Field).(*validate.FieldRules)
		for _, r := range []*validate.FieldRules{rules, rules.GetRepeated().GetItems()} {
			if pattern := r.GetString().GetPattern(); pattern != "" {
				found[pattern] = true
			}
		}
	}
}
