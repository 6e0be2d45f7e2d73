package desk

import (
	"context"
	"maps"
	"slices"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// Mornings are the working mornings at 09:00 around an instant: the last one not after it and the first one after it.
// Urgent is when the next urgent message may go out; zero if there is none. Idle says that the host has nothing left to
// compose and no campaign that could queue anything.
type Mornings struct {
	Last, Next time.Time
	Urgent     time.Time
	Idle       bool
}

// Mornings finds the host's mornings around an instant.
func (d *Desk) Mornings(ctx context.Context, host string, now time.Time) (m Mornings, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		zone, calendar, err := d.hostDays(ctx, tx)
		if err != nil {
			return err
		}
		m.Last = supervision.LastMorning(now, zone, calendar)
		m.Next = supervision.NextMorning(now.Add(time.Nanosecond), zone, calendar)
		if m.Urgent, err = urgentAt(ctx, tx, now, zone, calendar); err != nil {
			return err
		}
		m.Idle, err = tx.NothingToCompose(ctx)
		return err
	})
	return m, err
}

// hostZone is the zone of the host's newest campaign that has been launched.
func (d *Desk) hostZone(ctx context.Context, tx *postgres.Tx) (*time.Location, error) {
	name, err := tx.HostZone(ctx)
	if err != nil {
		return nil, err
	}
	return d.zone(name)
}

// askZone asks for the host's zone, which is known by the time of the next question's answer.
func (d *Desk) askZone(tx *postgres.Tx) (zone func() (*time.Location, error)) {
	var name string
	tx.AskHostZone(func(answer string) { name = answer })
	return func() (*time.Location, error) { return d.zone(name) }
}

// hostToday is the instant, and which day it is for the host.
func (d *Desk) hostToday(ctx context.Context, tx *postgres.Tx) (now time.Time, today supervision.Date, err error) {
	zone, err := d.hostZone(ctx, tx)
	if err != nil {
		return now, today, err
	}
	now = d.clock()
	return now, supervision.DateOf(now, zone), nil
}

// hostDays are the host's zone and its working calendar.
func (d *Desk) hostDays(ctx context.Context, tx *postgres.Tx) (*time.Location, supervision.Calendar, error) {
	zone, err := d.hostZone(ctx, tx)
	if err != nil {
		return nil, supervision.Calendar{}, err
	}
	calendar, err := d.calendar(ctx, tx)
	return zone, calendar, err
}

// ComposeDigests gathers what is queued up to a morning into one digest a person, across the host's campaigns. What
// falls due on that very morning is done first, so that it is in.
func (d *Desk) ComposeDigests(ctx context.Context, host string, morning time.Time) (people int, err error) {
	if err := d.settleMorning(ctx, host, morning); err != nil {
		return 0, err
	}
	if _, err := d.ComposeUrgent(ctx, host); err != nil { // what has a message of its own is in no digest
		return 0, err
	}
	if err := d.dropCalls(ctx, host); err != nil {
		return 0, err
	}
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return err
		}
		now, day := d.clock(), supervision.DateOf(morning, zone)
		if err := tx.DropDone(ctx, morning, now, supervision.DateOf(now, zone)); err != nil {
			return err
		}
		if err := tx.Readdress(ctx, now); err != nil { // somebody may have come or gone since it was queued
			return err
		}
		to, err := tx.BindDigests(ctx, day, morning, now)
		if people = len(to); err != nil || people == 0 {
			return err
		}
		if err := postDigests(ctx, tx, day, now, to); err != nil {
			return err
		}
		r := record{verb: "COMPOSE_DIGESTS", object: "hosts/" + host + "/digests/" + day.String(), outcome: people}
		return r.append(ctx, tx, now, Clockwork(host))
	})
	return people, err
}

// postDigests stores a message for each of those whose notices were bound, on the first way to them, and one for each group
// of an office that has news.
func postDigests(ctx context.Context, tx *postgres.Tx, day supervision.Date, now time.Time, to []postgres.RecipientRow) error {
	w, err := waysOf(ctx, tx)
	if err != nil {
		return err
	}
	messages := make([]postgres.NewMessage, 0, len(to))
	for i := range to {
		messages = append(messages, w.message(supervision.MessageDigest, &to[i]))
	}
	groups, err := w.groups(ctx, tx, day)
	if err != nil {
		return err
	}
	return post(ctx, tx, day, now, append(messages, groups...))
}

// groups are the messages to the groups of offices that have news on a day, each by its robot.
func (w *ways) groups(ctx context.Context, tx *postgres.Tx, day supervision.Date) (messages []postgres.NewMessage, err error) {
	robots := map[string][]string{}
	for _, c := range w.channels {
		if c.Kind.Robot() && !c.Off {
			robots[c.Office] = append(robots[c.Office], c.ID)
		}
	}
	if len(robots) == 0 {
		return nil, nil
	}
	news, err := tx.NewsFor(ctx, day, slices.Sorted(maps.Keys(robots))...)
	for _, office := range news {
		for _, channel := range robots[office] {
			messages = append(messages, postgres.NewMessage{
				Kind: supervision.MessageGroup, Office: office, Channel: channel, State: supervision.DeliveryQueued,
			})
		}
	}
	return messages, err
}

// settleMorning makes the calls of the host's campaigns and reminds of the visits up to the next working day, so that
// neither races with the digest of the same instant.
func (d *Desk) settleMorning(ctx context.Context, host string, morning time.Time) error {
	var campaigns, visits []string
	err := d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		zone, calendar, err := d.hostDays(ctx, tx)
		if err != nil {
			return err
		}
		today := supervision.DateOf(morning, zone)
		if visits, err = tx.InspectionsToRemind(ctx, today, calendar.AddWorkdays(today, 1)); err != nil {
			return err
		}
		campaigns, err = tx.DueCampaigns(ctx, morning)
		return err
	})
	for _, id := range campaigns {
		for s := (Standing{NextCall: morning}); err == nil && !s.Over && !s.NextCall.IsZero() && !s.NextCall.After(morning); {
			s, err = d.MakeCalls(ctx, host, id)
		}
	}
	for _, id := range visits {
		for _, step := range []supervision.InspectionStep{supervision.InspectionStepOpen, supervision.InspectionRemindVisit} {
			if err == nil { // a step that is not next changes nothing
				err = d.TurnInspection(ctx, host, id, step)
			}
		}
	}
	return err
}
