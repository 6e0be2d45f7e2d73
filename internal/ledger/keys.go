package ledger

import (
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/emmansun/gmsm/sm2"
)

// Signer signs checkpoints. Its secret is never written anywhere by this package.
type Signer interface {
	Sign(message []byte) ([]byte, error)
	// Key is what others check its signatures with.
	Key() Key
}

// Key checks signatures. Its text, the algorithm and base64 of the public key, is for everybody to see.
type Key interface {
	Verify(message, signature []byte) bool
	String() string
}

// The algorithms that checkpoints may be signed with.
const (
	Ed25519 = "ed25519"
	SM2     = "sm2" // GB/T 32918.2, with the default user identity
)

// NewSecret makes the secret of a new signer: the algorithm and 32 bytes from a source that nobody can foretell.
func NewSecret(algorithm string, random io.Reader) ([]byte, error) {
	seed := make([]byte, ed25519.SeedSize)
	for range mostDraws {
		if _, err := io.ReadFull(random, seed); err != nil {
			return nil, err
		}
		secret := []byte(written(algorithm, seed))
		if _, err := ReadSigner(secret); err == nil {
			return secret, nil
		}
	}
	return nil, fmt.Errorf("no key for algorithm %q: ed25519 and sm2 are known", algorithm)
}

// mostDraws is how often a seed may be no key; of SM2's, one in four billion is none.
const mostDraws = 3

// ReadSigner makes the signer of a secret that NewSecret made.
func ReadSigner(secret []byte) (Signer, error) {
	algorithm, seed, err := read(string(secret))
	switch {
	case err == nil && algorithm == Ed25519 && len(seed) == ed25519.SeedSize:
		return ed25519Signer{ed25519.NewKeyFromSeed(seed)}, nil
	case err == nil && algorithm == SM2:
		return newSM2Signer(seed)
	}
	return nil, errors.New("this is no signing key") // and no word of what it is
}

// ReadKey reads the text of a key.
func ReadKey(text string) (Key, error) {
	algorithm, public, err := read(text)
	switch {
	case err == nil && algorithm == Ed25519 && len(public) == ed25519.PublicKeySize:
		return ed25519Key(public), nil
	case err == nil && algorithm == SM2:
		return newSM2Key(public)
	}
	return nil, fmt.Errorf("%q is no key: one is ed25519: or sm2: and base64", text)
}

func written(algorithm string, key []byte) string {
	return algorithm + ":" + base64.StdEncoding.EncodeToString(key)
}

func read(text string) (algorithm string, key []byte, err error) {
	algorithm, coded, _ := strings.Cut(text, ":")
	key, err = base64.StdEncoding.Strict().DecodeString(coded)
	return algorithm, key, err
}

type ed25519Signer struct{ private ed25519.PrivateKey }

func (s ed25519Signer) Sign(message []byte) ([]byte, error) {
	return ed25519.Sign(s.private, message), nil
}

func (s ed25519Signer) Key() Key { return ed25519Key(s.private[ed25519.SeedSize:]) }

type ed25519Key ed25519.PublicKey

func (k ed25519Key) String() string { return written(Ed25519, k) }

func (k ed25519Key) Verify(message, signature []byte) bool {
	return ed25519.Verify(ed25519.PublicKey(k), message, signature)
}

type sm2Signer struct {
	private *sm2.PrivateKey
	key     sm2Key
}

func newSM2Signer(seed []byte) (Signer, error) {
	private, err := sm2.NewPrivateKey(seed)
	if err != nil {
		return nil, err
	}
	public, err := sm2.PublicKeyToECDH(&private.PublicKey)
	if err != nil {
		return nil, err
	}
	return sm2Signer{private, sm2Key{&private.PublicKey, public.Bytes()}}, nil
}

func (s sm2Signer) Sign(message []byte) ([]byte, error) {
	return s.private.Sign(rand.Reader, message, sm2.DefaultSM2SignerOpts)
}

func (s sm2Signer) Key() Key { return s.key }

type sm2Key struct {
	public *ecdsa.PublicKey
	point  []byte // uncompressed
}

func newSM2Key(point []byte) (Key, error) {
	public, err := sm2.NewPublicKey(point)
	if err != nil {
		return nil, err
	}
	return sm2Key{public, point}, nil
}

func (k sm2Key) String() string { return written(SM2, k.point) }

func (k sm2Key) Verify(message, signature []byte) bool {
	return sm2.VerifyASN1WithSM2(k.public, nil, message, signature)
}
