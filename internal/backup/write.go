package backup

import (
	"archive/zip"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// writer writes a backup under another name, beside the one that it gets when it is whole.
type writer struct {
	path    string
	file    *os.File
	written hash.Hash
	zip     *zip.Writer
	says    Manifest
}

// create begins a file that only its owner may read: it holds personal data, and keys. It must be closed.
func create(path string, m Manifest) (*writer, error) {
	if err := isFree(path); err != nil {
		return nil, err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".unfinished-*")
	if err != nil {
		return nil, err
	}
	w := &writer{path: path, file: f, written: sha256.New(), says: m}
	w.zip = zip.NewWriter(io.MultiWriter(f, w.written))
	return w, w.zip.SetComment(unsealed)
}

func isFree(path string) error {
	_, err := os.Lstat(path)
	switch {
	case err == nil:
		return ErrExists
	case errors.Is(err, fs.ErrNotExist):
		return nil
	}
	return err
}

// entry begins the next entry; what follows is written into it.
func (w *writer) entry(name string) (io.Writer, error) {
	return w.zip.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: w.says.MadeAt})
}

// finish seals the file, reads it whole from the disk, and only then gives it its name.
func (w *writer) finish() error {
	if err := w.seal(); err != nil {
		return err
	}
	if err := check(w.file.Name()); err != nil {
		return err
	}
	return name(w.file.Name(), w.path)
}

// name gives a finished file its name, for good: no power cut takes it back. The name is taken first, so that of two who
// want it one gets it; on some disks, such as those that are carried about, no file can have two.
func name(from, to string) error {
	taken, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return ErrExists
	}
	if err != nil {
		return err
	}
	if err = errors.Join(taken.Close(), os.Rename(from, to), syncDir(filepath.Dir(to))); err != nil {
		return errors.Join(err, os.Remove(to))
	}
	return nil
}

func syncDir(path string) error {
	dir, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(dir.Sync(), dir.Close())
}

// seal writes the manifest and the checksum.
func (w *writer) seal() error {
	into, err := w.entry(manifestEntry)
	if err != nil {
		return err
	}
	if err := json.NewEncoder(into).Encode(w.says); err != nil {
		return err
	}
	return errors.Join(w.zip.Close(), seal(w.file, w.written), w.file.Sync())
}

// close leaves nothing behind of a file that is not finished.
func (w *writer) close() {
	w.file.Close()
	os.Remove(w.file.Name())
}
