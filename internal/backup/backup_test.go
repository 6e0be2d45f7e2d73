package backup

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
)

// began is when everything in these tests happens.
var began = time.Date(2020, 6, 28, 9, 0, 0, 0, time.UTC)

func TestARestoredCopyHasEveryRow(t *testing.T) {
	t.Parallel()
	from, file := launched(t), target(t)
	made, err := Write(t.Context(), from.source(), file, silent)
	must(t, err)
	to := vacant(t)
	restored, err := Restore(t.Context(), file, to.owner, silent, traced)
	must(t, err)
	want := from.rows(t)
	if got := to.rows(t); !maps.Equal(got, want) {
		t.Errorf("rows differ:\n%v\n%v", got, want)
	}
	to.restoredFrom(t, file)
	if restored.Rows() != made.Rows() || int(made.Rows()) < len(want) || len(made.Tables) != len(want)+1 {
		t.Errorf("restored %d rows of %d, in %d tables of %d", restored.Rows(), made.Rows(), len(made.Tables), len(want))
	}
	if !restored.MadeAt.Equal(began) {
		t.Errorf("made at %v", restored.MadeAt)
	}
}

// restoredFrom asserts that the record says what it goes on from, in the transaction in which its rows came; and forgets it.
func (b base) restoredFrom(t *testing.T, file string) {
	t.Helper()
	whole, err := os.ReadFile(file)
	must(t, err)
	want := fmt.Sprintf(`hangzhou system hosts/hangzhou {"given":{"sha256":"%s","madeAt":"2020-06-28T09:00:00Z","program":"test"}} true`, whole[len(whole)-digits:])
	got := b.text(t, `select concat_ws(' ', a.host_id, actor, object, payload, (a.xmin = (select xmin from campaign))::text)
		from audit a join audit_payload using (host_id, seq) join audit_unsealed using (host_id, seq) where verb = 'RESTORE'`)
	if got != want {
		t.Errorf("the record says\n%s, want\n%s", got, want)
	}
}

// The application works in the copy with the rights that it had, and numbers go on behind those that were given.
func TestARestoredCopyGoesOn(t *testing.T) {
	t.Parallel()
	from, file := launched(t), target(t)
	_, err := Write(t.Context(), from.source(), file, silent)
	must(t, err)
	to := vacant(t)
	_, err = Restore(t.Context(), file, to.owner, silent, traced)
	must(t, err)
	to.work(t)
	if to.text(t, `select (max(seq) > $1)::text from audit`, from.text(t, `select max(seq) from audit`)) != "true" {
		t.Error("the record's numbers do not go on")
	}
	if off := to.text(t, `select count(*)::text from pg_trigger where tgenabled <> 'O'`); off != "0" {
		t.Errorf("%s triggers are off", off)
	}
}

// Whoever is signed in is so in the original alone: a copy would let in whoever has signed out since.
func TestNobodyIsSignedInToACopy(t *testing.T) {
	t.Parallel()
	from, file := launched(t), target(t)
	_, token, err := from.desk(t, began).GrantSignIn(t.Context(), "hangzhou", "office-staff")
	must(t, err)
	_, err = Write(t.Context(), from.source(), file, silent)
	must(t, err)
	to := vacant(t)
	_, err = Restore(t.Context(), file, to.owner, silent, traced)
	must(t, err)
	if _, err := from.desk(t, began).Recognise(t.Context(), token); err != nil {
		t.Errorf("in the original: %v", err)
	}
	if _, err := to.desk(t, began).Recognise(t.Context(), token); !errors.Is(err, desk.ErrNotSignedIn) {
		t.Errorf("in the copy: %v", err)
	}
}

// What is written while a backup is made is in it wholly or not at all.
func TestABackupIsOfOneInstant(t *testing.T) {
	t.Parallel()
	from, file := launched(t), target(t)
	want := from.rows(t)
	var done bool
	_, err := Write(t.Context(), from.source(), file, func(string, int64) {
		if !done {
			done = true
			from.work(t)
		}
	})
	must(t, err)
	if maps.Equal(from.rows(t), want) {
		t.Fatal("nothing was written meanwhile")
	}
	to := vacant(t)
	_, err = Restore(t.Context(), file, to.owner, silent, traced)
	must(t, err)
	if got := to.rows(t); !maps.Equal(got, want) {
		t.Errorf("rows differ:\n%v\n%v", got, want)
	}
}

func TestABackupIsItsOwnersAlone(t *testing.T) {
	t.Parallel()
	file := target(t)
	_, err := Write(t.Context(), launched(t).source(), file, silent)
	must(t, err)
	info, err := os.Stat(file)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v", info.Mode())
	}
	wantAlone(t, file)
}

func TestABackupIsNotOverwritten(t *testing.T) {
	t.Parallel()
	file := target(t)
	must(t, os.WriteFile(file, []byte("older"), 0o600))
	if _, err := Write(t.Context(), launched(t).source(), file, silent); !errors.Is(err, ErrExists) {
		t.Errorf("Write() = %v", err)
	}
	if kept, _ := os.ReadFile(file); string(kept) != "older" {
		t.Errorf("overwritten: %q", kept)
	}
	wantAlone(t, file)
}

// Of those who give a backup the same name at once, one does.
func TestABackupIsNotOverwrittenByAnotherAtOnce(t *testing.T) {
	t.Parallel()
	for range 100 {
		file := target(t)
		var all sync.WaitGroup
		var named atomic.Int32
		for i := range 8 {
			from := filepath.Join(t.TempDir(), "unfinished")
			must(t, os.WriteFile(from, []byte{byte(i)}, 0o600))
			all.Go(func() {
				switch err := name(from, file); {
				case err == nil:
					named.Add(1)
				case !errors.Is(err, ErrExists):
					t.Error(err)
				}
			})
		}
		if all.Wait(); named.Load() != 1 {
			t.Fatalf("%d have given it their name", named.Load())
		}
		wantAlone(t, file)
	}
}

