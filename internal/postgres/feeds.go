package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// FeedOwner is whose calendar an address shows: a person's, or else an office's.
type FeedOwner struct{ Person, Office string }

// FeedAddress is whose an address is, and in which host.
type FeedAddress struct {
	HostID   string
	PersonID string
	OfficeID string
	ReadOn   *time.Time
	Language string // of the person; may be empty
}

// Owner is whose it is.
func (a FeedAddress) Owner() FeedOwner { return FeedOwner{a.PersonID, a.OfficeID} }

// LastRead is the day on which it was read last; zero if it never was.
func (a FeedAddress) LastRead() supervision.Date { return date(a.ReadOn) }

// FeedAddress finds whose address has a hash at an instant; ErrNone if it is nobody's, or nobody's any more.
func (db *DB) FeedAddress(ctx context.Context, hash []byte, at time.Time) (FeedAddress, error) {
	return anywhere[FeedAddress](ctx, db, `select host_id, person_id, office_id, read_on, language from feed_of($1, $2)`, hash, at)
}

// NewFeed is an address that is made. Of its secret the hash is stored alone.
type NewFeed struct {
	FeedOwner

	TokenHash  []byte
	Keeper     string
	Generation int // of the person's account; 0: there is none, or it is an office's
	At         time.Time
}

// ofOwner tells the row of the owner ($2, $3) in the host $1.
const ofOwner = ` host_id = $1 and (person_id = $2 or office_id = $3) `

// InsertFeed stores an address in the place of the owner's last.
func (tx *Tx) InsertFeed(ctx context.Context, f NewFeed) error {
	tx.later(`delete from feed where`+ofOwner, tx.host, f.Person, f.Office)
	return tx.exec(ctx, `insert into feed (host_id, person_id, office_id, token_hash, keeper, generation, made_at)
		values ($1, nullif($2, ''), nullif($3, ''), $4, $5, $6, $7)`, tx.host, f.Person, f.Office, f.TokenHash, f.Keeper, f.Generation, f.At)
}

// DropFeed takes the owner's address away; ErrNone if there is none.
func (tx *Tx) DropFeed(ctx context.Context, of FeedOwner) error {
	var host string
	return tx.QueryRow(ctx, `delete from feed where`+ofOwner+`returning host_id`, tx.host, of.Person, of.Office).Scan(&host)
}

// SeeFeed notes the day on which the owner's address was read last.
func (tx *Tx) SeeFeed(ctx context.Context, of FeedOwner, day supervision.Date) error {
	return tx.exec(ctx, `update feed set read_on = $4 where`+ofOwner, tx.host, of.Person, of.Office, day.At(0, time.UTC))
}

// SeatsIn lists the ids of an office's seats.
func (tx *Tx) SeatsIn(ctx context.Context, office string) ([]string, error) {
	rows, err := tx.Query(ctx, `select id from seat where host_id = $1 and office_id = $2 order by id limit 1000`, tx.host, office)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}

// FeedRow is a calendar of the person who asks, or of an office, and the address that it has.
type FeedRow struct {
	OfficeID   string // empty: the person's
	OfficeName string
	MadeAt     *time.Time // null: it has none
	ReadOn     *time.Time
}

// LastRead is the day on which it was read last; zero if it never was.
func (r FeedRow) LastRead() supervision.Date { return date(r.ReadOn) }

// Feeds lists a person's calendar, and then those of offices; and, if all are asked for, of every other one that has an
// address at an instant.
func (tx *Tx) Feeds(ctx context.Context, person string, offices []string, all bool, at time.Time, limit int) ([]FeedRow, error) {
	return many[FeedRow](ctx, tx, `with live as (select f.person_id, f.office_id, f.made_at, f.read_on from feed f
			where f.host_id = $1 and feed_lives(f.host_id, f.person_id, f.office_id, f.keeper, f.generation, f.made_at, $5))
		select '' as office_id, '' as office_name, f.made_at, f.read_on from (select) one left join live f on f.person_id = $2
		union all select o.id, o.name, f.made_at, f.read_on from office o left join live f on f.office_id = o.id
			where o.host_id = $1 and (o.id = any($3) or $4 and f.made_at is not null)
		order by office_id limit $6`, tx.host, person, offices, all, at, limit)
}
