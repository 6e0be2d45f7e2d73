package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash"
	"io"
	"os"
	"strings"
)

// mark begins the zip file's comment; the checksum ends it, and with it the file.
const mark = "duban backup sha256="

// digits is the length of the checksum as text.
const digits = 2 * sha256.Size

// unsealed is the comment while the checksum is not known.
var unsealed = mark + strings.Repeat("0", digits)

// seal writes the checksum of what was meant to be written, which a disk may have kept otherwise, over the noughts.
func seal(f *os.File, written hash.Hash) error {
	end, err := f.Seek(0, io.SeekEnd)
	if err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(hex.EncodeToString(written.Sum(nil))), end-digits)
	return err
}

// checkSeal reads the whole file and answers its checksum: ErrNoSeal, ErrAltered.
func checkSeal(f *os.File, size int64) (checksum string, err error) {
	said := make([]byte, len(unsealed))
	if size < int64(len(said)) {
		return "", ErrNoSeal
	}
	if _, err := f.ReadAt(said, size-int64(len(said))); err != nil {
		return "", err
	}
	want, marked := strings.CutPrefix(string(said), mark)
	if !marked {
		return "", ErrNoSeal
	}
	sum := sha256.New()
	if _, err := io.Copy(sum, io.NewSectionReader(f, 0, size-digits)); err != nil {
		return "", fmt.Errorf("read backup: %w", err)
	}
	io.WriteString(sum, strings.Repeat("0", digits)) //nolint:errcheck // a hash takes everything
	if hex.EncodeToString(sum.Sum(nil)) != want {
		return "", ErrAltered
	}
	return want, nil
}
