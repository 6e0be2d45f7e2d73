package cmd

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"duban/internal/backup"
)

// Backup writes the database into a new file and says what is in it. It stands apart from its command because a binary
// that holds its own database finds it otherwise.
type Backup struct {
	File string `arg:"" type:"path" help:"备份文件，不覆盖已有文件 File to make; one that is there is not overwritten."`
}

// Write makes the backup while others work in the database. After an error there is no file.
func (b Backup) Write(ctx context.Context, ownerDSN string, out io.Writer) error {
	from := backup.Source{OwnerDSN: ownerDSN, Program: version(), Now: clock}
	made, err := backup.Write(ctx, from, b.File, tellEverySecond(out, "备份中 Backing up"))
	if err != nil {
		return inWords(err)
	}
	_, err = fmt.Fprintf(out, "已备份，全文件已读回核对 / Backed up, and the whole file read back: %s\n%s\n", b.File, contents(made))
	return err
}

// contents says what is in a backup.
func contents(m backup.Manifest) string {
	return fmt.Sprintf("%d 张表 tables, %d 行 rows, %s", len(m.Tables), m.Rows(), m.MadeAt.Format(time.RFC3339))
}

// tellEverySecond shows how far a long copy is; a short one shows nothing.
func tellEverySecond(out io.Writer, what string) backup.Progress {
	last := clock()
	return func(table string, rows int64) {
		if now := clock(); now.Sub(last) >= time.Second {
			last = now
			fmt.Fprintf(out, "%s  %s  %d\n", what, table, rows)
		}
	}
}

// BackupCommand is Backup of the database that the environment names.
type BackupCommand struct {
	owner
	Backup
}

// Run makes the backup.
func (b BackupCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := b.dsn()
	if err != nil {
		return err
	}
	return b.Write(ctx, dsn, k.Stdout)
}
