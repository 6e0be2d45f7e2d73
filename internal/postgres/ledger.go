package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// UnsealedHosts lists hosts whose record has rows that are in no log yet: at most limit, those after the id given.
func (db *DB) UnsealedHosts(ctx context.Context, after string, limit int) ([]string, error) {
	rows, err := db.pool.Query(ctx, `select host_id from unsealed_hosts($1, $2)`, limit, after)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// LineRow is one row of the record as it is sealed.
type LineRow struct {
	Seq    int64
	At     time.Time
	Actor  string
	Verb   string
	Object string
	Reason string
	Digest []byte
}

// Unsealed reads rows that are in no log yet, by their numbers. One whose transaction is still open comes another time.
func (tx *Tx) Unsealed(ctx context.Context, limit int) ([]LineRow, error) {
	return many[LineRow](ctx, tx, `select a.seq, a.at, a.actor, a.verb, a.object, a.reason, a.digest
		from audit_unsealed u join audit a using (host_id, seq) where u.host_id = $1 order by u.seq limit $2`, tx.host, limit)
}

// AnyUnsealed says whether a row of such a verb is in no log yet.
func (tx *Tx) AnyUnsealed(ctx context.Context, verb string) (waits bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from audit_unsealed u join audit a using (host_id, seq)
		where u.host_id = $1 and a.verb = $2)`, tx.host, verb).Scan(&waits)
	return waits, err
}

// CheckpointRow is a head of the host's log.
type CheckpointRow struct {
	Size   uint64
	Hash   string
	Root   []byte
	Peaks  [][]byte
	Signed string
	At     time.Time
}

// LockLedger keeps others from adding to the host's log, until the transaction ends, and reads its head; without one
// its size is 0.
func (tx *Tx) LockLedger(ctx context.Context) (CheckpointRow, error) {
	tx.later(`select from host where id = $1 for no key update`, tx.host)
	head, err := tx.Checkpoint(ctx)
	if errors.Is(err, ErrNone) {
		return CheckpointRow{}, nil
	}
	return head, err
}

// Checkpoint reads the head of the host's log; ErrNone where nothing is sealed yet.
func (tx *Tx) Checkpoint(ctx context.Context) (CheckpointRow, error) {
	return one[CheckpointRow](ctx, tx, `select size, hash, root, peaks, signed, at from checkpoint
		where host_id = $1 order by size desc limit 1`, tx.host)
}

// Seal adds leaves behind the last to the host's log, those of the numbers given, and the head that it has with them.
func (tx *Tx) Seal(seqs []int64, leaves [][]byte, head CheckpointRow) {
	tx.change(len(seqs), `insert into ledger (host_id, index, seq, leaf)
		select $1, $2 - cardinality($3::bigint[]) + u.nth - 1, u.seq, u.leaf from unnest($3::bigint[], $4::bytea[]) with ordinality u (seq, leaf, nth)`,
		tx.host, head.Size, seqs, leaves)
	tx.change(len(seqs), `delete from audit_unsealed where host_id = $1 and seq = any($2)`, tx.host, seqs)
	tx.change(1, `insert into checkpoint (host_id, size, hash, root, peaks, signed, at) values ($1, $2, $3, $4, $5, $6, $7)`,
		tx.host, head.Size, head.Hash, head.Root, head.Peaks, head.Signed, head.At)
}

// Checkpoints lists heads that the host's log has had, the newest first: at most limit, those of fewer rows than before.
func (tx *Tx) Checkpoints(ctx context.Context, before uint64, limit int) ([]CheckpointRow, error) {
	return many[CheckpointRow](ctx, tx, `select size, hash, root, peaks, signed, at from checkpoint
		where host_id = $1 and size < $2 order by size desc limit $3`, tx.host, before, limit)
}

// LedgerRow is a row of the host's log.
type LedgerRow struct {
	Index uint64
	Leaf  []byte
	LineRow
}

// LedgerRows lists rows of the host's log, the newest first: at most limit, those whose index is lower than before.
func (tx *Tx) LedgerRows(ctx context.Context, before uint64, limit int) ([]LedgerRow, error) {
	return many[LedgerRow](ctx, tx, `select l.index, l.leaf, a.seq, a.at, a.actor, a.verb, a.object, a.reason, a.digest
		from ledger l join audit a using (host_id, seq) where l.host_id = $1 and l.index < $2 order by l.index desc limit $3`,
		tx.host, before, limit)
}

// SealedRow is a row of the host's log, with its payload where that was not reduced.
type SealedRow struct {
	LedgerRow
	Salt    []byte
	Payload []byte // letter for letter
}

const selectSealed = `select l.index, l.leaf, a.seq, a.at, a.actor, a.verb, a.object, a.reason, a.digest, p.salt, p.payload
	from ledger l join audit a using (host_id, seq) left join audit_payload p using (host_id, seq) where l.host_id = $1 `

// SealedRow reads one row of the host's log; ErrNone where the log does not reach so far.
func (tx *Tx) SealedRow(ctx context.Context, index uint64) (SealedRow, error) {
	return one[SealedRow](ctx, tx, selectSealed+`and l.index = $2`, tx.host, index)
}

// EachSealed visits the first rows of the host's log, size of them, in their order and one at a time. Until it is over
// the transaction can ask nothing else.
func (tx *Tx) EachSealed(ctx context.Context, size uint64, visit func(SealedRow) error) error {
	rows, err := tx.Query(ctx, selectSealed+`and l.index < $2 order by l.index`, tx.host, size)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		r, err := pgx.RowToStructByName[SealedRow](rows)
		if err == nil {
			err = visit(r)
		}
		if err != nil {
			return err
		}
	}
	return rows.Err()
}
