package desk

import (
	"context"
	"slices"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// ways are how the people of a host are reached, as its channels and offices stand now.
type ways struct {
	channels []supervision.Channel
	offices  map[string]postgres.OfficeRoutes // none, where the host has configured no channel
}

func waysOf(ctx context.Context, tx *postgres.Tx) (*ways, error) {
	if err := tx.AddOwnChannels(ctx); err != nil {
		return nil, err
	}
	channels, err := tx.Ways(ctx)
	w := &ways{channels: channels, offices: map[string]postgres.OfficeRoutes{}}
	if err != nil || !slices.ContainsFunc(channels, func(c supervision.Channel) bool { return c.Kind.Configured() }) {
		return w, err
	}
	offices, err := tx.OfficeRoutes(ctx)
	for _, o := range offices {
		w.offices[o.ID] = o
	}
	return w, err
}

// to are the channels that are tried for somebody, in their order. Whoever has set none is reached as the nearest office
// that has set one says.
func (w *ways) to(r *postgres.RecipientRow) []supervision.Channel {
	reach := supervision.Reach{Order: r.Channels, Offices: w.above(r.Offices), Mail: r.Mail, Unannounced: r.Unannounced}
	for _, office := range reach.Offices {
		if len(reach.Order) == 0 {
			reach.Order = w.offices[office].Channels
		}
	}
	return supervision.Route(reach, w.channels)
}

// above lists offices and all above them, each once and the nearest first.
func (w *ways) above(offices []string) []string {
	path := slices.Clone(offices)
	for i := 0; i < len(path); i++ {
		if parent := w.offices[path[i]].ParentID; parent != "" && !slices.Contains(path, parent) {
			path = append(path, parent)
		}
	}
	return path
}

// message is one to somebody on the first way to them.
func (w *ways) message(kind supervision.MessageKind, r *postgres.RecipientRow) postgres.NewMessage {
	first := w.to(r)[0]
	m := postgres.NewMessage{Kind: kind, Person: r.PersonID, Channel: first.ID, State: begun(first)}
	if len(r.Offices) > 0 {
		m.Office = r.Offices[0]
	}
	return m
}

// begun is how the delivery on a channel begins: the call list is for people, and all else for the clock.
func begun(c supervision.Channel) supervision.DeliveryState {
	if c.Kind == supervision.ChannelCallList {
		return supervision.DeliveryToCall
	}
	return supervision.DeliveryQueued
}

// post stores messages of one kind and nudges whatever delivers them.
func post(ctx context.Context, tx *postgres.Tx, day supervision.Date, now time.Time, messages []postgres.NewMessage) error {
	sheet := postgres.Sheet{Day: day, At: now, GiveUp: now.Add(messages[0].Kind.Patience())}
	if err := tx.InsertMessages(ctx, sheet, messages); err != nil {
		return err
	}
	channels := map[string]bool{}
	for _, m := range messages {
		if m.State == supervision.DeliveryQueued {
			channels[m.Channel] = true
		}
	}
	return nudgeDeliveries(ctx, tx, channels)
}