// Nobody finds half a backup under its name, nor under another.
func TestAnInterruptedBackupLeavesNothing(t *testing.T) {
	t.Parallel()
	file := target(t)
	ctx, cancel := context.WithCancel(t.Context())
	if _, err := Write(ctx, launched(t).source(), file, func(string, int64) { cancel() }); err == nil {
		t.Error("no error")
	}
	wantNothing(t, file)
}

func TestABackupOfNothing(t *testing.T) {
	t.Parallel()
	file := target(t)
	if _, err := Write(t.Context(), vacant(t).source(), file, silent); !errors.Is(err, postgres.ErrNoSchema) {
		t.Errorf("of a database without tables: %v", err)
	}
	if _, err := Write(t.Context(), Source{OwnerDSN: "host=/nowhere user=duban", Now: time.Now}, file, silent); err == nil {
		t.Error("of no database")
	}
	wantNothing(t, file)
}

// A limit on the size of files stands for a full disk. It is this process's, so no other test runs beside this one.
func TestAFullDiskLeavesNothing(t *testing.T) {
	from, file := launched(t), target(t)
	var before syscall.Rlimit
	must(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before))
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 20 << 10, Max: before.Max}))
	_, err := Write(t.Context(), from.source(), file, silent)
	must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &before))
	if !errors.Is(err, syscall.EFBIG) {
		t.Errorf("Write() = %v", err)
	}
	wantNothing(t, file)
}

// base is a database, by its addresses.
type base struct{ app, owner string }

// launched has a campaign under way.
func launched(t *testing.T) base {
	t.Helper()
	var b base
	b.app, b.owner = pgtest.New(t)
	d, office := b.desk(t, began), desk.System("hangzhou")
	_, err := d.CreateCampaign(t.Context(), office, plans.Hangzhou2020())
	must(t, err)
	must(t, d.LaunchCampaign(t.Context(), office, "hangzhou-2020"))
	_, err = d.MakeCalls(t.Context(), "hangzhou", "hangzhou-2020")
	must(t, err)
	return b
}

// vacant has no table.
func vacant(t *testing.T) base {
	t.Helper()
	var b base
	b.app, b.owner = pgtest.New(t)
	b.execute(t, "drop schema public cascade; create schema public")
	return b
}

func (b base) source() Source {
	return Source{OwnerDSN: b.owner, Program: "test", Now: func() time.Time { return began }}
}

func (b base) desk(t *testing.T, at time.Time) *desk.Desk {
	t.Helper()
	db, err := postgres.Open(t.Context(), b.app)
	must(t, err)
	t.Cleanup(db.Close)
	return desk.New(db, func() time.Time { return at }, supervision.ChinaCalendar())
}

// work does something that changes a row and adds some.
func (b base) work(t *testing.T) {
	t.Helper()
	must(t, b.desk(t, began.AddDate(0, 1, 0)).HoldCampaign(t.Context(), desk.System("hangzhou"), "hangzhou-2020", "暂停"))
}

func (b base) connect(t *testing.T) *pgx.Conn {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), b.owner)
	must(t, err)
	t.Cleanup(func() { conn.Close(context.Background()) })
	return conn
}

func (b base) execute(t *testing.T, sql string) {
	t.Helper()
	_, err := b.connect(t).Exec(t.Context(), sql)
	must(t, err)
}

func (b base) text(t *testing.T, sql string, args ...any) (answer string) {
	t.Helper()
	must(t, b.connect(t).QueryRow(t.Context(), sql, args...).Scan(&answer))
	return answer
}

// rows is a digest of every table but that of the migrations and that of who is signed in, without what a restore adds.
func (b base) rows(t *testing.T) map[string]string {
	t.Helper()
	conn, of := b.connect(t), map[string]string{}
	asked, err := conn.Query(t.Context(), `select tablename::text from pg_tables where schemaname = 'public' and tablename not in ('schema_version', 'session')`)
	must(t, err)
	names, err := pgx.CollectRows(asked, pgx.RowTo[string])
	must(t, err)
	for _, name := range names {
		of[name] = b.text(t, `select coalesce(md5(string_agg(r::text, e'\n' order by r::text)), '') from `+pgx.Identifier{name}.Sanitize()+` r
			where $1 not like 'audit%' or to_jsonb(r) ->> 'seq' <> all (array(select seq::text from audit where verb = 'RESTORE'))`, name)
	}
	return of
}

func silent(string, int64) {}

// traced is the line that whoever restores leaves in the record.
func traced(from Origin, host, hash string) (postgres.AuditEntry, error) {
	return desk.Restoration(host, hash, began, from)
}

func target(t *testing.T) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "duban.backup")
}

func wantAlone(t *testing.T, file string) {
	t.Helper()
	if found := list(t, file); !slices.Equal(found, []string{filepath.Base(file)}) {
		t.Errorf("found %v", found)
	}
}

func wantNothing(t *testing.T, file string) {
	t.Helper()
	if found := list(t, file); len(found) > 0 {
		t.Errorf("left behind: %v", found)
	}
}

func list(t *testing.T, file string) (names []string) {
	t.Helper()
	found, err := os.ReadDir(filepath.Dir(file))
	must(t, err)
	for _, f := range found {
		names = append(names, f.Name())
	}
	return names
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
