package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// digestFacts are what a person's digest of a day tells, in a language, at most so many notices. Of the address of the
// console they know nothing.
func (d *Desk) digestFacts(ctx context.Context, tx *postgres.Tx, person string, of supervision.Date, l wording.Language, most int,
) (f wording.Facts, err error) {
	zone, err := d.hostZone(ctx, tx)
	if err != nil {
		return f, err
	}
	host, err := tx.Host(ctx)
	if err != nil {
		return f, err
	}
	reader, err := tx.Person(ctx, person)
	if err != nil {
		return f, err
	}
	rows, err := tx.DigestTold(ctx, person, of, most)
	f = wording.Facts{Host: host.Name, Name: reader.Name, Day: of.String()}
	speak(&f, l, zone, rows)
	return f, err
}

// speak adds notices, in order, to what a message tells. Of those that say where a duty stands it tells the last: that a
// window has opened, or closes in a week, is no news beside it.
func speak(f *wording.Facts, l wording.Language, zone *time.Location, rows []postgres.ToldRow) {
	f.Grow(len(rows))
	last := map[[2]string]int{}
	for i, r := range rows {
		if supervision.TellsStanding(r.Kind) {
			last[[2]string{r.CampaignID, r.DutyID}] = i
		}
	}
	for i, r := range rows {
		if !supervision.TellsStanding(r.Kind) || last[[2]string{r.CampaignID, r.DutyID}] == i {
			f.Add(l, glanced(r, zone))
		}
	}
}

// someVisit is all that a glance may see of an unannounced visit.
const someVisit = "督查"

// glanced is what a glance at a notice may see. What is about no duty is about the seat.
func glanced(r postgres.ToldRow, zone *time.Location) wording.Told {
	if r.Unannounced {
		return wording.Told{Kind: r.Kind, Title: someVisit, Campaign: r.CampaignTitle}
	}
	t := wording.Told{Kind: r.Kind, Title: r.DutyTitle, Campaign: r.CampaignTitle}
	if t.Title == "" {
		t.Title = r.SeatTitle
	}
	switch r.Kind {
	case supervision.NoticeInvited, supervision.NoticeVisit:
		t.Day = dated(r.VisitDay)
	case supervision.NoticeTookOver:
		t.Day = supervision.DateOf(r.At, zone)
	default:
		t.Day = dated(r.LastDay)
	}
	return t
}

func dated(t *time.Time) supervision.Date {
	if t == nil {
		return supervision.Date{}
	}
	return supervision.DateOf(*t, time.UTC)
}
