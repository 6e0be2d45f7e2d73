package backup

import (
	"context"
	"fmt"
	"io"
	"time"

	"duban/internal/postgres"
)

// Source is where a backup comes from.
type Source struct {
	OwnerDSN string // of the database, as the role that owns the tables
	Program  string // the version that makes the backup
	Now      func() time.Time
}

// Write writes a database, as it stands at one instant while others go on working in it, into a new file, and reads the
// file back before it gets its name. After an error there is no file; ErrExists if there was one before.
func Write(ctx context.Context, from Source, path string, progress Progress) (Manifest, error) {
	w, err := create(path, Manifest{})
	if err != nil {
		return Manifest{}, fmt.Errorf("%s: %w", path, err)
	}
	defer w.close()
	snapshot, err := postgres.TakeSnapshot(ctx, from.OwnerDSN)
	if err != nil {
		return Manifest{}, err
	}
	defer snapshot.Close(context.WithoutCancel(ctx))
	w.says = Manifest{
		Form: form, Program: from.Program, MadeAt: from.Now().UTC(), Schema: snapshot.Schema, Sequences: snapshot.Sequences,
	}
	for _, t := range snapshot.Tables {
		if err := w.copyOut(ctx, snapshot, t, progress); err != nil {
			return Manifest{}, err
		}
	}
	return w.says, w.finish()
}

func (w *writer) copyOut(ctx context.Context, from *postgres.Snapshot, t postgres.Table, progress Progress) error {
	into, err := w.entry(tableEntry(t.Name))
	if err != nil {
		return err
	}
	lines := lineCounter{tell: func(rows int64) { progress(t.Name, rows) }}
	rows, err := from.CopyOut(ctx, t, io.MultiWriter(into, &lines))
	w.says.Tables = append(w.says.Tables, Counted{t, rows})
	return err
}
