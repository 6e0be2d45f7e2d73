package desk

import (
	"context"
	"errors"
	"regexp"

	"duban/internal/channels"
	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
)

// ChannelForm is a channel as an administrator gives it.
type ChannelForm struct {
	ID, OfficeID string
	Kind         supervision.ChannelKind
	Title        string
	Address      string
	Sender       string
	Secret       secrets.Secret // empty: as it is
	Off          bool
}

var channelID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// SaveChannel makes a channel of an office, or changes it. What it leads to is checked by whatever will send on it, and asks
// nobody. Where it leads elsewhere than before, its secret must be given again, so that nobody has it sent to a server of
// their own, and it may not lead to the inside of the network until that is allowed anew.
func (d *Desk) SaveChannel(ctx context.Context, caller Caller, f ChannelForm) error {
	address, secret := channels.Part(string(f.Kind), f.Address, f.Secret.Reveal())
	f.Address, f.Secret = address, secrets.New(secret)
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := d.checkChannel(ctx, tx, &f); err != nil {
			return err
		}
		before, err := tx.LockChannel(ctx, f.ID)
		if err != nil && !errors.Is(err, postgres.ErrNone) {
			return err
		}
		row, err := f.row(before)
		if err != nil {
			return err
		}
		secret, err := d.checkLine(ctx, tx, row, f.Secret, before)
		if err != nil {
			return err
		}
		if err := d.storeChannel(ctx, tx, row, secret); err != nil {
			return err
		}
		r := record{verb: "SAVE_CHANNEL", object: "channels/" + f.ID, given: channelGiven(row)}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

// checkChannel refuses what no channel is.
func (d *Desk) checkChannel(ctx context.Context, tx *postgres.Tx, f *ChannelForm) error {
	switch {
	case !f.Kind.Configured():
		return faulty("kind", "不能设置这种渠道", "no such kind of channel can be set up")
	case !channelID.MatchString(f.ID) || f.ID == supervision.LogChannel || f.ID == supervision.CallChannel:
		return faulty("id", "渠道编号只能用小写字母、数字和连字符，log 和 calls 除外", "a channel's id is of lower-case letters, digits and hyphens, and neither log nor calls")
	case !f.Secret.Empty() && d.ring == nil:
		return faulty("secret", "未设置加密钥(DUBAN_KEY)，不能保存渠道密钥", "no key (DUBAN_KEY) is set under which a secret could be kept")
	}
	_, err := tx.Office(ctx, f.OfficeID)
	return err
}

// row is the channel as it will be.
func (f *ChannelForm) row(before postgres.ChannelRow) (postgres.ChannelRow, error) {
	row := postgres.ChannelRow{
		ID: f.ID, OfficeID: f.OfficeID, Kind: f.Kind, Title: f.Title, Address: f.Address, Sender: f.Sender, State: "ON",
		Inside: before.Inside && before.Address == f.Address,
	}
	if f.Off {
		row.State = "OFF"
	}
	if before.ID != "" && (before.Kind != row.Kind || before.OfficeID != row.OfficeID) {
		return row, supervision.Refuse(supervision.AlreadyExists, "渠道的类型和单位不能更改", "a channel's kind and office stay as they are")
	}
	if before.ID != "" && before.Address != row.Address && f.Secret.Empty() && row.Kind != supervision.ChannelMail {
		return row, errSecretAgain
	}
	return row, nil
}

var errSecretAgain = faulty("secret", "地址改了，请重新填写密钥", "the address is another: give the secret again")

// faulty refuses a channel for what stands in one field of its form.
func faulty(field, zh, en string) error {
	refusal := supervision.Refuse(supervision.InvalidRequest, zh, en)
	refusal.Findings = []supervision.Finding{{Code: "CHANNEL", Field: field, Zh: zh, En: en}}
	return refusal
}

// checkLine refuses what could not be sent on, and answers the secret as it is to be stored. Without TLS a line may go inside the
// network alone, which is allowed later. What is only switched off is not looked at: it may be off because its key is lost.
func (d *Desk) checkLine(ctx context.Context, tx *postgres.Tx, row postgres.ChannelRow, given secrets.Secret, before postgres.ChannelRow,
) (secret secrets.Secret, err error) {
	if !row.On() && before.ID != "" && given.Empty() && before.Address == row.Address && before.Sender == row.Sender {
		return given, nil
	}
	if secret, err = d.renewed(ctx, tx, row, given, before); err != nil {
		return secret, err
	}
	line := channels.Line{Kind: string(row.Kind), Address: row.Address, Sender: row.Sender, Secret: secret, Inside: true}
	if f, wrong := errors.AsType[*channels.Flaw](line.Check()); wrong {
		return secret, faulty(f.Field, f.Zh, f.En)
	}
	return secret, nil
}

// renewed is the secret of a channel as it will be: what is given anew of it, and what is kept. Nothing is kept for another address.
func (d *Desk) renewed(ctx context.Context, tx *postgres.Tx, row postgres.ChannelRow, given secrets.Secret, before postgres.ChannelRow,
) (secrets.Secret, error) {
	if before.ID == "" {
		return given, nil
	}
	kept, err := d.open(ctx, tx, row.ID)
	if err != nil && given.Empty() {
		return given, faulty("secret", "原密钥打不开，请重新填写", "the secret cannot be opened: give it again")
	}
	moved := before.Address != row.Address
	switch {
	case moved && given.Empty() && !kept.Empty():
		return given, errSecretAgain
	case moved:
		return given, nil
	}
	return secrets.New(channels.Renewed(string(row.Kind), given.Reveal(), kept.Reveal())), nil
}

func (d *Desk) storeChannel(ctx context.Context, tx *postgres.Tx, row postgres.ChannelRow, secret secrets.Secret) error {
	if err := tx.SaveChannel(ctx, row, d.clock()); err != nil {
		return err
	}
	if !secret.Empty() {
		if err := tx.SaveSecret(ctx, row.ID, d.ring.Seal(secret, tx.Owner(row.ID))); err != nil {
			return err
		}
	}
	return tx.NudgeDelivery(ctx, row.ID) // what waits may go now, or has to go elsewhere
}

// channelGiven is what the record keeps of a channel.
func channelGiven(c postgres.ChannelRow) map[string]any {
	return map[string]any{
		"office": c.OfficeID, "kind": c.Kind, "title": c.Title, "address": c.Address, "sender": c.Sender, "inside": c.Inside, "state": c.State,
	}
}

// AllowInside lets a channel lead to the inside of the network by the address that it has, or forbids that. It is for the
// security administrator, who names the address: nobody changes it between their look and their word.
func (d *Desk) AllowInside(ctx context.Context, caller Caller, channel, address string, inside bool) error {
	if !caller.Has(supervision.RoleSecurityAdmin) {
		return supervision.Refuse(supervision.NotAllowed, "只有安全管理员可以放行内网地址", "only the security administrator may let a channel inside")
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		c, err := tx.LockChannel(ctx, channel)
		if err != nil {
			return err
		}
		if inside && address != c.Address {
			return errOtherAddress
		}
		if c.Inside == inside || !c.Kind.Configured() {
			return errUnchanged
		}
		if err := errors.Join(tx.AllowInside(ctx, channel, inside, d.clock()), tx.NudgeDelivery(ctx, channel)); err != nil {
			return err
		}
		r := record{verb: "ALLOW_INSIDE", object: "channels/" + channel, given: map[string]any{"address": c.Address, "inside": inside}}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

var errOtherAddress = supervision.Refuse(supervision.WrongState, "渠道的地址已改，请核对新地址后再放行", "the channel has another address by now: look at that first")

// Channels lists the host's channels by their ids, those after the one given: of an office, or of all if it is empty.
func (d *Desk) Channels(ctx context.Context, caller Caller, office, after string, limit int) ([]postgres.ChannelRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]postgres.ChannelRow, error) { return tx.Channels(ctx, office, after, limit) })
}

// Channel reads one channel. Nobody reads its secret.
func (d *Desk) Channel(ctx context.Context, caller Caller, id string) (postgres.ChannelRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.ChannelRow, error) { return tx.Channel(ctx, id) })
}
