package desk

import (
	"context"
	"slices"
	"time"

	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// Feed reads the calendar at an address, and notes the day. An address that nobody has, one that was revoked, and one whose
// person has left or is locked out are refused alike.
func (d *Desk) Feed(ctx context.Context, token string) (supervision.Feed, error) {
	now := d.clock()
	address, err := d.db.FeedAddress(ctx, tokenHash(token), now)
	if err != nil {
		return supervision.Feed{}, absent(err)
	}
	v := feedView{desk: d, now: now, campaigns: map[string]*supervision.Campaign{}, plans: map[string][]edition{}}
	v.English = address.Language == string(wording.English)
	reader, err := v.find(ctx, address)
	if err != nil {
		return supervision.Feed{}, absent(err)
	}
	if err := d.db.Look(ctx, address.HostID, reader, func(tx *postgres.Tx) error { return v.read(ctx, tx) }); err != nil {
		return supervision.Feed{}, absent(err)
	}
	return v.Feed, d.seeFeed(ctx, address, supervision.DateOf(now, v.Zone))
}

// seeFeed notes the first reading of a day.
func (d *Desk) seeFeed(ctx context.Context, a postgres.FeedAddress, today supervision.Date) error {
	if a.LastRead() == today {
		return nil
	}
	return d.db.In(ctx, a.HostID, func(tx *postgres.Tx) error { return tx.SeeFeed(ctx, a.Owner(), today) })
}

// feedView is a calendar that is being put together.
type feedView struct {
	supervision.Feed

	desk      *Desk
	now       time.Time
	query     postgres.FeedQuery
	campaigns map[string]*supervision.Campaign
	plans     map[string][]edition
	all       []supervision.Appointment
}

// find says of which seats the calendar is, and as whom row-level security knows its reader: a person as the person; a
// unit's, which goes from hand to hand, as those who are supervised, whoever they are.
func (v *feedView) find(ctx context.Context, a postgres.FeedAddress) (reader postgres.Reader, err error) {
	err = v.desk.db.Look(ctx, a.HostID, postgres.Reader{}, func(tx *postgres.Tx) error {
		if a.OfficeID != "" {
			reader.Roles = string(supervision.RoleOfficial)
			return v.ofOffice(ctx, tx, a.OfficeID)
		}
		seats, err := seatsOf(ctx, tx, a.PersonID, v.now)
		if err != nil {
			return err
		}
		caller := Caller{Person: a.PersonID, Host: a.HostID, Seats: seats}
		reader, v.query.Seats = caller.reader(), caller.SeatIDs()
		host, err := tx.Host(ctx)
		v.Name = host.Name
		return err
	})
	return reader, err
}

func (v *feedView) ofOffice(ctx context.Context, tx *postgres.Tx, id string) error {
	office, err := tx.Office(ctx, id)
	if err != nil {
		return err
	}
	v.Name, v.query.Office = office.Name, id
	v.query.Seats, err = tx.SeatsIn(ctx, id)
	return err
}

// read reads the calendar as its reader may.
func (v *feedView) read(ctx context.Context, tx *postgres.Tx) (err error) {
	if v.Zone, err = v.desk.hostZone(ctx, tx); err != nil {
		return err
	}
	if v.Origin, _, err = sealedWith(ctx, tx); err != nil {
		return err
	}
	v.query.Days, v.query.Limit = supervision.FeedDays(supervision.DateOf(v.now, v.Zone)), supervision.MostAppointments+1
	if err := v.duties(ctx, tx); err != nil {
		return err
	}
	if err := v.sessions(ctx, tx); err != nil {
		return err
	}
	if err := v.visits(ctx, tx); err != nil {
		return err
	}
	v.Show(v.all)
	return nil
}

func (v *feedView) duties(ctx context.Context, tx *postgres.Tx) error {
	found, err := tx.FeedDuties(ctx, v.query)
	for i := range found {
		if err == nil {
			err = v.show(ctx, tx, &found[i])
		}
	}
	return err
}

func (v *feedView) show(ctx context.Context, tx *postgres.Tx, f *postgres.FeedDuty) error {
	c, err := v.campaign(ctx, tx, f.CampaignID)
	if err != nil {
		return err
	}
	v.add(f.Appointment(c), f)
	return nil
}

func (v *feedView) add(shown supervision.Appointment, f *postgres.FeedDuty) {
	shown.Holder, shown.Revision, shown.Revised = f.HolderTitle, f.Revision, f.RevisedAt
	v.all = append(v.all, shown)
}

// sessions are those to which the unit, or whoever sits in one of the seats, is asked along, as the plans say.
func (v *feedView) sessions(ctx context.Context, tx *postgres.Tx) error {
	others := len(v.all)
	for after := (postgres.FeedPlace{}); len(v.all)-others <= supervision.MostAppointments; {
		found, err := tx.FeedSessions(ctx, v.query, after)
		if err != nil || len(found) == 0 {
			return err
		}
		if err := v.invited(ctx, tx, found); err != nil {
			return err
		}
		after = found[len(found)-1].Place()
	}
	return nil
}

func (v *feedView) invited(ctx context.Context, tx *postgres.Tx, sessions []postgres.FeedDuty) error {
	for i := range sessions {
		editions, err := v.editions(ctx, tx, sessions[i].CampaignID)
		if err == nil {
			err = v.invitedBy(ctx, tx, editions, &sessions[i])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// invitedBy shows a session to which the newest of the editions asks along; as cancelled, if only an earlier one does. That it is
// otherwise than before is a change.
func (v *feedView) invitedBy(ctx context.Context, tx *postgres.Tx, editions []edition, f *postgres.FeedDuty) error {
	asks := func(e edition) bool { return e.plan.Invites(&f.Duty, v.query.Office, v.query.Seats) }
	now := asks(editions[0])
	before := slices.IndexFunc(editions, func(e edition) bool { return asks(e) != now })
	if before >= 0 {
		f.Revise(editions[before].until)
	} else if !now {
		return nil
	}
	c, err := v.campaign(ctx, tx, f.CampaignID)
	if err != nil {
		return err
	}
	shown := f.Appointment(c)
	if !now {
		shown.Cancel()
	}
	v.add(shown, f)
	return nil
}

// edition is a plan that a campaign has, or had up to an instant.
type edition struct {
	plan  *supervision.Plan
	until time.Time // zero: it has it
}

// mostEditions is how many editions of a plan are asked who is asked along: whoever was by an older one has known for long.
const mostEditions = 10

// editions reads each campaign's once, the newest first.
func (v *feedView) editions(ctx context.Context, tx *postgres.Tx, campaign string) ([]edition, error) {
	if known := v.plans[campaign]; known != nil {
		return known, nil
	}
	source, err := tx.PlanSource(ctx, campaign)
	if err != nil {
		return nil, err
	}
	earlier, err := tx.EarlierPlans(ctx, campaign, mostEditions-1)
	if err != nil {
		return nil, err
	}
	for _, e := range append([]postgres.EarlierPlan{{Plan: source}}, earlier...) {
		plan, findings := planfile.Stored(e.Plan)
		if plan == nil {
			return nil, invalidPlan(findings)
		}
		v.plans[campaign] = append(v.plans[campaign], edition{plan, e.Until})
	}
	return v.plans[campaign], nil
}

func (v *feedView) visits(ctx context.Context, tx *postgres.Tx) error {
	found, err := tx.FeedVisits(ctx, v.query)
	if err != nil {
		return err
	}
	for i := range found {
		f := &found[i]
		c, err := v.campaign(ctx, tx, f.CampaignID)
		if err != nil {
			return err
		}
		shown := f.Appointment(f.Day, f.ClosedAt, c)
		shown.Revision, shown.Revised = f.Revision, f.RevisedAt
		if f.Excused {
			shown.Cancel()
		}
		v.all = append(v.all, shown)
	}
	return nil
}

// campaign reads each campaign once.
func (v *feedView) campaign(ctx context.Context, tx *postgres.Tx, id string) (*supervision.Campaign, error) {
	if known := v.campaigns[id]; known != nil {
		return known, nil
	}
	row, err := tx.Campaign(ctx, id)
	if err != nil {
		return nil, err
	}
	c, err := v.desk.campaign(ctx, tx, row)
	v.campaigns[id] = &c
	return &c, err
}
