package backup

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/deploy/postgresql"
	"duban/internal/postgres"
)

// refused expects a file to be refused before the database is touched, which does not exist here.
func refused(t *testing.T, content []byte, why error) {
	t.Helper()
	file := target(t)
	must(t, os.WriteFile(file, content, 0o600))
	if _, err := Restore(t.Context(), file, "host=/nowhere user=duban", silent, traced); !errors.Is(err, why) {
		t.Errorf("Restore() = %v, want %v", err, why)
	}
}

func TestWhatIsNoBackupIsRefused(t *testing.T) {
	t.Parallel()
	var other bytes.Buffer
	z := zip.NewWriter(&other)
	_, err := z.Create("photo.jpg")
	must(t, errors.Join(err, z.SetComment("holidays"), z.Close()))
	for _, content := range [][]byte{{}, []byte("督办"), bytes.Repeat([]byte("no backup\n"), 1000), other.Bytes()} {
		refused(t, content, ErrNoSeal)
	}
	if _, err := Restore(t.Context(), t.TempDir(), "", silent, traced); !errors.Is(err, ErrNoSeal) {
		t.Errorf("a directory: %v", err)
	}
	if _, err := Restore(t.Context(), filepath.Join(t.TempDir(), "none"), "", silent, traced); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// Wherever a byte is altered, and wherever the file is cut, it is refused.
func TestADamagedBackupIsRefused(t *testing.T) {
	t.Parallel()
	whole := written(t)
	for at := 0; at < len(whole); at += 1 + len(whole)/200 {
		altered, why := slices.Clone(whole), ErrAltered
		if altered[at] ^= 1; at >= len(whole)-len(unsealed) && at < len(whole)-digits {
			why = ErrNoSeal // what is altered is the word that says that a seal follows
		}
		refused(t, altered, why)
		refused(t, whole[:at], ErrNoSeal)
	}
	for at := len(whole) - digits; at < len(whole); at++ {
		altered := slices.Clone(whole)
		altered[at] ^= 1
		refused(t, altered, ErrAltered)
	}
	refused(t, append(whole, 0), ErrNoSeal)
}

func written(t *testing.T) []byte {
	t.Helper()
	file := target(t)
	_, err := Write(t.Context(), launched(t).source(), file, silent)
	must(t, err)
	whole, err := os.ReadFile(file)
	must(t, err)
	return whole
}

// forged is a file with a right checksum whose manifest says something else.
func forged(t *testing.T, change func(*Manifest)) string {
	t.Helper()
	file, from := target(t), target(t)
	_, err := Write(t.Context(), launched(t).source(), from, silent)
	must(t, err)
	r, err := open(from)
	must(t, err)
	defer r.close()
	w, err := create(file, r.Manifest)
	must(t, err)
	defer w.close()
	for _, table := range r.Tables {
		into, err := w.entry(tableEntry(table.Name))
		must(t, err)
		rows, err := r.table(table)
		must(t, err)
		_, err = io.Copy(into, rows)
		must(t, err)
	}
	change(&w.says)
	must(t, w.seal())
	must(t, os.Rename(w.file.Name(), file))
	return file
}

func TestWhatDoesNotFitIsRefusedAndNothingIsDone(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change func(*Manifest)
		why    error
	}{
		"newer form":   {func(m *Manifest) { m.Form++ }, ErrForm},
		"newer schema": {func(m *Manifest) { m.Schema = 1000 }, postgres.ErrNewer},
		"no schema":    {func(m *Manifest) { m.Schema = 0 }, postgres.ErrNewer},
		"less tables":  {func(m *Manifest) { m.Tables = m.Tables[1:] }, postgres.ErrOther},
		"other column": {func(m *Manifest) { m.Tables[0].Columns[0] = "else" }, postgres.ErrOther},
		"other number": {func(m *Manifest) { m.Tables[0].Rows++ }, postgres.ErrMiscounts},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			to := vacant(t)
			if _, err := Restore(t.Context(), forged(t, c.change), to.owner, silent, traced); !errors.Is(err, c.why) {
				t.Errorf("Restore() = %v, want %v", err, c.why)
			}
			to.wantVacant(t)
		})
	}
}

// A backup whose rows are not as many as were counted is not given its name.
func TestABackupThatLacksRowsIsNotFinished(t *testing.T) {
	t.Parallel()
	if err := check(forged(t, func(m *Manifest) { m.Tables[0].Rows++ })); !errors.Is(err, ErrAltered) {
		t.Errorf("check() = %v", err)
	}
}

func TestOnlyAnEmptyDatabaseIsFilled(t *testing.T) {
	t.Parallel()
	from, file := launched(t), target(t)
	_, err := Write(t.Context(), from.source(), file, silent)
	must(t, err)
	want := from.rows(t)
	if _, err := Restore(t.Context(), file, from.owner, silent, traced); !errors.Is(err, postgres.ErrNotEmpty) {
		t.Errorf("Restore() = %v", err)
	}
	if !maps.Equal(from.rows(t), want) {
		t.Error("its rows were touched")
	}
	strange := vacant(t)
	strange.execute(t, "create table theirs ()")
	if _, err := Restore(t.Context(), file, strange.owner, silent, traced); !errors.Is(err, postgres.ErrNotEmpty) {
		t.Errorf("with a stranger's table: %v", err)
	}
}

func TestAnInterruptedRestoreLeavesNothing(t *testing.T) {
	t.Parallel()
	file, to := target(t), vacant(t)
	_, err := Write(t.Context(), launched(t).source(), file, silent)
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := Restore(ctx, file, to.owner, func(table string, _ int64) {
		if table == "duty" {
			cancel()
		}
	}, traced); err == nil {
		t.Error("no error")
	}
	to.wantVacant(t)
}

// Without the application's role nothing could work in the copy, and only an administrator may make it.
func TestAServerWithoutTheRoleIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	must(t, os.Chmod(filepath.Dir(dir), 0o755))
	server, err := postgresql.Start(t.Context(), postgresql.Options{Dir: dir, Throwaway: true})
	must(t, err)
	t.Cleanup(func() { must(t, server.Stop(context.Background())) })
	base{owner: server.DSN("postgres", postgresql.Database)}.execute(t, "drop owned by duban_app; drop role duban_app")
	file := target(t)
	must(t, os.WriteFile(file, written(t), 0o600))
	owner := server.DSN(postgresql.Owner, postgresql.Database)
	if _, err := Restore(t.Context(), file, owner, silent, traced); !errors.Is(err, postgres.ErrNoRole) {
		t.Errorf("Restore() = %v", err)
	}
	base{owner: owner}.wantVacant(t)
}

func (b base) wantVacant(t *testing.T) {
	t.Helper()
	rows, err := b.connect(t).Query(t.Context(), `select relname::text from pg_class where relnamespace = 'public'::regnamespace`)
	must(t, err)
	if left, err := pgx.CollectRows(rows, pgx.RowTo[string]); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
