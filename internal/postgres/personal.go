package postgres

import (
	"context"
	"time"
)

// FactRow is one thing that the host holds about a person, beside the roll and the terms.
type FactRow struct {
	Kind   string // ACCOUNT, ADMISSION, BALLOT, DEED, DELIVERY, ENTRY, FEED, NOTE, NOTICE, SESSION, SUBMISSION
	At     time.Time
	ID     string // unique among those of its kind and instant
	Object string // what it is or is about
	Text   string // empty where there are words that are not for whoever asks
}

// while is the SQL for the seats in which the person $2 sat at an instant. Those in which they ever sat come first: by them
// an index finds the rows.
func while(seat, at string) string {
	return seat + ` = any(array(select o.seat_id from sitting o where (o.host_id, o.person_id) = ($1, $2)))
		and exists (select from sitting t where (t.host_id, t.seat_id, t.person_id) = ($1, ` + seat + `, $2)
		and t.from_at <= ` + at + ` and (t.to_at is null or t.to_at > ` + at + `))`
}

// facts are all that the host $1 holds about the person $2. Of a ballot that is whether they voted, and never what.
var facts = `select 'ACCOUNT' as kind, changed_at as at, person_id as id, 'accounts/' || person_id as object, concat_ws(' ', login, issuer, subject) as text
		from account where host_id = $1 and person_id = $2
	union all select 'ADMISSION', admitted_at, keeper, 'hosts/' || keeper, '' from admission where host_id = $1 and person_id = $2
	union all select 'SESSION', created_at, id::text, 'sessions/' || id, concat_ws(' ', kind, nullif(label, '')) from session where host_id = $1 and person_id = $2
	union all select 'FEED', made_at, person_id, 'feeds/' || person_id, coalesce(read_on::text, '') from feed where host_id = $1 and person_id = $2
	union all select 'NOTICE', at, id::text, 'campaigns/' || campaign_id, zh from notice where host_id = $1 and person_id = $2
	union all select 'DELIVERY', coalesce(d.settled_at, d.sent_at, d.next_at), d.message_id || '/' || d.channel_id, 'messages/' || d.message_id,
		concat_ws(' ', d.channel_id, d.state, nullif(d.reason, '')) from message m join delivery d on (d.host_id, d.message_id) = (m.host_id, m.id)
		where m.host_id = $1 and m.person_id = $2
	union all select 'NOTE', n.submitted_at, n.id, 'inspections/' || n.inspection_id, n.text from note n
		where n.host_id = $1 and ` + while("n.seat_id", "n.submitted_at") + `
	union all select 'SUBMISSION', s.submitted_at, s.campaign_id || '/' || s.id, 'campaigns/' || s.campaign_id || '/submissions/' || s.id,
		concat_ws(E'\n', s.title, s.text) from submission s where s.host_id = $1 and ` + while("s.seat_id", "s.submitted_at") + `
	union all select 'BALLOT', p.opened_at, p.id || '/' || e.seat_id, 'polls/' || p.id, case when e.voted then 'VOTED' else '' end
		from poll_elector e join poll p on (p.host_id, p.id) = (e.host_id, e.poll_id)
		where e.host_id = $1 and ` + while("e.seat_id", "p.opened_at") + `
	union all select 'DEED', at, seq::text, object, concat_ws(' ', verb, case when $7 then nullif(reason, '') end) from audit
		where host_id = $1 and actor = $2 and actor not in ('clock', 'system')
	union all select 'ENTRY', a.at, a.seq::text, a.object, p.payload::text from audit a join audit_payload p using (host_id, seq)
		where a.host_id = $1 and a.object in ('people/' || $2, 'accounts/' || $2) and (a.object like 'people/%' or a.object like 'accounts/%')`

// Facts lists what the host holds about a person, the oldest first, that after the one given; on demand without the words
// of what they wrote and of what they were told, and without what names an unannounced visit that has not taken place.
func (tx *Tx) Facts(ctx context.Context, person string, words bool, after FactRow, limit int) ([]FactRow, error) {
	return many[FactRow](ctx, tx, `select kind, at, id, object,
			case when $7 or kind in ('ACCOUNT', 'SESSION', 'FEED', 'BALLOT', 'DEED', 'ENTRY') then text else '' end as text
		from (`+facts+`) f where (at, kind, id) > ($3, $4, $5) and ($7 or object not like 'inspections/%' or not exists (
			select from inspection i where (i.host_id, i.id) = ($1, split_part(object, '/', 2)) and i.unannounced and i.concluded_at is null))
		order by at, kind, id limit $6`,
		tx.host, person, after.At, after.Kind, after.ID, limit, words)
}

// HoldsSignIn reports whether the host holds by what a person signs in, on whose word, what they called their tokens, the
// address of their calendar, or what was said of messages to them.
func (tx *Tx) HoldsSignIn(ctx context.Context, person string) (held bool, err error) {
	err = tx.QueryRow(ctx, `select exists (select from account where host_id = $1 and person_id = $2 and (login is not null or issuer is not null))
		or exists (select from admission where host_id = $1 and person_id = $2)
		or exists (select from session where host_id = $1 and person_id = $2 and label <> '')
		or exists (select from feed where host_id = $1 and person_id = $2)
		or exists (select from message m join delivery d on (d.host_id, d.message_id) = (m.host_id, m.id)
			where m.host_id = $1 and m.person_id = $2 and (d.reason <> '' or d.reference <> ''))`, tx.host, person).Scan(&held)
	return held, err
}

// ForgetAccount shuts a person's account of the host for good and forgets how they signed in.
func (tx *Tx) ForgetAccount(ctx context.Context, person string, at time.Time) error {
	return tx.exec(ctx, `update account set login = null, hash = null, issuer = null, subject = null, shut = true, generation = generation + 1, changed_at = $3
		where host_id = $1 and person_id = $2`, tx.host, person, at)
}

// ForgetAnswers takes away what was said of messages to a person: by the other sides of channels, and by whoever rang.
func (tx *Tx) ForgetAnswers(ctx context.Context, person string) error {
	return tx.exec(ctx, `update delivery d set reason = '', reference = '' from message m where m.host_id = $1 and m.person_id = $2
		and (d.host_id, d.message_id) = (m.host_id, m.id)`, tx.host, person)
}

// ReducePayloads takes away what the host's record keeps beside its lines of a person's details and accounts. The lines
// stay, with the digests of what was there.
func (tx *Tx) ReducePayloads(ctx context.Context, person string) (reduced int, err error) {
	err = tx.QueryRow(ctx, `select reduce_payloads($1)`, person).Scan(&reduced)
	return reduced, err
}
