package engine

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"duban/cmd"
	"duban/deploy/postgresql"
	"duban/internal/secrets"
)

func postgresDir(data string) string { return filepath.Join(data, "postgresql") }

// path is a file or directory below the data directory.
func (e *Engine) path(names ...string) string {
	return filepath.Join(append([]string{e.config.Data}, names...)...)
}

// checkIn finds out what would stop the start, before anything heavy runs: the directory
// is taken, or an address is.
func (e *Engine) checkIn(ctx context.Context) error {
	if _, running, _ := postgresql.Running(postgresDir(e.config.Data)); running {
		return fmt.Errorf("another Duban is already running on %s", e.config.Data)
	}
	if err := cmp.Or(checkAddress(ctx, e.config.Listen, "DUBAN_LISTEN"), checkAddress(ctx, e.config.GRPC, "DUBAN_GRPC")); err != nil {
		return err
	}
	if err := makeData(e.config.Data); err != nil {
		return err
	}
	return os.MkdirAll(e.path("log"), 0o700)
}

// makeData makes a directory that others may pass, as PostgreSQL's user must, but in which they may not look.
func makeData(data string) error {
	if err := os.MkdirAll(data, 0o711); err != nil {
		return fmt.Errorf("the data directory cannot be made: %w", err)
	}
	return nil
}

// checkAddress listens for a moment where the API will.
func checkAddress(ctx context.Context, address, variable string) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("another program listens on %s: stop it, or choose another address with %s", address, variable)
	}
	if err != nil {
		return fmt.Errorf("cannot listen on the address of %s: %w", variable, err)
	}
	return listener.Close()
}

// keys are those that seal the secrets of channels: those that were given, or a file's of the data directory, which is made
// when there is none. It is in no backup of the database. One in which there is no key is never overwritten: rows may be
// sealed under what was in it.
func (e *Engine) keys() (string, error) {
	if given, err := e.config.Keys.Text(); given != "" || err != nil {
		return given, err
	}
	path := e.path("channels.key")
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		fresh := secrets.NewKey() + "\n"
		return fresh, cmd.Replace(path, 0o600, func(w io.Writer) error {
			_, err := io.WriteString(w, fresh)
			return err
		})
	case err == nil && strings.TrimSpace(string(text)) == "":
		return "", fmt.Errorf("%s has no key in it: put a copy of it back, or remove it and give the secrets of the channels again", path)
	}
	return string(text), err
}

// largestLog is the size in bytes at which a start sets the old log aside.
const largestLog = 16 << 20

// logFile is the path of a log, the old one set aside if it has become large.
func (e *Engine) logFile(name string) string {
	path := e.path("log", name)
	if info, err := os.Stat(path); err == nil && info.Size() > largestLog {
		_ = os.Rename(path, path+".old") // a log too large does no harm
	}
	return path
}

// mark is the file that tells a first start from the later ones.
func mark(data string) string { return filepath.Join(data, "welcomed") }

func (e *Engine) welcomed() bool {
	_, err := os.Stat(mark(e.config.Data))
	return err == nil
}

// welcome loads the demonstration and makes its sign-ins. The mark comes last, so that
// an interrupted first start is done again.
func (e *Engine) welcome(ctx context.Context) error {
	now := time.Now()
	if err := cmd.LoadDemonstration(ctx, e.DSN(), now); err != nil {
		return err
	}
	signIns, err := cmd.DemoSignIns(ctx, e.DSN(), now)
	if err != nil {
		return err
	}
	e.signIns = signIns
	return markWelcomed(e.config.Data, now)
}

func markWelcomed(data string, now time.Time) error {
	return os.WriteFile(mark(data), []byte(now.UTC().Format(time.RFC3339)+"\n"), 0o644)
}

// DemoSignIns makes new sign-ins on a data directory, whether its engine runs or not.
func DemoSignIns(ctx context.Context, data string) (made []cmd.SignIn, err error) {
	if _, err := os.Stat(mark(data)); err != nil {
		return nil, fmt.Errorf("%s 中还没有演示数据，请先启动一次 / there is no demonstration in %[1]s yet: start Duban on it first", data)
	}
	err = OnDatabase(ctx, data, func(dsn string) error {
		made, err = cmd.DemoSignIns(ctx, dsn, time.Now())
		return err
	})
	return made, err
}

// OnDatabase runs do on the database of a data directory that Duban was started on before, as the application's role,
// whether its engine runs or not.
func OnDatabase(ctx context.Context, data string, do func(dsn string) error) error {
	return onServer(ctx, data, func(a postgresql.Address) error {
		return do(a.DSN(postgresql.Application, postgresql.Database))
	})
}

// AsOwner is OnDatabase as the role that owns the tables.
func AsOwner(ctx context.Context, data string, do func(ownerDSN string) error) error {
	return onServer(ctx, data, func(a postgresql.Address) error {
		return do(a.DSN(postgresql.Owner, postgresql.Database))
	})
}

func onServer(ctx context.Context, data string, do func(postgresql.Address) error) error {
	if _, err := os.Stat(postgresDir(data)); err != nil {
		return fmt.Errorf("%s 中还没有数据，请先启动一次 / there are no data in %[1]s yet: start Duban on it first", data)
	}
	address, running, err := postgresql.Running(postgresDir(data))
	if err != nil {
		return err
	}
	if running {
		return do(address)
	}
	return withServer(ctx, data, do)
}

// withServer runs do on the server of a data directory, which runs only as long.
func withServer(ctx context.Context, data string, do func(postgresql.Address) error) (err error) {
	server, err := postgresql.Start(ctx, postgresql.Options{Dir: postgresDir(data)})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop(context.WithoutCancel(ctx))) }()
	return do(server.Address)
}
