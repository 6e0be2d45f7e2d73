package main

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"time"

	"duban/deploy/standalone/temporal"
)

// namespace is where workflows live in Temporal.
const namespace = "bench"

// serveTemporal is a Temporal server as Duban's standalone program runs it.
func serveTemporal(ctx context.Context, o orders) (string, func(), error) {
	server, err := temporal.Start(ctx, temporal.Options{
		Dir: filepath.Join(o.Dir, "temporal"), Log: filepath.Join(o.Dir, "temporal-server.log"), Namespace: namespace,
	})
	if err != nil {
		return "", nil, err
	}
	stop := func() {
		brief, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		server.Stop(brief)
	}
	return server.Address(), stop, nil
}

// storeBytes is the size of the Temporal store below a directory, its log written back; 0 where there is none.
func storeBytes(ctx context.Context, dir string) (int64, error) {
	files, _ := filepath.Glob(filepath.Join(dir, "temporal", "*.db"))
	if len(files) != 1 {
		return 0, nil
	}
	db, err := sql.Open("sqlite", files[0])
	if err != nil {
		return 0, err
	}
	_, err = db.ExecContext(ctx, `pragma busy_timeout = 10000; pragma wal_checkpoint(passive)`)
	if err = errors.Join(err, db.Close()); err != nil {
		return 0, err
	}
	info, err := os.Stat(files[0])
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
