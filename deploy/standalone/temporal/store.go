package temporal

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	enums "go.temporal.io/api/enums/v1"
	"go.temporal.io/server/common/config"
	"go.temporal.io/server/common/headers"
	_ "go.temporal.io/server/common/persistence/sql/sqlplugin/sqlite" // also registers the driver "sqlite"
	"go.temporal.io/server/schema/sqlite"
	"google.golang.org/protobuf/types/known/durationpb"
)

// searchAttributes can be filtered by in the web pages.
var searchAttributes = map[string]enums.IndexedValueType{
	"DubanHost":  enums.INDEXED_VALUE_TYPE_KEYWORD,  // the congress or government whose campaign it is
	"DubanPhase": enums.INDEXED_VALUE_TYPE_KEYWORD,  // DEPLOYMENT, MONITORING, EVALUATION
	"DubanNext":  enums.INDEXED_VALUE_TYPE_DATETIME, // when something falls due next
}

// retention is how long the history of a finished workflow can be read.
const retention = 30 * 24 * time.Hour

// version names all that a store depends on. SQLite stores have no upgrade path.
func version() string {
	return fmt.Sprintf("server %s, schema %s, search attributes %v", headers.ServerVersion, sqlite.Version, searchAttributes)
}

// store is one SQLite file. Each new one has a new name, because the server never closes
// the files it has opened and would go on with a removed one under the same name.
type store struct {
	file   string
	reused bool
}

// certificate is the file that a clean stop leaves: the version and the name of the store.
// It is gone while a server runs, so after a crash there is none.
func certificate(dir string) string { return filepath.Join(dir, "clean") }

// openStore returns the store of the last clean stop, or an empty one.
func openStore(ctx context.Context, dir string) *store {
	text, err := os.ReadFile(certificate(dir))
	if err != nil || os.Remove(certificate(dir)) != nil {
		return newStore(dir)
	}
	madeBy, name, _ := strings.Cut(string(text), "\n")
	file := filepath.Join(dir, filepath.Base(name))
	if madeBy != version() || !sound(ctx, file) {
		return newStore(dir)
	}
	return &store{file: file, reused: true}
}

// newStore forgets all others in the directory.
func newStore(dir string) *store {
	old, _ := filepath.Glob(filepath.Join(dir, "*"))
	for _, file := range old {
		os.Remove(file)
	}
	return &store{file: filepath.Join(dir, rand.Text()+".db")}
}

// sound lets SQLite check the whole file; a store of a year's campaigns takes well under a second.
func sound(ctx context.Context, file string) bool {
	if _, err := os.Stat(file); err != nil {
		return false
	}
	db, err := sql.Open("sqlite", file)
	if err != nil {
		return false
	}
	defer db.Close()
	var answer string
	return db.QueryRowContext(ctx, "PRAGMA quick_check").Scan(&answer) == nil && answer == "ok"
}

// keep issues the certificate after a clean stop. Without it the store is not reused, which is no loss.
func (s *store) keep() {
	_ = os.WriteFile(certificate(filepath.Dir(s.file)), []byte(version()+"\n"+filepath.Base(s.file)), 0o600)
}

// sql is the store as the server's configuration. The write-ahead log is six times faster
// than SQLite's default journal, and an unclean stop discards the store anyway.
func (s *store) sql() *config.SQL {
	return &config.SQL{
		PluginName:   storeName,
		DatabaseName: s.file,
		ConnectAttributes: map[string]string{
			"mode": "rwc", "journal_mode": "wal", "synchronous": "normal", "busy_timeout": "10000",
		},
	}
}

// prepare makes the schema and the namespace before the server starts, so that nothing
// waits for the server's caches to notice them.
func (s *store) prepare(cluster, namespace string) error {
	if s.reused {
		return nil
	}
	ns, err := sqlite.NewNamespaceConfig(cluster, namespace, false, searchAttributes)
	if err != nil {
		return err
	}
	ns.Detail.Config.Retention = durationpb.New(retention)
	return errors.Join(sqlite.SetupSchema(s.sql()), sqlite.CreateNamespaces(s.sql(), ns))
}
