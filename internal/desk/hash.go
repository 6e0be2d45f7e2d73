package desk

import (
	"context"
	"fmt"

	"github.com/alexedwards/argon2id"
	"golang.org/x/text/unicode/norm"

	"duban/supervision"
)

// DefaultCost is what hashing one password costs: 19 MiB and about a tenth of a second of one core, which OWASP asks for
// at least.
var DefaultCost = argon2id.Params{Memory: 19 << 10, Iterations: 2, Parallelism: 1, SaltLength: 16, KeyLength: 32}

// How many passwords are hashed at a time, and how many more wait for it: what signing in may take of a machine is
// bounded, however many try.
const (
	mostHashing = 2
	mostComing  = 64
)

// ErrBusy is returned where as many are signing in as may at a time.
var ErrBusy = supervision.Refuse("BUSY", "正在登录的人太多，请稍等片刻再试", "too many are signing in just now; try again in a moment")

// hasher hashes few passwords at a time.
type hasher struct {
	cost    argon2id.Params
	coming  chan struct{}
	hashing chan struct{}
}

func newHasher(cost argon2id.Params) *hasher {
	return &hasher{cost: cost, coming: make(chan struct{}, mostComing), hashing: make(chan struct{}, mostHashing)}
}

// come takes a place among those who wait, which leave gives up; ErrBusy if there is none.
func (h *hasher) come() (leave func(), err error) {
	select {
	case h.coming <- struct{}{}:
		return func() { <-h.coming }, nil
	default:
		return nil, ErrBusy
	}
}

// hash makes the hash of a password.
func (h *hasher) hash(ctx context.Context, password string) (hash string, err error) {
	err = h.inTurn(ctx, func() error {
		hash, err = argon2id.CreateHash(legible(password), &h.cost)
		return err
	})
	return hash, err
}

// matches reports whether a password has a hash. None has the empty one, and to find that out costs the same.
func (h *hasher) matches(ctx context.Context, password, hash string) (right bool, err error) {
	if hash == "" {
		_, err = h.hash(ctx, password)
		return false, err
	}
	err = h.inTurn(ctx, func() error {
		right, err = argon2id.ComparePasswordAndHash(legible(password), hash)
		return err
	})
	return right, err
}

func (h *hasher) inTurn(ctx context.Context, do func() error) error {
	select {
	case h.hashing <- struct{}{}:
		defer func() { <-h.hashing }()
		return do()
	case <-ctx.Done():
		return fmt.Errorf("wait to hash a password: %w", ctx.Err())
	}
}

// legible is a password in the one form that all keyboards come to: a full-width letter is the letter.
func legible(password string) string { return norm.NFKC.String(password) }
