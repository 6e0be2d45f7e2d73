package secrets

import (
	"fmt"
	"log/slog"
)

// hidden stands where a secret would be printed.
const hidden = "***"

// Secret is a text that is never printed: whatever writes it, formatted, logged or as JSON, writes "***". Its zero value is
// the empty one.
type Secret struct {
	// A pointer, because fmt calls no methods on a secret in an unexported field, but shows of a pointer the address alone.
	text *string
}

// New keeps a text secret.
func New(text string) Secret { return Secret{&text} }

// Reveal is the text itself, for whoever hands it to the other side.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// Empty says that there is no secret.
func (s Secret) Empty() bool { return s.Reveal() == "" }

// String is "***".
func (s Secret) String() string { return hidden }

// Format writes "***" for every verb.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, hidden) }

// LogValue is "***".
func (s Secret) LogValue() slog.Value { return slog.StringValue(hidden) }

// MarshalText is "***"; so a secret is not read back from what was written of it.
func (s Secret) MarshalText() ([]byte, error) { return []byte(hidden), nil }

// MarshalJSON is "***".
func (s Secret) MarshalJSON() ([]byte, error) { return []byte(`"` + hidden + `"`), nil }
