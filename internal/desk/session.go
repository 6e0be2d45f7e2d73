package desk

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/supervision"
)

// SessionKind says how a session began.
type SessionKind string

// The kinds of session.
const (
	ByPassword SessionKind = "PASSWORD" // its holder gave a password
	ByIdentity SessionKind = "IDENTITY" // an identity provider said who the holder is
	ByToken    SessionKind = "TOKEN"    // its holder made it for a program
	ByGrant    SessionKind = "GRANTED"  // whoever runs the installation made it, for the demonstration
)

// How long sessions last: a working day, so that none is open over night should somebody forget to sign out; one by a
// one-time password as long as it takes to choose another; a granted one a year.
const (
	workingDay = 12 * time.Hour
	changeTime = 15 * time.Minute
	grantedFor = 365 * 24 * time.Hour
)

// seenEvery is how exactly it is known when a session was used last.
const seenEvery = 10 * time.Minute

// Session is what a caller came in by.
type Session struct {
	ID      uuid.UUID
	Kind    SessionKind
	Keeper  string   // the host that keeps the account, on whose word the holder is the person
	Scopes  []string // what it may call; empty: whatever the person may
	Expires time.Time
	// MustChange: it was opened by a one-time password, and is good for nothing but changing that.
	MustChange bool

	generation int
	hash       []byte // of its token; nil: what came in by no session
}

// SignedIn is a session that has begun. Its token is shown this once.
type SignedIn struct {
	Token string
	Host  string
	Session
}

// ErrNotSignedIn is returned for a token that stands for nobody.
var ErrNotSignedIn = errors.New("not signed in")

// Recognise finds who a token stands for, with the seats they hold now. Nothing is remembered from one call to the next:
// a session is over with the first call after its end, be it by its holder, by the security administrator, by the end of
// a term, or by any other change of the roles that its holder had when it began.
func (d *Desk) Recognise(ctx context.Context, token string) (Caller, error) {
	now, hash := d.clock(), tokenHash(token)
	row, err := d.db.Session(ctx, hash, now)
	if errors.Is(err, postgres.ErrNone) {
		return Caller{}, ErrNotSignedIn
	}
	if err != nil {
		return Caller{}, err
	}
	c := callerOf(row)
	c.Session.hash = hash
	if err := d.seat(ctx, &c, now); err != nil {
		return Caller{}, err
	}
	if over(row, c) {
		return Caller{}, errors.Join(d.endOwn(ctx, c, row.ID, now), ErrNotSignedIn)
	}
	return c, d.see(ctx, row, now)
}

// over reports whether a session is, with the seats that its holder has now: it is good for the roles with which it began,
// none less and none more, and for no time after one was lost.
func over(row postgres.SessionRow, c Caller) bool {
	return len(c.Seats) == 0 || !row.Held || !slices.Equal(c.roles(), row.Roles)
}

var errLeft = supervision.Refuse(supervision.NotAllowed, "您的席位刚刚有变动，请重试", "your seats have changed just now; try again")

// stillIn refuses a caller who has left since they were recognised: what a command waits for may be the very end of a
// session or a term. It is asked when what is to be changed is locked, at the instant of the command.
func stillIn(ctx context.Context, tx *postgres.Tx, caller Caller, now time.Time) error {
	if caller.Session.hash == nil {
		return nil
	}
	row, err := tx.Session(ctx, caller.Session.hash, now)
	if errors.Is(err, postgres.ErrNone) {
		return ErrNotSignedIn
	}
	if err != nil {
		return err
	}
	seats, err := seatsOf(ctx, tx, caller.Person, now)
	if err != nil {
		return err
	}
	still := Caller{Seats: seats}
	if over(row, still) {
		return ErrNotSignedIn
	}
	if slices.ContainsFunc(caller.SeatIDs(), func(seat string) bool { return !still.SitsIn(seat) }) {
		return errLeft
	}
	return nil
}

// endOwn ends a session for good: it does not begin anew when its holder gets the roles back.
func (d *Desk) endOwn(ctx context.Context, c Caller, id uuid.UUID, now time.Time) error {
	return d.db.In(ctx, c.Host, func(tx *postgres.Tx) error {
		if err := tx.EndSession(ctx, c.Person, id, now); err != nil {
			return err
		}
		return record{verb: "END_SESSION", object: "sessions/" + id.String()}.append(ctx, tx, now, System(c.Host))
	})
}

func callerOf(row postgres.SessionRow) Caller {
	kind := SessionKind(row.Kind)
	return Caller{Person: row.PersonID, Host: row.HostID, HostName: row.HostName, Session: Session{
		ID: row.ID, Kind: kind, Keeper: row.Keeper, Scopes: row.Scopes, Expires: row.ExpiresAt.UTC(),
		MustChange: kind == ByPassword && row.OneTime, generation: row.Generation,
	}}
}

