package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// ChannelRow is one way of one office to reach people, without its secret.
type ChannelRow struct {
	ID          string
	OfficeID    string // empty: of no office, but of every host
	OfficeName  string
	Kind        supervision.ChannelKind
	Title       string
	Address     string
	Sender      string
	Inside      bool // it may lead to the inside of the network
	State       string
	Failures    int // in a row
	Refusals    int // letters in a row that were not taken, refused or put off
	PausedUntil *time.Time
	AskedUntil  *time.Time // the other side wants nothing before
	PauseReason string
	LastSentAt  *time.Time
	SavedAt     *time.Time // null: before this was kept
}

const channelColumns = `c.id, coalesce(c.office_id, '') as office_id,
	coalesce((select o.name from office o where o.host_id = c.host_id and o.id = c.office_id), '') as office_name,
	c.kind, c.title, c.address, c.sender, c.inside, c.state, c.failures, c.refusals, c.paused_until, c.asked_until, c.pause_reason, c.last_sent_at, c.saved_at`

// On reports whether messages go by the channel at all.
func (c ChannelRow) On() bool { return c.State == "ON" }

// ChangedSince reports whether an administrator has changed the channel after an instant.
func (c ChannelRow) ChangedSince(at time.Time) bool { return c.SavedAt != nil && c.SavedAt.After(at) }

// Health makes the row what the rules work with.
func (c ChannelRow) Health() supervision.Health {
	return supervision.Health{
		Kind: c.Kind, On: c.On(), Failing: c.Failures > 0, PausedUntil: instant(c.PausedUntil), LastSent: instant(c.LastSentAt),
	}
}

// Channels lists the host's channels by their ids, those after the one given: of an office, or of all if it is empty.
func (tx *Tx) Channels(ctx context.Context, office, after string, limit int) ([]ChannelRow, error) {
	return many[ChannelRow](ctx, tx, `select `+channelColumns+` from channel c where c.host_id = $1 and ($2 = '' or c.office_id = $2) and c.id > $3
		order by c.id limit $4`, tx.host, office, after, limit)
}

// SaveChannel stores a channel, or what has changed of it at an instant, and lets it be used at once. Its secret stays.
func (tx *Tx) SaveChannel(ctx context.Context, c ChannelRow, at time.Time) error {
	return tx.exec(ctx, `insert into channel (host_id, id, office_id, kind, title, address, sender, inside, state, saved_at)
			values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		on conflict (host_id, id) do update set title = excluded.title, address = excluded.address, sender = excluded.sender, inside = excluded.inside,
			state = excluded.state, saved_at = excluded.saved_at, `+rested,
		tx.host, c.ID, c.OfficeID, c.Kind, c.Title, c.Address, c.Sender, c.Inside, c.State, at)
}

// SaveSecret stores a channel's secret, sealed.
func (tx *Tx) SaveSecret(ctx context.Context, channel string, sealed []byte) error {
	return tx.exec(ctx, `update channel set secret = $3 where host_id = $1 and id = $2`, tx.host, channel, sealed)
}

// rested is the SQL by which a channel is as if it had never failed.
const rested = `failures = 0, refusals = 0, paused_until = null, asked_until = null, pause_reason = ''`

// AllowInside lets a channel lead to the inside of the network from an instant on, or forbids that. It may be used at once.
func (tx *Tx) AllowInside(ctx context.Context, channel string, inside bool, at time.Time) error {
	return tx.exec(ctx, `update channel set inside = $3, saved_at = $4, `+rested+` where host_id = $1 and id = $2`, tx.host, channel, inside, at)
}

// WakeChannel ends a channel's rest.
func (tx *Tx) WakeChannel(ctx context.Context, channel string) error {
	return tx.exec(ctx, `update channel set paused_until = null where host_id = $1 and id = $2`, tx.host, channel)
}

// SaveOfficeOrder stores in what order the people of an office are reached, unless they say otherwise.
func (tx *Tx) SaveOfficeOrder(ctx context.Context, office string, order []supervision.ChannelKind) error {
	return tx.exec(ctx, `update office set channels = $3 where host_id = $1 and id = $2`, tx.host, office, order)
}

// OfficeOrder is in what order the people of an office are reached, unless they say otherwise.
func (tx *Tx) OfficeOrder(ctx context.Context, office string) ([]supervision.ChannelKind, error) {
	rows, err := tx.Query(ctx, `select channels from office where host_id = $1 and id = $2`, tx.host, office)
	if err != nil {
		return nil, err
	}
	return pgx.CollectExactlyOneRow(rows, pgx.RowTo[[]supervision.ChannelKind])
}

