package engine

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"duban/deploy/postgresql"
)

// Restore makes a data directory whose database do fills, as the role that owns it. The directory gets its name when it
// is whole, so that nothing half restored is ever started; one with something in it is refused. Temporal's store is not
// in it: the keeper winds everything up again.
func Restore(ctx context.Context, data string, do func(ownerDSN string) error) error {
	data, err := filepath.Abs(data)
	if err != nil {
		return err
	}
	if err := checkVacant(data); err != nil {
		return err
	}
	unfinished := data + ".restoring"
	if _, running, _ := postgresql.Running(postgresDir(unfinished)); running {
		return fmt.Errorf("%s 正在恢复 / is being restored by another process", data)
	}
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	if err := restoreIn(ctx, unfinished, do); err != nil {
		return errors.Join(err, os.RemoveAll(unfinished))
	}
	return os.Rename(unfinished, data)
}

func checkVacant(data string) error {
	found, err := os.ReadDir(data)
	if len(found) > 0 {
		return fmt.Errorf("%s 中已有数据，只能恢复到新目录 / there is something in %[1]s already: restore into a new directory", data)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func restoreIn(ctx context.Context, data string, do func(ownerDSN string) error) error {
	if err := makeData(data); err != nil {
		return err
	}
	if err := withServer(ctx, data, func(a postgresql.Address) error {
		return do(a.DSN(postgresql.Owner, postgresql.Database))
	}); err != nil {
		return err
	}
	return markWelcomed(data, time.Now())
}
