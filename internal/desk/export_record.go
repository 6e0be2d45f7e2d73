package desk

import (
	"bufio"
	"context"
	"io"

	"duban/internal/ledger"
	"duban/internal/postgres"
)

// ExportRecord writes a host's sealed record as ledger.Verify reads it, a row at a time, and answers the checkpoint of all
// that it has written. Where nothing is sealed yet it is refused as absent.
func (d *Desk) ExportRecord(ctx context.Context, host string, to io.Writer) (checkpoint string, err error) {
	out := bufio.NewWriter(to)
	err = d.read(ctx, System(host), func(tx *postgres.Tx) error {
		head, err := tx.Checkpoint(ctx)
		if err != nil {
			return err
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
