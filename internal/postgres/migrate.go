package postgres

import (
	"context"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/tern/v2/migrate"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Migrate brings the schema up to date as the role that owns the tables. Several processes may call it at once.
func Migrate(ctx context.Context, ownerDSN string) error {
	conn, err := pgx.Connect(ctx, ownerDSN)
	if err != nil {
		return fmt.Errorf("reach database to migrate: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	m, err := migrator(ctx, conn, &migrate.MigratorOptions{})
	if err != nil {
		return err
	}
	return m.Migrate(ctx)
}

func migrator(ctx context.Context, conn *pgx.Conn, o *migrate.MigratorOptions) (*migrate.Migrator, error) {
	m, err := migrate.NewMigratorEx(ctx, conn, versions, o)
	if err != nil {
		return nil, fmt.Errorf("prepare migration: %w", err)
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := m.LoadMigrations(files); err != nil {
		return nil, fmt.Errorf("load migrations: %w", err)
	}
	return m, nil
}

// MigrationsHash names the schema that Migrate makes.
func MigrationsHash() string {
	sum := sha256.New()
	files, _ := fs.Glob(migrations, "migrations/*.sql")
	for _, name := range files {
		text, _ := migrations.ReadFile(name)
		sum.Write(text)
	}
	return hex.EncodeToString(sum.Sum(nil))[:16]
}
