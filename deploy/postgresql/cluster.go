package postgresql

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// clusters lists the finished clusters of a directory, newest major first: after
// pg_upgrade the old one may still lie beside the new.
func clusters(dir string) []string {
	found, _ := filepath.Glob(filepath.Join(dir, "pg[0-9][0-9]"))
	slices.Reverse(found)
	return found
}

// existingCluster returns "" and 0 for a directory without one.
func existingCluster(dir string) (cluster string, major int, err error) {
	found := clusters(dir)
	if len(found) == 0 {
		return "", 0, nil
	}
	text, err := os.ReadFile(filepath.Join(found[0], "PG_VERSION"))
	if err == nil {
		major, err = strconv.Atoi(strings.TrimSpace(string(text)))
	}
	if err != nil {
		return "", 0, fmt.Errorf("%s is not a PostgreSQL cluster: %w", found[0], err)
	}
	return found[0], major, nil
}

// prepareCluster makes the cluster if there is none. It is made under another name and
// then renamed, so that an interrupted start leaves nothing that looks finished.
func (h *home) prepareCluster(ctx context.Context) error {
	if h.throwaway {
		os.RemoveAll(h.cluster)
	}
	if _, err := os.Stat(h.cluster); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	unfinished := h.cluster + ".tmp"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	if err := h.account.makeDir(unfinished); err != nil {
		return err
	}
	if err := h.initialise(ctx, unfinished); err != nil {
		os.RemoveAll(unfinished)
		return err
	}
	return os.Rename(unfinished, h.cluster)
}

func (h *home) initialise(ctx context.Context, cluster string) error {
	args := []string{
		"-D", cluster, "-U", superuser, "--auth=trust", "--no-instructions",
		"-E", "UTF8", "--locale=C", "--lc-ctype=C.UTF-8",
	}
	if h.throwaway {
		args = append(args, "--no-sync")
	} else {
		args = append(args, "--data-checksums")
	}
	said, err := h.run(ctx, "initdb", args...)
	if err != nil {
		return fmt.Errorf("PostgreSQL could not make its cluster: %s", cmp.Or(failure(said), err.Error()))
	}
	return nil
}

// settings are given on the command line, so that no file can disagree with them.
func (h *home) settings() []string {
	s := []string{
		"listen_addresses=", "unix_socket_directories=" + h.socket, "port=" + port,
		"timezone=UTC", "log_timezone=UTC", "jit=off", "log_checkpoints=off", "log_line_prefix=%m [%p] ",
	}
	if h.throwaway {
		s = append(s, "fsync=off", "synchronous_commit=off", "full_page_writes=off", "wal_level=minimal",
			"max_wal_senders=0", "autovacuum=off", "max_connections=400", "shared_buffers=64MB")
	} else {
		s = append(s, "fsync=on", "synchronous_commit=on", "full_page_writes=on", "recovery_init_sync_method=syncfs",
			"max_wal_size=512MB", "max_connections=50", "shared_buffers=128MB")
	}
	var args []string
	for _, setting := range s {
		args = append(args, "-c", setting)
	}
	return args
}

// longestSocket leaves room under the 107 bytes that a socket's path may have.
const longestSocket = 100

// prepareSocket makes the directory that guards the socket, elsewhere if its path were too long.
func (h *home) prepareSocket() (err error) {
	h.socket = filepath.Join(h.dir, "run")
	if len(filepath.Join(h.socket, ".s.PGSQL."+port)) > longestSocket {
		if h.socket, err = os.MkdirTemp("", "duban-run-"); err != nil {
			return err
		}
	}
	return h.account.makeDir(h.socket)
}
