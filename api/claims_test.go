package api

import (
	"encoding/json"
	"testing"

	"duban/internal/desk"
)

// An address counts as verified where the provider says so, as a value or as a word; and where nobody goes by addresses, what
// it says of them keeps nobody out.
func TestIdentity_AsProvidersWriteIt(t *testing.T) {
	for _, c := range []struct{ match, claims, want string }{
		{"email", `{"email": "z@example.cn", "email_verified": true}`, "z@example.cn"},
		{"email", `{"email": "z@example.cn", "email_verified": "true"}`, "z@example.cn"},
		{"email", `{"email": "z@example.cn", "email_verified": "false"}`, ""},
		{"email", `{"email": "z@example.cn", "email_verified": 1}`, ""},
		{"email", `{"email": "z@example.cn"}`, ""},
		{"email", `{"email": "z@example.cn", "email_verified": "true", "phone_number": 13800000000}`, "z@example.cn"},
		{"phone", `{"phone_number": "13800000000", "phone_number_verified": "true", "email_verified": {}}`, "13800000000"},
		{"", `{"email": {}, "email_verified": "true", "phone_number": 1}`, ""},
	} {
		var who desk.Identity
		i := identities{Provider: Provider{Match: c.match}}
		err := i.address(&who, func(into any) error { return json.Unmarshal([]byte(c.claims), into) })
		if got := who.Email + who.Phone; err != nil || got != c.want {
			t.Errorf("%s: %q, %v", c.claims, got, err)
		}
	}
	var who desk.Identity
	i := identities{Provider: Provider{Match: "email"}}
	if err := i.address(&who, func(into any) error { return json.Unmarshal([]byte(`{"email": 1}`), into) }); err == nil {
		t.Errorf("%+v from an address that is none", who)
	}
}
