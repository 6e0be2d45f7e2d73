package desk

import (
	"context"
	"errors"

	"duban/internal/postgres"
	"duban/internal/secrets"
)

// KeepSecrets has the secrets of channels sealed and opened with a ring of keys from now on; without one, none can be kept.
// It must not be called any more when somebody may be calling.
func (d *Desk) KeepSecrets(ring *secrets.Ring) { d.ring = ring }

// noKey is why a channel fails whose secret cannot be opened.
const noKey = "渠道的密钥打不开 / the channel's secret cannot be opened with the keys that are set"

var errNoRing = errors.New("no keys are set")

// open is a channel's secret. It was sealed for that channel, and opens for no other.
func (d *Desk) open(ctx context.Context, tx *postgres.Tx, channel string) (secrets.Secret, error) {
	sealed, err := tx.Secret(ctx, channel)
	switch {
	case err != nil || sealed == nil:
		return secrets.Secret{}, err
	case d.ring == nil:
		return secrets.Secret{}, errNoRing
	}
	return d.ring.Open(sealed, tx.Owner(channel))
}
