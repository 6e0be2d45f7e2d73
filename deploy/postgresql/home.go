package postgresql

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// home is the directory a server lives in, held by this process alone.
type home struct {
	dir          string
	throwaway    bool
	lock         *os.File
	installation Installation
	account      account
	cluster      string
	socket       string
	log          serverLog
}

// leastSpace is what a server needs to start and to write its log for a while, in bytes.
const leastSpace = 128 << 20

// openHome takes the directory and finds out whether a server can live there.
func openHome(ctx context.Context, o Options) (*home, error) {
	dir, err := filepath.Abs(o.Dir)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("the data directory cannot be made: %w", err)
	}
	lock, err := takeLock(dir)
	if err != nil {
		return nil, err
	}
	h := &home{dir: dir, throwaway: o.Throwaway, lock: lock, log: serverLog{path: filepath.Join(dir, "postgresql.log")}}
	if err := h.survey(ctx); err != nil {
		lock.Close()
		return nil, err
	}
	return h, nil
}

// survey finds all that can be wrong before anything is written.
func (h *home) survey(ctx context.Context) error {
	if err := checkSpace(h.dir, leastSpace); err != nil {
		return err
	}
	cluster, major, err := existingCluster(h.dir)
	if err != nil {
		return err
	}
	if h.installation, err = Find(ctx, major); err != nil {
		return fmt.Errorf("%s: %w", h.dir, err)
	}
	h.cluster = cluster
	if cluster == "" {
		h.cluster = filepath.Join(h.dir, fmt.Sprintf("pg%d", h.installation.Major))
	}
	if h.account, err = serverAccount(cluster); err != nil {
		return err
	}
	return h.checkReach(ctx)
}

func (h *home) close() {
	if h.throwaway {
		os.RemoveAll(h.cluster)
	}
	if filepath.Dir(h.socket) != h.dir {
		os.RemoveAll(h.socket)
	}
	h.lock.Close()
}

// checkSpace refuses a nearly full disk, on which PostgreSQL would stop in the middle of its work.
func checkSpace(dir string, need uint64) error {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return fmt.Errorf("the data directory cannot be read: %w", err)
	}
	free := fs.Bavail * uint64(fs.Bsize) //nolint:gosec // a size is not negative
	if free < need {
		return fmt.Errorf("the disk of %s is full: %d MB free, at least %d MB needed", dir, free>>20, need>>20)
	}
	return nil
}

// takeLock holds the directory until the file is closed or this process is gone.
// It tries for a moment, because lockHeld holds the lock while it looks.
func takeLock(dir string) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, fmt.Errorf("the data directory cannot be locked: %w", err)
	}
	for range 10 {
		if err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); !errors.Is(err, syscall.EWOULDBLOCK) {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	switch {
	case errors.Is(err, syscall.EWOULDBLOCK):
		err = fmt.Errorf("the data directory %s is %w", dir, ErrInUse)
	case err != nil:
		err = fmt.Errorf("the data directory %s cannot be locked: %w", dir, err)
	default:
		return f, nil
	}
	f.Close()
	return nil, err
}

func lockHeld(dir string) (bool, error) {
	f, err := os.Open(filepath.Join(dir, "lock"))
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("the data directory cannot be read: %w", err)
	}
	defer f.Close()
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB)
	return errors.Is(err, syscall.EWOULDBLOCK), nil
}
