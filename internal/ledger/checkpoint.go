package ledger

import (
	"encoding/base64"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Checkpoint states the head of a host's record: what its first rows are, once and for all.
type Checkpoint struct {
	Origin string // the installation
	Host   string
	Hash   string    // its name
	Size   uint64    // how many rows; at least one
	Root   []byte    // of the log of so many leaves
	At     time.Time // UTC, by the clock of the installation
}

// alike reports whether two checkpoints are of one record.
func (c Checkpoint) alike(other Checkpoint) bool {
	return c.Origin == other.Origin && c.Host == other.Host && c.Hash == other.Hash
}

// ErrCheckpoint says that a text is no checkpoint that the key has signed, letter for letter.
var ErrCheckpoint = errors.New("this is no checkpoint signed with the key")

// body is the signed text. It follows the checkpoints of transparency logs (C2SP tlog-checkpoint): origin, size, root, and
// lines of our own.
func (c Checkpoint) body() string {
	return fmt.Sprintf("%s\n%d\n%s\nhost %s\nhash %s\nat %s\n", c.Origin, c.Size, base64.StdEncoding.EncodeToString(c.Root),
		c.Host, c.Hash, c.At.UTC().Format(time.RFC3339Nano))
}

// Sign writes the checkpoint in the manner of a signed note: the text, a blank line, and the signature under the
// installation's name.
func (c Checkpoint) Sign(s Signer) (string, error) {
	body := c.body()
	if _, err := parseBody(body); err != nil {
		return "", fmt.Errorf("checkpoint cannot be written: %w", err)
	}
	signature, err := s.Sign([]byte(body))
	if err != nil {
		return "", fmt.Errorf("sign checkpoint: %w", err)
	}
	return c.signed(signature), nil
}

func (c Checkpoint) signed(signature []byte) string {
	return c.body() + "\n— " + c.Origin + " " + base64.StdEncoding.EncodeToString(signature) + "\n"
}

// ReadCheckpoint reads a signed checkpoint and checks it with the key. Whatever Sign would not have written so, to the
// letter, is refused with an error that is ErrCheckpoint.
func ReadCheckpoint(text string, key Key) (Checkpoint, error) {
	body, tail, _ := strings.Cut(text, "\n\n")
	c, err := parseBody(body + "\n")
	if err != nil {
		return Checkpoint{}, err
	}
	coded := strings.TrimSuffix(strings.TrimPrefix(tail, "— "+c.Origin+" "), "\n")
	signature, err := base64.StdEncoding.DecodeString(coded)
	switch {
	case err != nil || c.signed(signature) != text:
		return Checkpoint{}, fmt.Errorf("%w: its signature cannot be read", ErrCheckpoint)
	case !key.Verify([]byte(c.body()), signature):
		return Checkpoint{}, fmt.Errorf("%w: the signature does not fit the text", ErrCheckpoint)
	}
	return c, nil
}

// parseBody reads what body writes, and nothing else.
func parseBody(text string) (Checkpoint, error) {
	lines := strings.Split(text, "\n")
	if len(lines) != 7 {
		return Checkpoint{}, fmt.Errorf("%w: its text has six lines", ErrCheckpoint)
	}
	c := Checkpoint{
		Origin: lines[0],
		Host:   strings.TrimPrefix(lines[3], "host "),
		Hash:   strings.TrimPrefix(lines[4], "hash "),
	}
	var failed [3]error
	c.Size, failed[0] = strconv.ParseUint(lines[1], 10, 64)
	c.Root, failed[1] = base64.StdEncoding.DecodeString(lines[2])
	c.At, failed[2] = time.Parse("at "+time.RFC3339Nano, lines[5])
	h, unknown := HashNamed(c.Hash)
	if err := errors.Join(unknown, errors.Join(failed[:]...)); err != nil {
		return Checkpoint{}, fmt.Errorf("%w: %w", ErrCheckpoint, err)
	}
	if c.Origin == "" || c.Host == "" || c.Size == 0 || len(c.Root) != h.Size() || c.body() != text {
		return Checkpoint{}, fmt.Errorf("%w: its text is not as a checkpoint's is written", ErrCheckpoint)
	}
	return c, nil
}
