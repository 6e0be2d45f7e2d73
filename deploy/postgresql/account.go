package postgresql

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// account is the user that PostgreSQL runs as; zero means the user of this process.
type account struct {
	name       string
	credential *syscall.Credential
}

// serverAccount picks a user when this process is root, as whom PostgreSQL refuses to run:
// the owner of the cluster, else postgres, else nobody.
func serverAccount(cluster string) (account, error) {
	if os.Geteuid() != 0 {
		return account{}, nil
	}
	if cluster != "" {
		return ownerOf(cluster)
	}
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			return newAccount(u)
		}
	}
	return account{}, errors.New("PostgreSQL does not run as root, and this machine has neither a user postgres nor a user nobody")
}

func ownerOf(cluster string) (account, error) {
	info, err := os.Stat(cluster)
	if err != nil {
		return account{}, err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return account{}, fmt.Errorf("%s has no owner on this system", cluster)
	}
	u, err := user.LookupId(strconv.Itoa(int(stat.Uid)))
	if err != nil {
		return account{}, fmt.Errorf("%s belongs to user %d, who does not exist on this machine", cluster, stat.Uid)
	}
	if stat.Uid == 0 {
		return account{}, fmt.Errorf("%s belongs to root, as whom PostgreSQL does not run: chown -R postgres %[1]s", cluster)
	}
	return newAccount(u)
}

func newAccount(u *user.User) (account, error) {
	uid, err1 := strconv.ParseUint(u.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(u.Gid, 10, 32)
	return account{u.Username, &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}}, errors.Join(err1, err2)
}

// makeDir makes a directory that only the account may enter.
func (a account) makeDir(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if a.credential == nil {
		return nil
	}
	return os.Chown(dir, int(a.credential.Uid), int(a.credential.Gid))
}

// checkReach runs a PostgreSQL program as the account, first anywhere and then in the
// directory, which tells apart a program and a directory that the account may not enter.
func (h *home) checkReach(ctx context.Context) error {
	if h.account.credential == nil {
		return nil
	}
	postgres := filepath.Join(h.installation.Bin, "postgres")
	for _, dir := range []string{"/", h.dir} {
		probe := exec.CommandContext(ctx, postgres, "--version")
		probe.Dir = dir
		probe.SysProcAttr = &syscall.SysProcAttr{Credential: h.account.credential}
		if err := probe.Run(); err != nil {
			return fmt.Errorf("PostgreSQL does not run as root, and its user %s cannot reach %s: "+
				"use another directory, or chmod o+x this one and those above it", h.account.name, unreachable(dir, postgres))
		}
	}
	return nil
}

func unreachable(dir, postgres string) string {
	if dir == "/" {
		return postgres
	}
	return dir
}
