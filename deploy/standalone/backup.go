package main

import (
	"cmp"
	"context"
	"errors"
	"os"

	"duban/cmd"
	"duban/deploy/standalone/engine"
)

type backupCommand struct {
	dataFlag
	cmd.Backup
}

// Run backs up a data directory, whether its engine runs or not.
func (b backupCommand) Run(ctx context.Context) error {
	return engine.AsOwner(ctx, b.Data, func(ownerDSN string) error {
		return b.Write(ctx, ownerDSN, os.Stdout)
	})
}

type restoreCommand struct {
	dataFlag
	cmd.Restore
}

// Run restores into a data directory that is not there yet, or empty. A copy with evidence of change in it stays.
func (r restoreCommand) Run(ctx context.Context) error {
	var evidence error
	err := engine.Restore(ctx, r.Data, func(ownerDSN string) error {
		err := r.Fill(ctx, ownerDSN, os.Stdout)
		if errors.Is(err, cmd.ErrEvidence) {
			evidence, err = err, nil
		}
		return err
	})
	return cmp.Or(err, evidence)
}
