package desk

import (
	"context"
	"errors"
	"strconv"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// tellSuccessors tells those whose terms begin what rests on their seats. The campaigns must be locked, and the terms
// stored. A term that is over now takes nothing over.
func (d *Desk) tellSuccessors(ctx context.Context, tx *postgres.Tx, begun []supervision.Term, now time.Time) error {
	seats := make([]string, len(begun))
	for i, t := range begun {
		seats[i] = t.Seat
	}
	zone, zoneErr := d.hostZone(ctx, tx)
	rows, rowsErr := tx.SeatsNamed(ctx, seats...)
	all, err := tx.Burdens(ctx, seats...)
	if err := errors.Join(zoneErr, rowsErr, err); err != nil {
		return err
	}
	titles, burdens := map[string]string{}, map[string][]postgres.Burden{}
	for _, r := range rows {
		titles[r.ID] = r.Title
	}
	for _, b := range all {
		burdens[b.SeatID] = append(burdens[b.SeatID], b)
	}
	for _, t := range begun {
		if t.Over(now) {
			continue
		}
		day := supervision.DateOf(t.From, zone)
		if err := tellSuccessor(ctx, tx, titles[t.Seat], day, supervision.Later(t.From, now), burdens[t.Seat]); err != nil {
			return err
		}
	}
	return nil
}

// tellSuccessor tells whoever sits in a seat from a day on what rests on it, at an instant at which they sit there: once a
// campaign, and apart from that of unannounced visits, which are kept from some.
func tellSuccessor(ctx context.Context, tx *postgres.Tx, title string, from supervision.Date, at time.Time, burdens []postgres.Burden) error {
	for _, b := range burdens {
		state := "QUEUED"
		if b.Held {
			state = "SILENCED"
		}
		if err := tx.QueueNotices(ctx, b.CampaignID, state, b.OfficeSeat, at, takingOver(b, title, from, at)); err != nil {
			return err
		}
	}
	return nil
}

func takingOver(b postgres.Burden, title string, from supervision.Date, at time.Time) []postgres.NewNotice {
	word := func(duties int) postgres.NewNotice {
		zh, en := supervision.Tell(supervision.NoticeTookOver, title, from, strconv.Itoa(duties))
		return postgres.NewNotice{Seat: b.SeatID, Kind: supervision.NoticeTookOver, Zh: zh, En: en, At: at}
	}
	told := []postgres.NewNotice{word(len(b.Duties) - len(b.Unannounced))}
	if len(b.Unannounced) > 0 {
		visits := word(len(b.Unannounced))
		visits.Duty, visits.Unannounced = b.Unannounced[0], true // it leads to the first of them, and is seen where that is
		told = append(told, visits)
	}
	return told
}