// PreferenceRow is how somebody wants to be told things.
type PreferenceRow struct {
	Channels []supervision.ChannelKind // in their order; empty: as their office has it
	Language string                    // zh, en; empty: zh
}

// Preference is a person's on the host's roll.
func (tx *Tx) Preference(ctx context.Context, person string) (PreferenceRow, error) {
	return one[PreferenceRow](ctx, tx, `select channels, language from roll where host_id = $1 and person_id = $2`, tx.host, person)
}

// SavePreference stores how somebody wants to be told things.
func (tx *Tx) SavePreference(ctx context.Context, person string, p PreferenceRow) error {
	return tx.exec(ctx, `update roll set channels = $3, language = $4 where host_id = $1 and person_id = $2`, tx.host, person, p.Channels, p.Language)
}

// SaveQuietHours stores when the host's urgent messages wait.
func (tx *Tx) SaveQuietHours(ctx context.Context, q supervision.QuietHours) error {
	return tx.exec(ctx, `update host set quiet_from = $2, quiet_to = $3, rest_days = $4 where id = $1`, tx.host, q.From, q.To, q.RestDays)
}

// Ways lists the host's channels but for the call list, by their ids.
func (tx *Tx) Ways(ctx context.Context) ([]supervision.Channel, error) {
	rows, err := tx.Query(ctx, `select c.id, c.kind, coalesce(c.office_id, ''), exists (select from seat s
			where s.host_id = c.host_id and s.office_id = c.office_id and s.role = 'STAFF'), c.state <> 'ON'
		from channel c where c.host_id = $1 and c.kind <> 'CALL_LIST' order by c.id`, tx.host)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[supervision.Channel])
}

// AddOwnChannels gives the host the channels that every host has.
func (tx *Tx) AddOwnChannels(ctx context.Context) error {
	return tx.exec(ctx, `insert into channel (host_id, id, kind) values ($1, $2, 'LOG'), ($1, $3, 'CALL_LIST') on conflict do nothing`,
		tx.host, supervision.LogChannel, supervision.CallChannel)
}

// Channel reads one channel.
func (tx *Tx) Channel(ctx context.Context, id string) (ChannelRow, error) {
	return one[ChannelRow](ctx, tx, `select `+channelColumns+` from channel c where c.host_id = $1 and c.id = $2`, tx.host, id)
}

// LockChannel reads one channel, which nobody else changes or sends on until the transaction ends.
func (tx *Tx) LockChannel(ctx context.Context, id string) (ChannelRow, error) {
	return one[ChannelRow](ctx, tx, `select `+channelColumns+` from channel c where c.host_id = $1 and c.id = $2 for no key update`, tx.host, id)
}

// PauseChannel notes that a channel has failed once more and rests until an instant; and until when the other side has asked
// for that, if it has.
func (tx *Tx) PauseChannel(ctx context.Context, id, reason string, until, asked time.Time) error {
	return tx.exec(ctx, `update channel set failures = failures + 1, paused_until = $3, pause_reason = $4, asked_until = $5
		where host_id = $1 and id = $2`, tx.host, id, until, reason, null(asked))
}

// CountRefusal notes that the other side has not taken a letter.
func (tx *Tx) CountRefusal(ctx context.Context, id string) error {
	return tx.exec(ctx, `update channel set refusals = refusals + 1 where host_id = $1 and id = $2`, tx.host, id)
}

// ReviveChannel notes that a channel works.
func (tx *Tx) ReviveChannel(ctx context.Context, id string) error {
	return tx.exec(ctx, `update channel set `+rested+` where host_id = $1 and id = $2 and (failures > 0 or refusals > 0)`, tx.host, id)
}

// OfficeRoutes is where an office stands and in what order its people are reached, unless they say otherwise.
type OfficeRoutes struct {
	ID       string
	ParentID string
	Channels []supervision.ChannelKind
}

// OfficeRoutes lists the host's offices, as many as it has.
func (tx *Tx) OfficeRoutes(ctx context.Context) ([]OfficeRoutes, error) {
	return many[OfficeRoutes](ctx, tx, `select id, coalesce(parent_id, '') as parent_id, channels from office where host_id = $1`, tx.host)
}

// Owner is for whom the secret of a channel is sealed.
func (tx *Tx) Owner(channel string) string { return tx.host + "/" + channel }
