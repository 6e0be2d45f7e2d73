package takeover_test

import (
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/backup"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
)

// A backup is made while a worker runs, the original lives on, and the copy, on a Temporal that knows nothing, begins with
// the rows of the backup's instant and makes every call that the original makes: each once, none missing.
func TestARestoredCopyMakesTheRestOfTheCalls(t *testing.T) {
	t.Parallel()
	w := newWorld(t, map[string]any{})
	w.launch(1, 2)
	w.work(older)
	w.live("2020-12-28")
	file, rows := w.backUp()
	w.live("2021-01-03")

	c := w.restore(file)
	if got := c.rows(); !maps.Equal(got, rows) {
		t.Errorf("rows differ:\n%v\n%v", rows, got)
	}
	go c.follow()
	c.work(older)
	for _, each := range []*world{c, w} {
		each.live("2021-01-22")
		each.sameCalls()
	}
}

// backUp waits until what other processes do beside the clock's is done, so that the rows of the backup's instant are known.
func (w *world) backUp() (file string, rows map[string]string) {
	w.t.Helper()
	from := backup.Source{OwnerDSN: w.owner.Config().ConnString(), Now: w.pace.Now}
	w.await("a moment in which nothing is written", func() bool {
		file, rows = filepath.Join(w.t.TempDir(), "duban.backup"), w.rows()
		must(backup.Write(w.t.Context(), from, file, func(string, int64) {}))(w.t)
		return maps.Equal(w.rows(), rows)
	})
	return file, rows
}

// restore makes a world of a file, in which the campaigns are as they were and no process runs.
func (w *world) restore(file string) *world {
	w.t.Helper()
	app, owner := pgtest.New(w.t)
	empty := must(pgx.Connect(w.t.Context(), owner))(w.t)
	must(empty.Exec(w.t.Context(), "drop schema public cascade; create schema public"))(w.t)
	must("", empty.Close(w.t.Context()))(w.t)
	traced := func(from backup.Origin, host, hash string) (postgres.AuditEntry, error) {
		return desk.Restoration(host, hash, w.pace.Now(), from)
	}
	must(backup.Restore(w.t.Context(), file, owner, func(string, int64) {}, traced))(w.t)
	c := worldOn(w.t, app, owner, map[string]any{})
	c.years = w.years
	return c
}

// rows is a digest of every table, but for the line by which the record of a copy says that it is one.
func (w *world) rows() map[string]string {
	w.t.Helper()
	of := map[string]string{}
	for _, table := range w.query("select tablename::text from pg_tables where schemaname = 'public'") {
		but := ""
		if strings.HasPrefix(table, "audit") {
			but = " where (r.host_id, r.seq) not in (select host_id, seq from audit where verb = 'RESTORE')"
		}
		of[table] = w.query("select coalesce(md5(string_agg(r::text, ' ' order by r::text)), '') from " + pgx.Identifier{table}.Sanitize() + " r" + but)[0]
	}
	return of
}
