package desk

import (
	"context"
	"io"

	"duban/internal/ledger"
)

// CheckRecord examines a host's record, as it would be exported, against its own newest checkpoint. That finds what has
// become of it since, by a fault of a disk or by a hand that held no key; checkpoints kept elsewhere find more. A host
// without a record has no rows in its report.
func (d *Desk) CheckRecord(ctx context.Context, host string) (ledger.Report, error) {
	head, err := d.RecordHead(ctx, Caller{Host: host})
	if err != nil || head.Size == 0 {
		return ledger.Report{}, err
	}
	key, err := ledger.ReadKey(head.Key)
	if err != nil {
		return ledger.Report{}, err
	}
	checkpoint, err := ledger.ReadCheckpoint(head.Signed, key)
	if err != nil {
		return ledger.Report{}, err
	}
	export, into := io.Pipe()
	defer export.Close()
	go func() {
		_, err := d.ExportRecord(ctx, host, into)
		into.CloseWithError(err)
	}()
	return ledger.Verify(export, Reduction, checkpoint)
}
