package desk

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// MostLines is how many things one message counts; the inbox has them all.
const MostLines = 1000

// soon is how many days ahead the list of a unit looks.
const soon = 7

// Letter is a message as it is handed to a channel. Its id is its key, the same however often and by whatever channel it is
// sent. What it says is worded for a screen at which others may look.
type Letter struct {
	postgres.LetterRow
	Wording  wording.Kind
	Language wording.Language
	Template wording.Template // the host's own; the zero Template: the program's
	Facts    wording.Facts
	Notices  []postgres.ToldRow
	// What all of it is about; each is empty where that is not one and the same. Of an unannounced visit the duty is not told.
	Campaign, Duty string
}

// desktop is what letters taken up together are written from.
type desktop struct {
	notices map[uuid.UUID][]postgres.ToldRow
	units   map[string][]postgres.UnitSeat // of those who answer for offices, by person
	duties  map[string][]postgres.UnitDuty
	zone    *time.Location
	own     map[wording.Kind]map[wording.Language]wording.Template
}

// write puts into messages what they tell. One with nothing left to tell is dropped.
func (d *Desk) write(ctx context.Context, tx *postgres.Tx, channel string, now time.Time, rows []postgres.LetterRow) (letters []Letter, err error) {
	zone, err := d.hostZone(ctx, tx)
	if err != nil {
		return nil, err
	}
	ids, _, _ := addressed(rows)
	if err := takeOut(ctx, tx, now, supervision.DateOf(now, zone), ids...); err != nil {
		return nil, err
	}
	from, err := layOut(ctx, tx, now, zone, rows)
	if err != nil {
		return nil, err
	}
	var stale []uuid.UUID
	for i := range rows {
		var l Letter
		if from.fill(&l, &rows[i]); l.Facts.Count > 0 || l.Kind == supervision.MessageTest {
			letters = append(letters, l)
			continue
		}
		stale = append(stale, l.MessageID)
	}
	return letters, drop(ctx, tx, channel, now, stale)
}

// takeOut takes out of messages what is not to be told by them any more, at an instant of a day.
func takeOut(ctx context.Context, tx *postgres.Tx, now time.Time, today supervision.Date, messages ...uuid.UUID) error {
	if err := tx.Withdraw(ctx, now, messages...); err != nil {
		return err
	}
	return tx.DropOutdated(ctx, now, today, messages...)
}

// Letters are messages as they would be handed over now, whatever has become of them; nothing is done about them.
func (d *Desk) Letters(ctx context.Context, host string, messages ...uuid.UUID) ([]Letter, error) {
	return look(ctx, d, Clockwork(host), func(tx *postgres.Tx) ([]Letter, error) { return d.letters(ctx, tx, messages...) })
}

func (d *Desk) letters(ctx context.Context, tx *postgres.Tx, messages ...uuid.UUID) ([]Letter, error) {
	zone := d.askZone(tx)
	rows, err := tx.Letters(ctx, messages...)
	if err != nil {
		return nil, err
	}
	return d.filled(ctx, tx, zone, rows)
}

// filled are messages with what they tell now.
func (d *Desk) filled(ctx context.Context, tx *postgres.Tx, hostZone func() (*time.Location, error), rows []postgres.LetterRow) ([]Letter, error) {
	zone, err := hostZone()
	if err != nil {
		return nil, err
	}
	from, err := layOut(ctx, tx, d.clock(), zone, rows)
	if err != nil {
		return nil, err
	}
	letters := make([]Letter, len(rows))
	for i := range rows {
		from.fill(&letters[i], &rows[i])
	}
	return letters, nil
}

// layOut reads what letters are written from, in one question of each sort; all but the units' duties travel together.
func layOut(ctx context.Context, tx *postgres.Tx, now time.Time, zone *time.Location, rows []postgres.LetterRow) (*desktop, error) {
	from := &desktop{notices: map[uuid.UUID][]postgres.ToldRow{}, units: map[string][]postgres.UnitSeat{}, duties: map[string][]postgres.UnitDuty{}, zone: zone}
	ids, people, offices := addressed(rows)
	tx.AskWordings(from.word)
	tx.AskUnits(func(units []postgres.UnitSeat) {
		for _, u := range units {
			from.units[u.PersonID], offices = append(from.units[u.PersonID], u), append(offices, u.OfficeID)
		}
	}, now, people...)
	notices, err := tx.NoticesIn(ctx, now, supervision.DateOf(now, zone), MostLines, ids...)
	for _, n := range notices {
		from.notices[n.MessageID] = append(from.notices[n.MessageID], n.ToldRow)
	}
	if err != nil || len(offices) == 0 {
		return from, err
	}
	duties, err := tx.UnitDuties(ctx, supervision.DateOf(now, zone).AddDays(soon), MostLines, offices...)
	for _, u := range duties {
		from.duties[u.OfficeID] = append(from.duties[u.OfficeID], u)
	}
	return from, err
}

