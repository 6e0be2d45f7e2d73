package desk

import (
	"context"
	"crypto/rand"
	"fmt"
	"time"

	"duban/internal/ledger"
	"duban/internal/postgres"
)

// seal is what the records of the installation are sealed with.
type seal struct {
	origin string
	hash   ledger.Hash
	signer ledger.Signer
}

// seal is looked up once. The key is made when it is first asked for, and fits the hash: SM2 signs what SM3 hashes, and
// Ed25519 what SHA-256 does.
func (d *Desk) seal(ctx context.Context, host string) (*seal, error) {
	if known := d.sealing.Load(); known != nil {
		return known, nil
	}
	var s seal
	err := d.db.Look(ctx, host, postgres.Reader{}, func(tx *postgres.Tx) (err error) {
		s.origin, s.hash, err = sealedWith(ctx, tx)
		return err
	})
	if err != nil {
		return nil, err
	}
	if s.signer, err = d.signer(ctx, s.hash); err == nil {
		d.sealing.Store(&s)
	}
	return &s, err
}

// sealedWith is the installation's name and what its records are hashed with.
func sealedWith(ctx context.Context, tx *postgres.Tx) (origin string, hash ledger.Hash, err error) {
	row, err := tx.Sealed(ctx)
	if err != nil {
		return "", nil, err
	}
	hash, err = ledger.HashNamed(row.Hash)
	return row.Origin, hash, err
}

// signer is the same in every process of the installation. Its secret goes nowhere but to the database.
func (d *Desk) signer(ctx context.Context, hash ledger.Hash) (ledger.Signer, error) {
	algorithm := ledger.Ed25519
	if hash == ledger.SM3 {
		algorithm = ledger.SM2
	}
	fresh, err := ledger.NewSecret(algorithm, rand.Reader)
	if err != nil {
		return nil, err
	}
	secret, err := d.db.Secret(ctx, "record-key", fresh)
	if err != nil {
		return nil, err
	}
	return ledger.ReadSigner(secret)
}

// resume takes a host's log up at its head. A record keeps the hash that it began with: under another, its checkpoints
// could not be compared.
func (s *seal) resume(host string, head postgres.CheckpointRow) (*ledger.Log, error) {
	if head.Size > 0 && head.Hash != s.hash.Name() {
		return nil, fmt.Errorf("the record of %s was begun with %s and cannot go on with %s", host, head.Hash, s.hash.Name())
	}
	return ledger.ResumeLog(s.hash, head.Size, head.Peaks)
}

// sign states a log's head.
func (s *seal) sign(host string, log *ledger.Log, now time.Time) (postgres.CheckpointRow, error) {
	root, err := log.Root()
	if err != nil {
		return postgres.CheckpointRow{}, err
	}
	c := ledger.Checkpoint{Origin: s.origin, Host: host, Hash: s.hash.Name(), Size: log.Size(), Root: root, At: now.UTC()}
	signed, err := c.Sign(s.signer)
	return postgres.CheckpointRow{
		Size: c.Size, Hash: c.Hash, Root: root, Peaks: log.Peaks(), Signed: signed, At: c.At,
	}, err
}
