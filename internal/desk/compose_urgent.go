package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// urgentAt is when what is queued and urgent may go out, as of an instant; zero if nothing is.
func urgentAt(ctx context.Context, tx *postgres.Tx, now time.Time, zone *time.Location, calendar supervision.Calendar) (time.Time, error) {
	waits, err := tx.UrgentSince(ctx)
	if err != nil || waits.IsZero() {
		return time.Time{}, err
	}
	quiet, err := tx.QuietHours(ctx)
	return quiet.Over(supervision.Later(waits, now), zone, calendar), err
}

// ComposeUrgent composes a message of its own for each notice that the plan wants people to be told at once, unless hours
// are quiet. It answers how many.
func (d *Desk) ComposeUrgent(ctx context.Context, host string) (messages int, err error) {
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		zone, calendar, err := d.hostDays(ctx, tx)
		if err != nil {
			return err
		}
		messages, err = d.composeUrgent(ctx, tx, host, zone, calendar)
		return err
	})
	return messages, err
}

func (d *Desk) composeUrgent(ctx context.Context, tx *postgres.Tx, host string, zone *time.Location, calendar supervision.Calendar) (int, error) {
	now := d.clock()
	at, err := urgentAt(ctx, tx, now, zone, calendar)
	if err != nil || at.IsZero() || at.After(now) {
		return 0, err
	}
	today := supervision.DateOf(now, zone)
	if err := tx.DropDone(ctx, now, now, today); err != nil {
		return 0, err
	}
	if err := tx.Readdress(ctx, now); err != nil {
		return 0, err
	}
	urgent, err := tx.BindUrgent(ctx, today, now)
	if err != nil || len(urgent) == 0 {
		return 0, err
	}
	w, err := waysOf(ctx, tx)
	if err != nil {
		return 0, err
	}
	messages := make([]postgres.NewMessage, len(urgent))
	for i := range urgent {
		messages[i] = w.message(supervision.MessageUrgent, &urgent[i].RecipientRow)
		messages[i].Notice = urgent[i].NoticeID
	}
	if err := post(ctx, tx, today, now, messages); err != nil {
		return 0, err
	}
	r := record{verb: "COMPOSE_URGENT", object: "hosts/" + host + "/urgent/" + today.String(), outcome: len(messages)}
	return len(messages), r.append(ctx, tx, now, Clockwork(host))
}