// word sorts how the host words its messages.
func (from *desktop) word(rows []postgres.WordingRow) {
	from.own = map[wording.Kind]map[wording.Language]wording.Template{}
	for _, r := range rows {
		kind := wording.Kind(r.Kind)
		if from.own[kind] == nil {
			from.own[kind] = map[wording.Language]wording.Template{}
		}
		from.own[kind][wording.Language(r.Language)] = wording.Template{Subject: r.Subject, Text: r.Text}
	}
}

// addressed are the messages, the people who have a digest, and the offices whose groups have a list.
func addressed(rows []postgres.LetterRow) (ids []uuid.UUID, people, offices []string) {
	for _, r := range rows {
		ids = append(ids, r.MessageID)
		switch r.Kind {
		case supervision.MessageDigest:
			people = append(people, r.PersonID)
		case supervision.MessageGroup:
			offices = append(offices, r.OfficeID)
		case supervision.MessageUrgent, supervision.MessageTest:
		}
	}
	return ids, people, offices
}

// fill makes a letter of a message: what it tells, and in whose words.
func (from *desktop) fill(l *Letter, r *postgres.LetterRow) {
	l.LetterRow, l.Notices, l.Language = *r, from.notices[r.MessageID], cmp.Or(wording.Language(r.Language), wording.Chinese)
	l.Facts = wording.Facts{Host: r.HostName, Name: cmp.Or(r.Name, r.OfficeName), Day: l.Language.Day(dated(&r.Day))}
	from.tell(l)
	l.Campaign, l.Duty = from.about(l)
	l.Template = from.own[l.Wording][l.Language]
}

// tell puts into a letter what it tells. Whoever answers for an office is told what the office has to do, and of their own
// notices what that does not say.
func (from *desktop) tell(l *Letter) {
	switch l.Kind {
	case supervision.MessageTest:
		l.Wording = wording.Test
	case supervision.MessageUrgent:
		l.Wording = wording.Urgent
		speak(&l.Facts, l.Language, from.zone, l.Notices)
	case supervision.MessageGroup:
		l.Wording = wording.Unit
		l.Facts.Office = l.OfficeName
		l.list(from.duties[l.OfficeID], false)
	case supervision.MessageDigest:
		from.digest(l)
	}
}

func (from *desktop) digest(l *Letter) {
	units := from.units[l.PersonID]
	if len(units) == 0 || len(l.Notices) == 0 {
		l.Wording = wording.Digest
		speak(&l.Facts, l.Language, from.zone, l.Notices)
		return
	}
	l.Wording = wording.Unit
	listed := map[[2]string]bool{}
	var names []string
	for _, unit := range units {
		names = append(names, unit.OfficeName)
		l.list(from.duties[unit.OfficeID], len(units) > 1)
		for _, u := range from.duties[unit.OfficeID] {
			listed[[2]string{u.CampaignID, u.DutyID}] = true
		}
	}
	l.Facts.Office = l.Language.Join(names)
	speak(&l.Facts, l.Language, from.zone, slices.DeleteFunc(slices.Clone(l.Notices), func(n postgres.ToldRow) bool {
		return repeats(n.Kind) && listed[[2]string{n.CampaignID, n.DutyID}]
	}))
}

// repeats reports whether a notice of the kind says no more than the list of its unit, where its duty is in that.
func repeats(kind string) bool {
	return slices.Contains([]string{
		string(supervision.CallOpen), string(supervision.CallRemind), string(supervision.CallWarn), string(supervision.CallLapse), supervision.NoticeReturned,
	}, kind)
}

// list adds what an office has to do, and which office if it is one of several.
func (l *Letter) list(duties []postgres.UnitDuty, several bool) {
	for _, u := range duties {
		of := ""
		if several {
			of = u.OfficeName
		}
		l.Facts.Add(l.Language, wording.Told{Of: of, Kind: u.Kind, Title: u.Title, Day: dated(u.Day), Campaign: u.Campaign})
	}
}

// about is the campaign and duty that all of a letter is about; each is empty where that is not one and the same. Of an
// unannounced visit it is not told which it is.
func (from *desktop) about(l *Letter) (campaign, duty string) {
	one := true // so far
	add := func(c, d string) {
		switch {
		case one && campaign == "":
			campaign, duty = c, d
		case campaign != c:
			campaign, duty, one = "", "", false
		case duty != d:
			duty = ""
		}
	}
	for _, n := range l.Notices {
		if n.Unannounced {
			n.DutyID = ""
		}
		add(n.CampaignID, n.DutyID)
	}
	for _, office := range from.listed(l) {
		for _, u := range from.duties[office.OfficeID] {
			add(u.CampaignID, u.DutyID)
		}
	}
	return campaign, duty
}

// listed are the offices of which a letter tells what they have to do.
func (from *desktop) listed(l *Letter) []postgres.UnitSeat {
	switch {
	case l.Kind == supervision.MessageGroup:
		return []postgres.UnitSeat{{OfficeID: l.OfficeID, OfficeName: l.OfficeName}}
	case l.Wording == wording.Unit:
		return from.units[l.PersonID]
	}
	return nil
}
