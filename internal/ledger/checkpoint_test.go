package ledger

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
)

var algorithms = []string{Ed25519, SM2}

func newSigner(t testing.TB, algorithm string) Signer {
	t.Helper()
	secret, err := NewSecret(algorithm, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	s, err := ReadSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var head = Checkpoint{"duban.example", "杭州 hangzhou", "SM3", 1234, SM3.EmptyRoot(), began}

func TestCheckpoint_Text(t *testing.T) {
	text, err := head.Sign(newSigner(t, Ed25519))
	const want = `duban.example
1234
GrIdg1XPoX+OYRlIMegajyK+yMco/vt0ftA161CCqis=
host 杭州 hangzhou
hash SM3
at 2020-04-21T01:00:00Z

— duban.example `
	if err != nil || !strings.HasPrefix(text, want) {
		t.Errorf("wrote (%v)\n%s", err, text)
	}
}

// What is read is what was signed, with the key in its written form as well.
func TestReadCheckpoint(t *testing.T) {
	for _, algorithm := range algorithms {
		s := newSigner(t, algorithm)
		text, err := head.Sign(s)
		if err != nil {
			t.Fatal(err)
		}
		key, err := ReadKey(s.Key().String())
		if err != nil {
			t.Fatal(err)
		}
		if c, err := ReadCheckpoint(text, key); err != nil || c.body() != head.body() {
			t.Errorf("%s: read %+v, %v", algorithm, c, err)
		}
	}
}

// No byte of a checkpoint may be another, be left out, or come twice; and no other key has signed it.
func TestReadCheckpoint_Altered(t *testing.T) {
	for _, algorithm := range algorithms {
		s := newSigner(t, algorithm)
		text, err := head.Sign(s)
		if err != nil {
			t.Fatal(err)
		}
		for i := range len(text) {
			for _, in := range []string{"", text[i:i+1] + text[i:i+1], "A", "0", " ", "\n", "\r\n"} {
				if altered := text[:i] + in + text[i+1:]; altered != text {
					wantRefused(t, altered, s.Key())
				}
			}
		}
		wantRefused(t, text+text[strings.LastIndex(text, "—"):], s.Key())
		wantRefused(t, text, newSigner(t, algorithm).Key())
		wantRefused(t, text, newSigner(t, algorithms[1-slices.Index(algorithms, algorithm)]).Key())
	}
}

func wantRefused(t *testing.T, text string, key Key) {
	t.Helper()
	if c, err := ReadCheckpoint(text, key); !errors.Is(err, ErrCheckpoint) {
		t.Errorf("read %+v, %v from\n%s", c, err, text)
	}
}

// What could not be read again is not signed.
func TestCheckpoint_Sign_Refuses(t *testing.T) {
	for name, change := range map[string]func(*Checkpoint){
		"no origin":          func(c *Checkpoint) { c.Origin = "" },
		"no host":            func(c *Checkpoint) { c.Host = "" },
		"two lines":          func(c *Checkpoint) { c.Host = "a\nhash SM3" },
		"no rows":            func(c *Checkpoint) { c.Size = 0 },
		"half a root":        func(c *Checkpoint) { c.Root = c.Root[:16] },
		"an unknown hash":    func(c *Checkpoint) { c.Hash = "MD5" },
		"a year without end": func(c *Checkpoint) { c.At = c.At.AddDate(100_000, 0, 0) },
	} {
		c := head
		change(&c)
		if text, err := c.Sign(newSigner(t, Ed25519)); err == nil {
			t.Errorf("%s: signed\n%s", name, text)
		}
	}
}

// A secret is refused without a word of what it is.
func TestReadSigner_Refuses(t *testing.T) {
	for _, secret := range []string{"", "ed25519:", "ed25519:c2VjcmV0", "sm2:c2VjcmV0", "rsa:c2VjcmV0", "ed25519:!"} {
		if _, err := ReadSigner([]byte(secret)); err == nil || strings.Contains(fmt.Sprint(err), "c2VjcmV0") {
			t.Errorf("%q: %v", secret, err)
		}
	}
}

func TestReadKey_Refuses(t *testing.T) {
	for _, text := range []string{"", "ed25519:", "ed25519:AAAA", "sm2:AAAA", "rsa:AAAA", "sm2"} {
		if _, err := ReadKey(text); err == nil {
			t.Errorf("%q is a key", text)
		}
	}
}

func TestNewSecret_Refuses(t *testing.T) {
	if _, err := NewSecret("rsa", rand.Reader); err == nil {
		t.Error("made a secret for rsa")
	}
	if _, err := NewSecret(SM2, strings.NewReader("short")); err == nil {
		t.Error("made a secret of five bytes")
	}
}
