package secrets_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"duban/internal/secrets"
)

const password = "correct horse battery staple"

// channel is what holds a secret, in the open and not.
type channel struct {
	Secret secrets.Secret `json:"secret"`
	inner  secrets.Secret
}

func TestSecret_IsNeverPrinted(t *testing.T) {
	s := secrets.New(password)
	c := channel{Secret: s, inner: s}
	written := map[string]string{}
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%T"} {
		for name, value := range map[string]any{"itself": s, "its address": &s, "in a struct": c, "in a slice": []channel{c}} {
			written[name+" as "+verb] = fmt.Sprintf(verb, value)
		}
	}
	text, err := json.Marshal(map[string]any{"channel": c, "plain": s, "address": &s, "key": map[secrets.Secret]int{s: 1}})
	if err != nil {
		t.Fatal(err)
	}
	written["JSON"] = string(text)
	var log bytes.Buffer
	slog.New(slog.NewTextHandler(&log, nil)).Info("hello", "secret", s, "channel", c)
	slog.New(slog.NewJSONHandler(&log, nil)).Info("hello", "secret", s, "channel", c)
	written["log"] = log.String()
	written["error"] = fmt.Errorf("sign in with %w, %v", fmt.Errorf("%v", c), &c).Error()
	for name, w := range written {
		for _, part := range []string{password, "horse", fmt.Sprintf("%x", "horse"), fmt.Sprintf("%X", "horse"), fmt.Sprintf("%d", []byte("horse"))} {
			if strings.Contains(w, part) {
				t.Errorf("%s: %s", name, w)
			}
		}
	}
	if !strings.Contains(written["JSON"], `"secret":"***"`) || !strings.Contains(written["log"], "secret=***") {
		t.Errorf("not told that there is one: %s\n%s", written["JSON"], written["log"])
	}
}

func TestSecret_Reveals(t *testing.T) {
	if got := secrets.New(password).Reveal(); got != password {
		t.Errorf("revealed %q", got)
	}
	var none secrets.Secret
	if none.Reveal() != "" || !none.Empty() || secrets.New(password).Empty() || !secrets.New("").Empty() {
		t.Error("the zero value is not the empty secret")
	}
}
