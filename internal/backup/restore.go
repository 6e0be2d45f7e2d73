package backup

import (
	"context"
	"fmt"
	"io"
	"time"

	"duban/internal/postgres"
)

// Restored is what has come out of a backup.
type Restored struct {
	Manifest

	Records []string // the hosts whose records are sealed, to be examined
}

// Origin names a backup in the record of what is restored from it.
type Origin struct {
	Checksum string    `json:"sha256"` // as its last bytes have it, in hexadecimal
	MadeAt   time.Time `json:"madeAt"` // UTC
	Program  string    `json:"program"`
}

// Trace makes the line that a restore leaves in the record of a host: see postgres.Trace.
type Trace func(from Origin, host, hash string) (postgres.AuditEntry, error)

// Restore fills an empty database with what a file holds, brings it to this program's schema and leaves a line in every
// record, in one transaction. The whole file is checked before the database is touched. It fails with ErrNoSeal, ErrAltered or ErrForm, or as
// postgres.Fill does; then the database is as it was.
func Restore(ctx context.Context, path, ownerDSN string, progress Progress, trace Trace) (Restored, error) {
	r, err := open(path)
	if err != nil {
		return Restored{}, err
	}
	defer r.close()
	filling, err := postgres.Fill(ctx, ownerDSN, r.Schema)
	if err != nil {
		return Restored{}, err
	}
	defer filling.Close(context.WithoutCancel(ctx))
	if err := filling.Clear(ctx, r.plain()); err != nil {
		return Restored{}, err
	}
	for _, t := range r.Tables {
		if err := r.copyIn(ctx, filling, t, progress); err != nil {
			return Restored{}, err
		}
	}
	from := Origin{r.checksum, r.MadeAt, r.Program}
	line := func(host, hash string) (postgres.AuditEntry, error) { return trace(from, host, hash) }
	if err := filling.Finish(ctx, r.Sequences, line); err != nil {
		return Restored{}, err
	}
	records, err := filling.Records(ctx)
	return Restored{r.Manifest, records}, err
}

func (m Manifest) plain() []postgres.Table {
	all := make([]postgres.Table, len(m.Tables))
	for i, t := range m.Tables {
		all[i] = t.Table
	}
	return all
}

func (r *reader) copyIn(ctx context.Context, into *postgres.Filling, t Counted, progress Progress) error {
	from, err := r.table(t)
	if err != nil {
		return fmt.Errorf("read %s: %w", t.Name, err)
	}
	defer from.Close()
	lines := lineCounter{tell: func(rows int64) { progress(t.Name, rows) }}
	return into.CopyIn(ctx, t.Table, io.TeeReader(from, &lines), t.Rows)
}
