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
	Kind        supervision.ChannelKind
	Title       string
	Address     string
	Sender      string
	Inside      bool // it may lead to the inside of the network
	State       string
	Failures    int // in a row
	PausedUntil *time.Time
	PauseReason string
	LastSentAt  *time.Time
}

const channelColumns = `c.id, coalesce(c.office_id, '') as office_id, c.kind, c.title, c.address, c.sender, c.inside, c.state, c.failures,
	c.paused_until, c.pause_reason, c.last_sent_at`

// On reports whether messages go by the channel at all.
func (c ChannelRow) On() bool { return c.State == "ON" }

// Health makes the row what the rules work with.
func (c ChannelRow) Health() supervision.Health {
	return supervision.Health{
		Kind: c.Kind, On: c.On(), Failing: c.Failures > 0, PausedUntil: instant(c.PausedUntil), LastSent: instant(c.LastSentAt),
	}
}

// OpenChannels lists the host's channels that are on, but for the call list, by their ids.
func (tx *Tx) OpenChannels(ctx context.Context) ([]supervision.Channel, error) {
	rows, err := tx.Query(ctx, `select c.id, c.kind, coalesce(c.office_id, ''), exists (select from seat s
			where s.host_id = c.host_id and s.office_id = c.office_id and s.role = 'STAFF')
		from channel c where c.host_id = $1 and c.state = 'ON' and c.kind <> 'CALL_LIST' order by c.id`, tx.host)
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

// PauseChannel notes that a channel has failed once more and rests until an instant.
func (tx *Tx) PauseChannel(ctx context.Context, id, reason string, until time.Time) error {
	return tx.exec(ctx, `update channel set failures = failures + 1, paused_until = $3, pause_reason = $4 where host_id = $1 and id = $2`,
		tx.host, id, until, reason)
}

// ReviveChannel notes that a channel works.
func (tx *Tx) ReviveChannel(ctx context.Context, id string) error {
	return tx.exec(ctx, `update channel set failures = 0, paused_until = null, pause_reason = ''
		where host_id = $1 and id = $2 and failures > 0`, tx.host, id)
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
