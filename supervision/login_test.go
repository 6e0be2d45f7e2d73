package supervision

import (
	"errors"
	"testing"
)

func TestCheckLogin(t *testing.T) {
	for login, good := range map[string]bool{
		"":                 true,
		"zhang":            true,
		"zhang@hangzhou":   true,
		"zhang@xihu":       false,
		"z@hangzhou@xihu":  false,
		"z@xihu@hangzhou":  true,
		"zhang@":           false,
		"zhang@example.cn": true,
		"auditor@hangzho":  false,
	} {
		err := CheckLogin(login, "hangzhou")
		if (err == nil) != good || !good && !errors.Is(err, &Error{Reason: InvalidRequest}) {
			t.Errorf("%q: %v", login, err)
		}
	}
}
