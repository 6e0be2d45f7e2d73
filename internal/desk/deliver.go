package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// MostLines is the most notices that one digest spells out; the inbox has them all.
const MostLines = 1000

// Digest is what one person is told on one working morning. Its key is the same however often it is sent.
type Digest struct {
	Key     string
	Host    string
	Person  string
	Name    string
	Day     supervision.Date
	Notices []postgres.NoticeRow
}

// Mornings are the working mornings at 09:00 around an instant: the last one not after it and the first one after it.
// Idle says that the host has nothing left to deliver and no campaign that could queue anything.
type Mornings struct {
	Last, Next time.Time
	Idle       bool
}

// Mornings finds the host's mornings around an instant.
func (d *Desk) Mornings(ctx context.Context, host string, now time.Time) (m Mornings, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return err
		}
		calendar, err := d.calendar(ctx, tx)
		if err != nil {
			return err
		}
		m.Last = supervision.LastMorning(now, zone, calendar)
		m.Next = supervision.NextMorning(now.Add(time.Nanosecond), zone, calendar)
		m.Idle, err = tx.NothingToDeliver(ctx)
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

// ComposeDigests gathers what is queued up to a morning into one digest a person, across the host's campaigns. What
// falls due on that very morning is done first, so that it is in.
func (d *Desk) ComposeDigests(ctx context.Context, host string, morning time.Time) (people int, err error) {
	if err := d.settleMorning(ctx, host, morning); err != nil {
		return 0, err
	}
	err = d.db.In(ctx, host, func(tx *postgres.Tx) error {
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return err
		}
		now, day := d.clock(), supervision.DateOf(morning, zone)
		if err := tx.DropDone(ctx, morning); err != nil {
			return err
		}
		if err := tx.Readdress(ctx, now); err != nil { // somebody may have come or gone since it was queued
			return err
		}
		if people, err = tx.ComposeDigests(ctx, day, morning, now); err != nil || people == 0 {
			return err
		}
		r := record{verb: "COMPOSE_DIGESTS", object: "hosts/" + host + "/digests/" + day.String(), outcome: people}
		return r.append(ctx, tx, now, Clockwork(host))
	})
	return people, err
}

// settleMorning makes the calls of the host's campaigns and reminds of the visits up to the next working day, so that
// neither races with the digest of the same instant.
func (d *Desk) settleMorning(ctx context.Context, host string, morning time.Time) error {
	var campaigns, visits []string
	err := d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return err
		}
		calendar, err := d.calendar(ctx, tx)
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

// Undelivered lists digests that wait for the courier, at most limit, oldest first.
func (d *Desk) Undelivered(ctx context.Context, host string, limit int) (digests []Digest, err error) {
	err = d.read(ctx, Clockwork(host), func(tx *postgres.Tx) error {
		digests = nil
		rows, err := tx.Undelivered(ctx, limit)
		if err != nil {
			return err
		}
		for _, r := range rows {
			notices, err := tx.DigestNotices(ctx, r.PersonID, r.Day, MostLines)
			if err != nil {
				return err
			}
			day := supervision.DateOf(r.Day, time.UTC)
			digests = append(digests, Digest{
				Key: host + "/" + r.PersonID + "/" + day.String(), Host: host, Person: r.PersonID, Name: r.Name, Day: day, Notices: notices,
			})
		}
		return nil
	})
	return digests, err
}

// MarkDelivered records that a digest was handed over. Again, it changes nothing.
func (d *Desk) MarkDelivered(ctx context.Context, g Digest) error {
	return d.db.In(ctx, g.Host, func(tx *postgres.Tx) error {
		return tx.MarkDelivered(ctx, g.Person, g.Day.At(0, time.UTC), d.clock())
	})
}
