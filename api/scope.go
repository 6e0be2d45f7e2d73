package api

import (
	"slices"
	"strings"
	"sync"

	"google.golang.org/genproto/googleapis/api/annotations"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// The scopes that stand for many rpcs; every other is an rpc's name.
const (
	scopeRead  = "read"  // what REST serves by GET
	scopeWrite = "write" // everything
)

var (
	errChangeFirst = supervision.Refuse(supervision.NotAllowed, "请先修改一次性口令", "change the one-time password first")
	errNotThisOne  = supervision.Refuse(supervision.NotAllowed, "此令牌无权进行此操作", "this token may not do this")
)

// within refuses what a session is not for: one by a one-time password is for changing that, and a program's for what its
// scopes name, and for nothing that its holder must do in person.
func within(s desk.Session, method string, declared *v1.Access) error {
	switch {
	case s.MustChange && !declared.GetAtFirst():
		return errChangeFirst
	case s.Kind == desk.ByToken && (declared.GetInPerson() || !covers(s.Scopes, method)):
		return errNotThisOne
	}
	return nil
}

func covers(scopes []string, method string) bool {
	name := method[strings.LastIndexByte(method, '/')+1:]
	return slices.Contains(scopes, scopeWrite) || slices.Contains(scopes, name) || slices.Contains(scopes, scopeRead) && onlyReads()[name]
}

// onlyReads says so of each of our rpcs.
var onlyReads = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	protoregistry.GlobalFiles.RangeFilesByPackage(v1.File_supervision_v1_access_proto.Package(), func(f protoreflect.FileDescriptor) bool {
		for i := range f.Services().Len() {
			methods := f.Services().Get(i).Methods()
			for j := range methods.Len() {
				rule, _ := proto.GetExtension(methods.Get(j).Options(), annotations.E_Http).(*annotations.HttpRule)
				all[string(methods.Get(j).Name())] = rule.GetGet() != ""
			}
		}
		return true
	})
	return all
})

// checkScopes refuses names that are no scopes.
func checkScopes(scopes []string) error {
	for _, s := range scopes {
		if _, rpc := onlyReads()[s]; !rpc && s != scopeRead && s != scopeWrite {
			return invalid("scopes", "没有 "+s+" 这一权限，见 /openapi.json", "there is no scope "+s+"; see /openapi.json")
		}
	}
	return nil
}
