package secrets

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
)

// A sealed secret is a version, the number of its key, and what AES-256-GCM makes of it: nonce, text, tag.
const (
	version   = 1
	keyBytes  = 32
	nameBytes = 4
)

var (
	// ErrNoKey says that the ring does not hold the key under which the secret was sealed.
	ErrNoKey = errors.New("sealed under a key that is not in the ring")
	// ErrForged says that the sealed bytes were changed, or were sealed for something else.
	ErrForged = errors.New("sealed bytes were changed, or belong elsewhere")
)

// Ring holds keys. It may be used by many at once.
type Ring struct{ keys []key }

type key struct {
	name [nameBytes]byte // the first bytes of its SHA-256: tells keys apart, and tells nothing of them
	aead cipher.AEAD
}

// NewKey makes a line for a ring's text.
func NewKey() string {
	var k [keyBytes]byte
	rand.Read(k[:]) // never fails
	return base64.StdEncoding.EncodeToString(k[:])
}

// ParseRing reads the text of a ring. An error names the line that is no key.
func ParseRing(text string) (*Ring, error) {
	var r Ring
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if err := r.add(line); err != nil {
			return nil, fmt.Errorf("line %d of the keys: %w", number, err)
		}
	}
	if len(r.keys) == 0 {
		return nil, errors.New("no key: a line with 32 bytes in base64 is wanted")
	}
	return &r, nil
}

func (r *Ring) add(line string) error {
	raw, err := base64.StdEncoding.Strict().DecodeString(line)
	if err != nil || len(raw) != keyBytes {
		return errors.New("not 32 bytes in base64")
	}
	name := nameOf(raw)
	if _, err := r.find(name); err == nil {
		return errors.New("this key stands there twice")
	}
	block, err := aes.NewCipher(raw)
	if err != nil {
		return err
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return err
	}
	r.keys = append(r.keys, key{name: name, aead: aead})
	return nil
}

func nameOf(raw []byte) (name [nameBytes]byte) {
	sum := sha256.Sum256(raw)
	copy(name[:], sum[:])
	return name
}

func (r *Ring) find(name [nameBytes]byte) (key, error) {
	for _, k := range r.keys {
		if k.name == name {
			return k, nil
		}
	}
	return key{}, ErrNoKey
}

// Seal seals a secret for one owner, such as a host's channel: for another it does not open. Sealing the same twice gives
// different bytes.
func (r *Ring) Seal(s Secret, owner string) []byte {
	k := r.keys[0]
	head := append([]byte{version}, k.name[:]...)
	return k.aead.Seal(head, nil, []byte(s.Reveal()), bound(head, owner)) //nolint:gosec // no nonce: this AEAD draws its own
}

// Open is the secret that was sealed for the owner; or [ErrNoKey] or [ErrForged].
func (r *Ring) Open(sealed []byte, owner string) (Secret, error) {
	if len(sealed) < 1+nameBytes || sealed[0] != version {
		return Secret{}, ErrForged
	}
	head, body := sealed[:1+nameBytes], sealed[1+nameBytes:]
	k, err := r.find([nameBytes]byte(head[1:]))
	if err != nil {
		return Secret{}, err
	}
	text, err := k.aead.Open(nil, nil, body, bound(head, owner))
	if err != nil {
		return Secret{}, ErrForged
	}
	return New(string(text)), nil
}

// bound is what a seal vouches for besides the secret.
func bound(head []byte, owner string) []byte {
	return append(append([]byte{}, head...), owner...)
}
