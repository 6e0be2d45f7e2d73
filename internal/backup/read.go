package backup

import (
	"archive/zip"
	"encoding/json"
	"fmt"
	"io"
	"os"
)

// The entries of the file.
const manifestEntry = "manifest.json"

func tableEntry(table string) string { return "tables/" + table + ".copy" }

// largestManifest is far above what a manifest of hundreds of tables takes, in bytes.
const largestManifest = 16 << 20

// reader reads a backup whose checksum matches.
type reader struct {
	Manifest

	file     *os.File
	zip      *zip.Reader
	checksum string
}

// open reads the whole file to check it, and what it says of itself. It must be closed.
func open(path string) (*reader, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	r := &reader{file: f}
	if err := r.read(); err != nil {
		f.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return r, nil
}

func (r *reader) read() error {
	info, err := r.file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrNoSeal
	}
	if r.checksum, err = checkSeal(r.file, info.Size()); err != nil {
		return err
	}
	if r.zip, err = zip.NewReader(r.file, info.Size()); err != nil {
		return fmt.Errorf("%w: %w", ErrNoSeal, err)
	}
	return r.readManifest()
}

func (r *reader) readManifest() error {
	from, err := r.zip.Open(manifestEntry)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNoSeal, err)
	}
	defer from.Close()
	if err := json.NewDecoder(io.LimitReader(from, largestManifest)).Decode(&r.Manifest); err != nil {
		return fmt.Errorf("%w: %w", ErrNoSeal, err)
	}
	if r.Form != form {
		return ErrForm
	}
	return nil
}

func (r *reader) table(t Counted) (io.ReadCloser, error) { return r.zip.Open(tableEntry(t.Name)) }

func (r *reader) close() { r.file.Close() }

// check reads every row of a file: as many as its manifest says.
func check(path string) error {
	r, err := open(path)
	if err != nil {
		return err
	}
	defer r.close()
	for _, t := range r.Tables {
		if err := r.checkTable(t); err != nil {
			return err
		}
	}
	return nil
}

func (r *reader) checkTable(t Counted) error {
	from, err := r.table(t)
	if err != nil {
		return err
	}
	defer from.Close()
	var lines lineCounter
	if _, err := io.Copy(&lines, from); err != nil {
		return fmt.Errorf("read %s: %w", t.Name, err)
	}
	if lines.count != t.Rows {
		return fmt.Errorf("%w: %s: %d / %d", ErrAltered, t.Name, lines.count, t.Rows)
	}
	return nil
}
