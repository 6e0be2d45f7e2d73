package main

import (
	"context"
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

// Run restores into a data directory that is not there yet, or empty.
func (r restoreCommand) Run(ctx context.Context) error {
	return engine.Restore(ctx, r.Data, func(ownerDSN string) error {
		return r.Fill(ctx, ownerDSN, os.Stdout)
	})
}
