package pgtest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/deploy/postgresql"
)

// shared is the server that all test processes of one user share. Each process holds the
// file users locked as long as it lives, however it ends; the keeper, a process of its
// own that outlives the one that started it, stops the server once nobody holds the file.
type shared struct {
	dir    string
	linger time.Duration // between the last test process and the stop
}

// users keeps the locks of this process from being closed.
var users []*os.File

// attach finds the shared server of this user, or starts it.
func attach(ctx context.Context) (postgresql.Address, error) {
	installed, err := postgresql.Find(ctx, 0)
	if err != nil {
		return postgresql.Address{}, err
	}
	s := shared{
		dir:    filepath.Join(memory(), fmt.Sprintf("duban-test-%d-pg%d", os.Getuid(), installed.Major)),
		linger: 20 * time.Second,
	}
	return s.attach(ctx)
}

// enoughMemory is what the databases of a whole test run may take, in bytes; containers often have less there.
const enoughMemory = 1 << 30

// memory is a directory whose files are not written to a disk, where there is one with room.
func memory() string {
	const shm = "/dev/shm"
	var fs syscall.Statfs_t
	if err := syscall.Statfs(shm, &fs); err != nil || fs.Bavail*uint64(fs.Bsize) < enoughMemory { //nolint:gosec // a size is not negative
		return os.TempDir()
	}
	return shm
}

func (s shared) attach(ctx context.Context) (postgresql.Address, error) {
	if err := s.makeDir(); err != nil {
		return postgresql.Address{}, err
	}
	use, err := s.lock("users", syscall.LOCK_SH) // waits while the keeper is stopping the server
	if err != nil {
		return postgresql.Address{}, err
	}
	users = append(users, use)
	start, err := s.lock("start", syscall.LOCK_EX) // one process starts it, the others wait
	if err != nil {
		return postgresql.Address{}, err
	}
	defer start.Close()
	return s.find(ctx)
}

// makeDir makes a directory that others may pass (PostgreSQL's user must, when the tests
// are root) but in which only this user can have put anything.
func (s shared) makeDir() error {
	if err := os.Mkdir(s.dir, 0o711); err != nil && !errors.Is(err, os.ErrExist) {
		return err
	}
	info, err := os.Lstat(s.dir)
	if err != nil {
		return err
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); !ok || !info.IsDir() || int(stat.Uid) != os.Getuid() {
		return fmt.Errorf("%s belongs to somebody else", s.dir)
	}
	return nil
}

func (s shared) lock(name string, how int) (*os.File, error) {
	f, err := os.OpenFile(filepath.Join(s.dir, name), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	if err := flock(f, how); err != nil {
		f.Close()
		return nil, fmt.Errorf("lock %s: %w", f.Name(), err)
	}
	return f, nil
}

func flock(f *os.File, how int) error {
	for {
		if err := syscall.Flock(int(f.Fd()), how); !errors.Is(err, syscall.EINTR) {
			return err
		}
	}
}

func (s shared) server() string { return filepath.Join(s.dir, "server") }

// find waits for a server that is there already, even if the process that started it was
// killed meanwhile, and else starts one.
func (s shared) find(ctx context.Context) (postgresql.Address, error) {
	failed := make(chan error, 1)
	for started := false; ; {
		address, running, _ := postgresql.Running(s.server())
		if !running && !started { // not before one whose keeper was killed has ended
			if err := s.startKeeper(failed); err != nil {
				return postgresql.Address{}, err
			}
			started = true
		}
		if answers(ctx, address) {
			return address, nil
		}
		select {
		case err := <-failed:
			return postgresql.Address{}, err
		case <-ctx.Done():
			return postgresql.Address{}, fmt.Errorf("the test server in %s does not answer: %w", s.dir, ctx.Err())
		case <-time.After(10 * time.Millisecond):
		}
	}
}

// answers tells whether the roles and the database are there, which the server makes last.
func answers(ctx context.Context, a postgresql.Address) bool {
	if a == (postgresql.Address{}) {
		return false
	}
	conn, err := pgx.Connect(ctx, a.DSN(postgresql.Application, postgresql.Database))
	if err != nil {
		return false
	}
	return conn.Close(ctx) == nil
}

// startKeeper runs this test program again as the keeper, in a session of its own and with
// no pipe to us: neither a Ctrl-C here nor `go test` waiting for output may reach it.
func (s shared) startKeeper(failed chan<- error) error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	path := filepath.Join(s.dir, "keeper.log")
	log, err := os.Create(path)
	if err != nil {
		return err
	}
	defer log.Close()
	keeper := exec.Command(program)
	keeper.Dir = s.dir
	keeper.Env = append(os.Environ(), fmt.Sprintf("%s=%v %s", keeperVariable, s.linger, s.dir))
	keeper.Stdout, keeper.Stderr = log, log
	keeper.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if err := keeper.Start(); err != nil {
		return err
	}
	go func() {
		exit := keeper.Wait()
		said, _ := os.ReadFile(path)
		failed <- errors.New(cmp.Or(strings.TrimSpace(string(said)), fmt.Sprintf("the keeper of the test server ended: %v", exit)))
	}()
	return nil
}
