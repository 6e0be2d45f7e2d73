package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/supervision"
)

// SessionRow is who a token stands for, where, and on whose word.
type SessionRow struct {
	HostID     string
	HostName   string
	ID         uuid.UUID
	PersonID   string
	Keeper     string
	Kind       string
	Scopes     []string
	Roles      []supervision.Role
	OneTime    bool
	Generation int
	Held       bool // the person has held all of the roles ever since it began
	SeenAt     time.Time
	ExpiresAt  time.Time
}

const sessionOf = `select host_id, host_name, id, person_id, keeper, kind, scopes, roles, one_time, generation, held, seen_at, expires_at
	from session_of($1, $2)`

// Session finds who a token's hash stands for at an instant; ErrNone if nobody.
func (db *DB) Session(ctx context.Context, hash []byte, at time.Time) (SessionRow, error) {
	return anywhere[SessionRow](ctx, db, sessionOf, hash, at)
}

// Session is DB.Session as the transaction finds it.
func (tx *Tx) Session(ctx context.Context, hash []byte, at time.Time) (SessionRow, error) {
	return one[SessionRow](ctx, tx, sessionOf, hash, at)
}

// NewSession is a session that begins. Of its token the hash is stored alone.
type NewSession struct {
	ID         uuid.UUID
	TokenHash  []byte
	Person     string
	Keeper     string
	Kind       string
	Label      string
	Scopes     []string
	Roles      []supervision.Role
	Generation int
	At         time.Time
	Expires    time.Time
}

// keptFor is how long the rows of a person's sessions are kept that are over.
const keptFor = 30 * 24 * time.Hour

// InsertSession stores a session, and forgets those of the person that have been over for long.
func (tx *Tx) InsertSession(ctx context.Context, s NewSession) error {
	tx.later(`delete from session where host_id = $1 and person_id = $2 and least(expires_at, ended_at) < $3`, tx.host, s.Person, s.At.Add(-keptFor))
	tx.change(1, `insert into session (host_id, id, token_hash, person_id, keeper, kind, label, scopes, roles, generation, created_at, seen_at, expires_at)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11, $12)`,
		tx.host, s.ID, s.TokenHash, s.Person, s.Keeper, s.Kind, s.Label, s.Scopes, s.Roles, s.Generation, s.At, s.Expires)
	return tx.send(ctx)
}

// SeeSession notes when a session was used last.
func (tx *Tx) SeeSession(ctx context.Context, id uuid.UUID, at time.Time) error {
	return tx.exec(ctx, `update session set seen_at = $3 where host_id = $1 and id = $2`, tx.host, id, at)
}

// SessionView is a session as its holder sees it.
type SessionView struct {
	ID        uuid.UUID
	Kind      string
	Label     string
	Scopes    []string
	CreatedAt time.Time
	SeenAt    time.Time
	ExpiresAt time.Time
}

// open tells a session that is not over, at the instant $3 for the person $2 of the host $1.
const open = ` s.host_id = $1 and s.person_id = $2 and s.ended_at is null and s.expires_at > $3 `

// Sessions lists a person's that are not over: programs' tokens if that is asked, or else all others, the newest first and
// at most so many. Of those whose account has changed since, and is kept by another host, it cannot know.
func (tx *Tx) Sessions(ctx context.Context, person string, at time.Time, tokens bool, limit int) ([]SessionView, error) {
	return many[SessionView](ctx, tx, `select s.id, s.kind, s.label, s.scopes, s.created_at, s.seen_at, s.expires_at from session s
		left join account a on (a.host_id, a.person_id) = (s.keeper, s.person_id)
		where`+open+`and (s.keeper <> s.host_id or s.generation = coalesce(a.generation, 0)) and (s.kind = 'TOKEN') = $4
		and held(s.host_id, s.person_id, s.roles, s.created_at, $3) order by s.created_at desc, s.id limit $5`,
		tx.host, person, at, tokens, limit)
}

// EndSession ends one of a person's sessions; ErrNone if it is not theirs, or over.
func (tx *Tx) EndSession(ctx context.Context, person string, id uuid.UUID, at time.Time) error {
	var ended uuid.UUID
	return tx.QueryRow(ctx, `update session s set ended_at = $3 where`+open+`and s.id = $4 returning s.id`, tx.host, person, at, id).Scan(&ended)
}

// EndSessions ends all of a person's sessions in the transaction's host.
func (tx *Tx) EndSessions(ctx context.Context, person string, at time.Time) error {
	return tx.exec(ctx, `update session s set ended_at = $3 where`+open, tx.host, person, at)
}

// EndUnseated ends the sessions of people who do not hold all roles any more with which each of them began.
func (tx *Tx) EndUnseated(ctx context.Context, at time.Time, people ...string) error {
	return tx.exec(ctx, `update session s set ended_at = $3 where s.host_id = $1 and s.person_id = any($2) and s.ended_at is null
		and s.expires_at > $3 and not held(s.host_id, s.person_id, s.roles, $3, $3)`, tx.host, people, at)
}

// ForgetLabels forgets what a person called their tokens.
func (tx *Tx) ForgetLabels(ctx context.Context, person string) error {
	return tx.exec(ctx, `update session set label = '' where host_id = $1 and person_id = $2 and label <> ''`, tx.host, person)
}