// seat reads the caller's name and seats.
func (d *Desk) seat(ctx context.Context, c *Caller, now time.Time) error {
	return d.read(ctx, *c, func(tx *postgres.Tx) (err error) {
		if c.Name, err = tx.NameOf(ctx, c.Person); err != nil {
			return err
		}
		c.Seats, err = seatsOf(ctx, tx, c.Person, now)
		return err
	})
}

func seatsOf(ctx context.Context, tx *postgres.Tx, person string, now time.Time) (seats []supervision.Seat, err error) {
	rows, err := tx.SeatsOf(ctx, person, now)
	for _, s := range rows {
		seats = append(seats, s.Seat())
	}
	return seats, err
}

// see notes now and then that a session is in use.
func (d *Desk) see(ctx context.Context, row postgres.SessionRow, now time.Time) error {
	if now.Sub(row.SeenAt) < seenEvery {
		return nil
	}
	return d.db.In(ctx, row.HostID, func(tx *postgres.Tx) error { return tx.SeeSession(ctx, row.ID, now) })
}

// opening is a session that is about to begin.
type opening struct {
	person, keeper string
	kind           SessionKind
	label          string
	scopes         []string
	generation     int
	lasts          time.Duration
	expires        time.Time // where it is zero, now and lasts
}

// open begins a session in the transaction's host, with the roles that the person has there now, and refuses whoever
// sits nowhere. The person is locked first, so that none begins while somebody ends them all.
func (o opening) open(ctx context.Context, tx *postgres.Tx, host string, now time.Time) (SignedIn, error) {
	seats, err := o.seats(ctx, tx, host, now)
	if err != nil {
		return SignedIn{}, err
	}
	if o.expires.IsZero() {
		o.expires = now.Add(o.lasts)
	}
	s := SignedIn{Token: newToken(), Host: host, Session: Session{
		ID: newSessionID(), Kind: o.kind, Keeper: o.keeper, Scopes: o.scopes, Expires: o.expires, generation: o.generation,
	}}
	return s, tx.InsertSession(ctx, postgres.NewSession{
		ID: s.ID, TokenHash: tokenHash(s.Token), Person: o.person, Keeper: o.keeper, Kind: string(o.kind), Label: o.label,
		Scopes: append([]string{}, o.scopes...), Roles: Caller{Seats: seats}.roles(), Generation: o.generation, At: now, Expires: o.expires,
	})
}

// seats locks the person and reads where they sit; nowhere, if the host does not let the account in.
func (o opening) seats(ctx context.Context, tx *postgres.Tx, host string, now time.Time) ([]supervision.Seat, error) {
	if _, err := tx.LockPeople(ctx, o.person); err != nil {
		return nil, err
	}
	admitted, err := tx.Admitted(ctx, o.person, o.keeper)
	if err != nil {
		return nil, err
	}
	seats, err := seatsOf(ctx, tx, o.person, now)
	if err == nil && (len(seats) == 0 || o.keeper != host && !admitted) {
		err = errNoSeat
	}
	return seats, err
}

var errNoSeat = supervision.Refuse(supervision.NotAllowed,
	"您目前不在任何席位上，请联系本级人大的系统管理员", "you hold no seat at present; ask the system administrator of your congress")

// GrantSignIn opens a session for whoever sits in a seat, without an account: for whoever runs the installation.
func (d *Desk) GrantSignIn(ctx context.Context, host, seat string) (name, token string, err error) {
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		now := d.clock()
		row, err := tx.Seat(ctx, seat)
		if err != nil {
			return err
		}
		person, err := tx.Sitter(ctx, seat, now)
		if err != nil {
			return err
		}
		generation, err := generationOf(ctx, tx, person)
		if err != nil {
			return err
		}
		s, err := opening{person: person, keeper: host, kind: ByGrant, generation: generation, lasts: grantedFor}.open(ctx, tx, host, now)
		name, token = row.Title, s.Token
		if err != nil {
			return err
		}
		return record{verb: "GRANT_SIGN_IN", object: "seats/" + seat}.append(ctx, tx, now, System(host))
	})
	return name, token, absent(err)
}

// generationOf is the generation of a person's account of the host; 0 if there is none.
func generationOf(ctx context.Context, tx *postgres.Tx, person string) (int, error) {
	account, err := tx.Account(ctx, person)
	if errors.Is(err, postgres.ErrNone) {
		return 0, nil
	}
	return account.Generation, err
}

// newToken is 130 random bits in capital letters and digits, which survive copying and every shell.
func newToken() string { return rand.Text() }

// tokenHash needs no salt and no stretching: the token is random, not chosen.
func tokenHash(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// newSessionID names a session and tells nothing of its token.
func newSessionID() (id uuid.UUID) {
	rand.Read(id[:])
	return id
}

// PageKey is the key that seals page tokens, the same in every process of the installation.
func (d *Desk) PageKey(ctx context.Context) ([]byte, error) {
	return d.key(ctx, "page-token")
}

// key is a named secret of the installation, made when it is first asked for.
func (d *Desk) key(ctx context.Context, name string) ([]byte, error) {
	fresh := make([]byte, 32)
	rand.Read(fresh)
	return d.db.Secret(ctx, name, fresh)
}
