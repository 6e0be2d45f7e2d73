package cmd

import (
	"cmp"
	"context"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"duban/internal/desk"
	"duban/internal/documents"
)

// ExportRecord writes a host's record to a file that Verify examines. It stands apart from its command because a binary
// that holds its own database finds it otherwise.
type ExportRecord struct {
	Host       string `arg:"" help:"机关编号 The host's id, such as hangzhou."`
	Out        string `placeholder:"FILE" type:"path" help:"写入文件 The file to write, or to write over; otherwise it is printed."`
	Checkpoint string `placeholder:"FILE" type:"path" help:"检查点文件 The file for the checkpoint; otherwise --out's name with .checkpoint."`
}

// Write seals what is new in the record and writes it all, one JSON object a line, and the checkpoint that it ends with.
// After an error an older export is as it was.
func (x ExportRecord) Write(ctx context.Context, dsn string, now time.Time, stdout io.Writer) error {
	if x.Out == "" {
		return x.writeTo(ctx, dsn, now, stdout)
	}
	x.Checkpoint = cmp.Or(x.Checkpoint, x.Out+".checkpoint")
	return Replace(x.Out, 0o600, func(file io.Writer) error { return x.writeTo(ctx, dsn, now, file) }) // personal data
}

func (x ExportRecord) writeTo(ctx context.Context, dsn string, now time.Time, out io.Writer) error {
	return onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		if err := d.ChainAudit(ctx, x.Host); err != nil {
			return err
		}
		checkpoint, err := d.ExportRecord(ctx, x.Host, out)
		if err != nil || x.Checkpoint == "" {
			return err
		}
		return Replace(x.Checkpoint, 0o644, func(file io.Writer) error { // for everybody to keep
			_, err := io.WriteString(file, checkpoint)
			return err
		})
	})
}

// ExportRecordCommand is ExportRecord on the database that the environment names.
type ExportRecordCommand struct {
	database
	ExportRecord
}

// Run writes the files.
func (x ExportRecordCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := x.dsn()
	if err != nil {
		return err
	}
	return x.Write(ctx, dsn, clock(), k.Stdout)
}

// RecordHead prints where a host's record stands, for the circulars that the office sends out. It stands apart from its
// command as ExportRecord does.
type RecordHead struct {
	Host string `arg:"" help:"机关编号 The host's id, such as hangzhou."`
	Lang string `enum:"zh,en" default:"zh" help:"语言 zh or en (${default})."`
}

// Write seals what is new in the record and writes its head.
func (r RecordHead) Write(ctx context.Context, dsn string, now time.Time, out io.Writer) error {
	return onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		if err := d.ChainAudit(ctx, r.Host); err != nil {
			return err
		}
		head, err := d.RecordHead(ctx, desk.System(r.Host))
		if err != nil {
			return err
		}
		return documents.WriteRecordHead(out, documents.RecordHead{
			Host: r.Host, Hash: head.Hash, Key: head.Key, Size: head.Size, Root: head.Root, At: head.At, Signed: head.Signed,
		}, r.Lang)
	})
}

// RecordHeadCommand is RecordHead on the database that the environment names.
type RecordHeadCommand struct {
	database
	RecordHead
}

// Run prints the head.
func (r RecordHeadCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := r.dsn()
	if err != nil {
		return err
	}
	return r.Write(ctx, dsn, clock(), k.Stdout)
}
