package desk

import (
	"context"

	"duban/internal/ledger"
	"duban/internal/postgres"
)

// mostSealed is how many rows one transaction seals.
const mostSealed = 10_000

// ChainAudit seals what is new in a host's record: it adds its rows to the host's log and signs the new head. It never
// does so in the transaction of a command, which would make commands wait for one another. Two at once seal no row twice.
func (d *Desk) ChainAudit(ctx context.Context, host string) error {
	s, err := d.seal(ctx, host)
	for sealed := mostSealed; sealed == mostSealed && err == nil; {
		err = d.db.In(ctx, host, func(tx *postgres.Tx) (err error) {
			sealed, err = d.chain(ctx, tx, host, s)
			return err
		})
	}
	return err
}

// chain seals the next rows and says how many.
func (d *Desk) chain(ctx context.Context, tx *postgres.Tx, host string, s *seal) (int, error) {
	head, err := tx.LockLedger(ctx)
	if err != nil {
		return 0, err
	}
	lines, err := tx.Unsealed(ctx, mostSealed)
	if err != nil || len(lines) == 0 {
		return 0, err
	}
	log, err := s.resume(host, head)
	if err != nil {
		return 0, err
	}
	seqs, leaves := make([]int64, len(lines)), make([][]byte, len(lines))
	for i, l := range lines {
		seqs[i], leaves[i] = l.Seq, line(host, l).Leaf(s.hash)
		if err := log.Append(leaves[i]); err != nil {
			return 0, err
		}
	}
	if head, err = s.sign(host, log, d.clock()); err == nil {
		tx.Seal(seqs, leaves, head)
	}
	return len(lines), err
}

func line(host string, l postgres.LineRow) ledger.Line {
	return ledger.Line{Host: host, Seq: l.Seq, At: l.At, Actor: l.Actor, Verb: l.Verb, Object: l.Object, Reason: l.Reason, Digest: l.Digest}
}
