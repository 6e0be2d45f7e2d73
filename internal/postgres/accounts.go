package postgres

import (
	"context"
	"time"
)

// SaveOneTime makes a person's account of the transaction's host, or gives it another login and a one-time password, and
// opens it. Every session of the account is over with that, in whatever host. It fails with a taken key where somebody
// else has the login.
func (tx *Tx) SaveOneTime(ctx context.Context, person, login, hash string, expires, at time.Time) error {
	return tx.exec(ctx, `insert into account (host_id, person_id, login, hash, one_time, expires_at, changed_at)
			values ($1, $2, $3, $4, true, $5, $6)
		on conflict (host_id, person_id) do update set login = excluded.login, hash = $4, one_time = true,
			expires_at = excluded.expires_at, shut = false, generation = account.generation + 1, changed_at = excluded.changed_at`,
		tx.host, person, login, hash, expires, at)
}

// ChangePassword gives a person's account of the transaction's host another password of its holder's choice, and returns
// the next generation; ErrNone if the account is of another generation than the one given, or shut.
func (tx *Tx) ChangePassword(ctx context.Context, person string, generation int, hash string, at time.Time) (next int, err error) {
	err = tx.QueryRow(ctx, `update account set hash = $4, one_time = false, expires_at = null, generation = generation + 1, changed_at = $5
		where host_id = $1 and person_id = $2 and generation = $3 and not shut returning generation`,
		tx.host, person, generation, hash, at).Scan(&next)
	return next, err
}

// SaveIdentity makes a person's account of the transaction's host, or binds it to an identity, and ends its sessions.
// ErrNone if there is an account already and only a first one may be made; it fails with a taken key where the identity
// is bound to somebody else.
func (tx *Tx) SaveIdentity(ctx context.Context, person, issuer, subject string, first bool, at time.Time) error {
	var generation int
	return tx.QueryRow(ctx, `insert into account (host_id, person_id, issuer, subject, changed_at) values ($1, $2, $3, $4, $5)
		on conflict (host_id, person_id) do update set issuer = excluded.issuer, subject = excluded.subject,
			generation = account.generation + 1, changed_at = excluded.changed_at where not $6
		returning generation`, tx.host, person, issuer, subject, at, first).Scan(&generation)
}

// ShutAccount lets nobody in by a person's account until it is reset; ErrNone if the host keeps none.
func (tx *Tx) ShutAccount(ctx context.Context, person string, at time.Time) error {
	return tx.nextGeneration(ctx, `shut = true, `, person, at)
}

// Unbind takes away the identity of a person's account; ErrNone if the host keeps none.
func (tx *Tx) Unbind(ctx context.Context, person string, at time.Time) error {
	return tx.nextGeneration(ctx, `issuer = null, subject = null, `, person, at)
}

// EndGeneration ends every session of a person's account, in whatever host; ErrNone if the host keeps none.
func (tx *Tx) EndGeneration(ctx context.Context, person string, at time.Time) error {
	return tx.nextGeneration(ctx, ``, person, at)
}

func (tx *Tx) nextGeneration(ctx context.Context, set, person string, at time.Time) error {
	var generation int
	return tx.QueryRow(ctx, `update account set `+set+`generation = generation + 1, changed_at = $3
		where host_id = $1 and person_id = $2 returning generation`, tx.host, person, at).Scan(&generation)
}

// Account reads a person's account of the transaction's host.
func (tx *Tx) Account(ctx context.Context, person string) (AccountRow, error) {
	return one[AccountRow](ctx, tx, `select `+accountColumns+` from account where host_id = $1 and person_id = $2`, tx.host, person)
}

// AccountView is an account as the security administrator sees it.
type AccountView struct {
	PersonID  string
	Name      string
	Login     string
	Issuer    string
	Subject   string
	OneTime   bool
	ExpiresAt *time.Time
	Shut      bool
	ChangedAt time.Time
}

// Accounts lists those that the host keeps, in the order of the people's ids.
func (tx *Tx) Accounts(ctx context.Context, after string, limit int) ([]AccountView, error) {
	return many[AccountView](ctx, tx, `select a.person_id, r.name, coalesce(a.login, '') as login, coalesce(a.issuer, '') as issuer,
			coalesce(a.subject, '') as subject, a.one_time, a.expires_at, a.shut, a.changed_at
		from account a join roll r on (r.host_id, r.person_id) = (a.host_id, a.person_id)
		where a.host_id = $1 and a.person_id > $2 order by a.person_id limit $3`, tx.host, after, limit)
}

// Admit lets a person in on the word of the host that keeps the account. The same again changes nothing.
func (tx *Tx) Admit(ctx context.Context, person, keeper string, at time.Time) error {
	return tx.exec(ctx, `insert into admission (host_id, person_id, keeper, admitted_at) values ($1, $2, $3, $4) on conflict do nothing`,
		tx.host, person, keeper, at)
}

// Admission is somebody whom a host lets in on the word of the one that keeps the account. On the host's own word they are
// recognised by the addresses, which are empty otherwise.
type Admission struct {
	PersonID   string
	Name       string
	Keeper     string
	KeeperName string
	Email      string
	Phone      string
}

// Admissions lists the host's, in the order of the people's ids and the keepers', those after the one given.
func (tx *Tx) Admissions(ctx context.Context, person, keeper string, limit int) ([]Admission, error) {
	return many[Admission](ctx, tx, `select m.person_id, r.name, m.keeper, k.name as keeper_name,
			case when m.keeper = m.host_id then r.email else '' end as email, case when m.keeper = m.host_id then r.phone else '' end as phone
		from admission m join roll r on (r.host_id, r.person_id) = (m.host_id, m.person_id) join host k on k.id = m.keeper
		where m.host_id = $1 and (m.person_id, m.keeper) > ($2, $3) order by m.person_id, m.keeper limit $4`, tx.host, person, keeper, limit)
}

// Admitted reports whether a person is let in on the word of a host.
func (tx *Tx) Admitted(ctx context.Context, person, keeper string) (admitted bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from admission where host_id = $1 and person_id = $2 and keeper = $3)`,
		tx.host, person, keeper).Scan(&admitted)
	return admitted, err
}

// Dismiss takes an admission back, with the sessions that it has opened. On its own word the host opens them by the account.
func (tx *Tx) Dismiss(ctx context.Context, person, keeper string, at time.Time) error {
	tx.later(`delete from admission where host_id = $1 and person_id = $2 and keeper = $3`, tx.host, person, keeper)
	return tx.exec(ctx, `update session s set ended_at = $3 where`+open+`and s.keeper = $4 and s.keeper <> s.host_id`, tx.host, person, at, keeper)
}

// DismissAll takes all of a person's admissions back, with what they have opened.
func (tx *Tx) DismissAll(ctx context.Context, person string, at time.Time) error {
	tx.later(`delete from admission where host_id = $1 and person_id = $2`, tx.host, person)
	return tx.exec(ctx, `update session s set ended_at = $3 where`+open+`and s.keeper <> s.host_id`, tx.host, person, at)
}

// HostNamed is the name of a host; ErrNone if there is none.
func (tx *Tx) HostNamed(ctx context.Context, id string) (name string, err error) {
	err = tx.QueryRow(ctx, `select name from host where id = $1`, id).Scan(&name)
	return name, err
}
