package desk

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"io"

	"duban/internal/ledger"
	"duban/internal/postgres"
)

// ExportRecord writes a host's sealed record as ledger.Verify reads it, a row at a time, and answers the checkpoint of all
// that it has written. Where nothing is sealed yet it is refused as absent. No payload is absent from it without the line
// that says so: if one waits to be sealed, it is sealed first.
func (d *Desk) ExportRecord(ctx context.Context, host string, to io.Writer) (checkpoint string, err error) {
	for {
		checkpoint, err = d.exportSealed(ctx, host, to)
		if !errors.Is(err, errUnsealed) {
			return checkpoint, err
		}
		if err := d.ChainAudit(ctx, host); err != nil {
			return "", err
		}
	}
}

// errUnsealed is returned, before anything is written, where a line that took payloads away waits to be sealed.
var errUnsealed = errors.New("a reduction waits to be sealed")

func (d *Desk) exportSealed(ctx context.Context, host string, to io.Writer) (checkpoint string, err error) {
	out := bufio.NewWriter(to)
	err = d.read(ctx, System(host), func(tx *postgres.Tx) error {
		head, err := tx.Checkpoint(ctx)
		if err != nil {
			return err
		}
		if waits, err := tx.AnyUnsealed(ctx, Reduction.Verb); err != nil || waits {
			return cmp.Or(err, errUnsealed)
		}
		checkpoint = head.Signed
		var b []byte
		return tx.EachSealed(ctx, head.Size, func(r postgres.SealedRow) error {
			b = sealed(host, r).Append(b[:0])
			_, err := out.Write(b)
			return err
		})
	})
	if err != nil {
		return "", err
	}
	return checkpoint, out.Flush()
}

func sealed(host string, r postgres.SealedRow) ledger.Row {
	return ledger.Row{Index: r.Index, Leaf: r.Leaf, Line: line(host, r.LineRow), Salt: r.Salt, Payload: r.Payload}
}
