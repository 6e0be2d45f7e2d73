package desk

import (
	"context"
	"slices"

	"duban/internal/postgres"
	"duban/supervision"
)

// mostKinds is how many kinds of channels an order names.
const mostKinds = 5

// Preference is how the caller wants to be told things.
func (d *Desk) Preference(ctx context.Context, caller Caller) (postgres.PreferenceRow, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (postgres.PreferenceRow, error) { return tx.Preference(ctx, caller.Person) })
}

// SavePreference stores in which order the caller wants to be reached, and in which language. The same again changes nothing.
func (d *Desk) SavePreference(ctx context.Context, caller Caller, p postgres.PreferenceRow) error {
	if p.Language != "" && p.Language != "zh" && p.Language != "en" {
		return supervision.Refuse(supervision.InvalidRequest, "语言只能是 zh 或 en", "the language is zh or en")
	}
	if err := checkOrder(p.Channels); err != nil {
		return err
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if _, err := tx.LockPeople(ctx, caller.Person); err != nil {
			return err
		}
		before, err := tx.Preference(ctx, caller.Person)
		if err != nil {
			return err
		}
		if before.Language == p.Language && slices.Equal(before.Channels, p.Channels) {
			return errUnchanged
		}
		if err := tx.SavePreference(ctx, caller.Person, p); err != nil {
			return err
		}
		r := record{verb: "SAVE_PREFERENCE", object: "people/" + caller.Person, given: p}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

// OfficeOrder is in which order the people of an office are reached who have set none; empty: by mail.
func (d *Desk) OfficeOrder(ctx context.Context, caller Caller, office string) ([]supervision.ChannelKind, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]supervision.ChannelKind, error) { return tx.OfficeOrder(ctx, office) })
}

// SaveOfficeOrder stores in which order the people of an office are reached who have set none.
func (d *Desk) SaveOfficeOrder(ctx context.Context, caller Caller, office string, order []supervision.ChannelKind) error {
	if err := checkOrder(order); err != nil {
		return err
	}
	return absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if _, err := tx.Office(ctx, office); err != nil {
			return err
		}
		if err := tx.SaveOfficeOrder(ctx, office, order); err != nil {
			return err
		}
		r := record{verb: "SAVE_OFFICE_ORDER", object: "offices/" + office, given: order}
		return r.append(ctx, tx, d.clock(), caller)
	}))
}

// checkOrder refuses kinds by which nobody is reached in person, and one that is named twice.
func checkOrder(order []supervision.ChannelKind) error {
	for i, k := range order {
		reaches := k == supervision.ChannelCallList || k.Configured() && !k.Robot()
		if !reaches || slices.Contains(order[:i], k) || i >= mostKinds {
			return supervision.Refuse(supervision.InvalidRequest, "次序中只能有邮件、推送接口和电话，每种一次",
				"an order is of mail, webhook and telephone, each once")
		}
	}
	return nil
}
