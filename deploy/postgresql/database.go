package postgresql

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5"
)

// The names that every environment gives to the product's database and its two roles.
const (
	Database    = "duban"
	Owner       = "duban"     // owns the tables; used by migrations alone
	Application = "duban_app" // owns nothing and is bound by row-level security

	superuser = "postgres"
)

// AdminDSN is the connection string of the superuser.
func (a Address) AdminDSN() string { return a.DSN(superuser, superuser) }

// prepareDatabase makes what is missing and sets the roles' powers again at every start.
func (s *Server) prepareDatabase(ctx context.Context) error {
	conn, err := pgx.Connect(ctx, s.AdminDSN())
	if err != nil {
		return fmt.Errorf("PostgreSQL does not answer: %w", err)
	}
	defer conn.Close(ctx)
	for _, role := range []string{Owner, Application} {
		if err := ensureRole(ctx, conn, role); err != nil {
			return err
		}
	}
	return ensureDatabase(ctx, conn)
}

func ensureRole(ctx context.Context, conn *pgx.Conn, role string) error {
	verb := "ALTER"
	missing, err := isMissing(ctx, conn, "SELECT FROM pg_roles WHERE rolname = $1", role)
	if err != nil {
		return err
	}
	if missing {
		verb = "CREATE"
	}
	_, err = conn.Exec(ctx, fmt.Sprintf("%s ROLE %s LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE NOREPLICATION", verb, role))
	return err
}

func ensureDatabase(ctx context.Context, conn *pgx.Conn) error {
	missing, err := isMissing(ctx, conn, "SELECT FROM pg_database WHERE datname = $1", Database)
	if err != nil {
		return err
	}
	if missing {
		if _, err := conn.Exec(ctx, fmt.Sprintf("CREATE DATABASE %s OWNER %s", Database, Owner)); err != nil {
			return err
		}
	}
	return Restrict(ctx, conn, Database)
}

// Restrict lets only the owner and the application into a database, the latter to
// connect and nothing more. Privileges of a database are not copied from its template.
func Restrict(ctx context.Context, conn *pgx.Conn, database string) error {
	name := pgx.Identifier{database}.Sanitize()
	_, err := conn.Exec(ctx, fmt.Sprintf("REVOKE ALL ON DATABASE %s FROM PUBLIC; GRANT CONNECT ON DATABASE %[1]s TO %s", name, Application))
	return err
}

func isMissing(ctx context.Context, conn *pgx.Conn, query, name string) (bool, error) {
	tag, err := conn.Exec(ctx, query, name)
	return tag.RowsAffected() == 0, err
}
