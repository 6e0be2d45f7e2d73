package yeartest

import (
	"slices"

	"duban/supervision"
)

// options lists what may be done now: what can be done is likely, what the rules refuse is rare. Where the deed is to meet
// a call, only what is about single duties is done, and no vote.
func (p *person) options(meets bool) (all []option) {
	if p.year.Campaign.State != supervision.CampaignLive {
		return []option{{1, supervision.Deed{Kind: supervision.DeedDone, Duty: "overall-plan/campaign/2020"}}}
	}
	for _, d := range p.year.Duties() {
		if d.Kind == supervision.Vote {
			all = append(all, p.ballot(&d, meets))
			continue
		}
		all = append(all, p.doing(&d)...)
		all = append(all, p.changing(&d)...)
	}
	if !meets {
		all = append(all, p.steering()...)
		all = append(all, p.dating()...)
	}
	return append(all, option{2, supervision.Deed{Kind: supervision.DeedDone, Duty: "no/such/duty"}})
}

func (p *person) ballot(d *supervision.Duty, meets bool) option {
	o := option{1, supervision.Deed{Kind: supervision.DeedDone, Duty: d.ID}}
	switch {
	case meets || d.Done():
		o.weight = 0
	case p.voting(d.Entry):
		o.weight = 150
	}
	return o
}

// voting reports whether the entry's poll is open, or with no entry whether one is.
func (p *person) voting(entry string) bool {
	return slices.ContainsFunc(p.year.Polls(), func(poll supervision.Poll) bool {
		return poll.State == supervision.PollOpen && (poll.Entry == entry || entry == "")
	})
}

// unvoted reports whether a poll has not opened yet.
func (p *person) unvoted() bool {
	return slices.ContainsFunc(p.year.Polls(), func(poll supervision.Poll) bool {
		return poll.State == supervision.PollPlanned || poll.State == supervision.PollCalled
	})
}

// doing is what proves a duty, or unproves it.
func (p *person) doing(d *supervision.Duty) []option {
	deed := func(weight int, kind supervision.DeedKind) option {
		return option{weight, supervision.Deed{Kind: kind, Duty: d.ID}}
	}
	opened := !d.Undated() && !p.year.Campaign.ClockAt.Before(d.Planned.Opens(p.Plan.Zone))
	switch {
	case d.Kind == supervision.JointSubmission || d.State == supervision.BeforeTakeUp:
		return nil
	case d.Kind == supervision.InspectionDuty && d.Done():
		return []option{deed(2, supervision.DeedNoted)}
	case d.Kind == supervision.InspectionDuty && part(d):
		return []option{deed(likely(opened), supervision.DeedNoted)}
	case d.Kind == supervision.InspectionDuty:
		return []option{deed(likely(opened), supervision.DeedDone), deed(likely(opened)/4, supervision.DeedNoted)}
	case d.Kind == supervision.Deliberation && !d.Done() && !d.Shut():
		return []option{deed(400, supervision.DeedDone)}
	case !d.Done():
		return []option{deed(likely(opened && !d.Shut()), supervision.DeedDone)}
	case d.Kind == supervision.Report && d.State == supervision.Proven && !p.accepted[d.ID]:
		return []option{deed(60, supervision.DeedAccepted), deed(60, supervision.DeedReturned)}
	case d.Kind == supervision.Report && d.State == supervision.Proven:
		return []option{deed(2, supervision.DeedReturned)}
	}
	return []option{deed(1, supervision.DeedDone)}
}

func likely(can bool) int {
	if can {
		return 40
	}
	return 2
}

// part reports whether a duty of an inspection is that of one deputy.
func part(d *supervision.Duty) bool { return d.ID[len(d.ID)-len(d.Holder):] == d.Holder }

// changing extends and excuses.
func (p *person) changing(d *supervision.Duty) []option {
	from := d.Window.Last
	if d.Undated() {
		from = p.today()
	}
	extended := supervision.Deed{Kind: supervision.DeedExtended, Duty: d.ID, Day: from.AddDays(p.IntN(8))}
	excused := supervision.Deed{Kind: supervision.DeedExcused, Duty: d.ID}
	if d.Done() {
		return []option{{1, extended}, {1, excused}}
	}
	return []option{{10, extended}, {3, excused}}
}

func (p *person) today() supervision.Date {
	return supervision.DateOf(p.year.Campaign.ClockAt, p.Plan.Zone)
}

// steering is what staff do to the campaign as a whole.
func (p *person) steering() []option {
	c := &p.year.Campaign
	deed := func(weight int, can bool, kind supervision.DeedKind) option {
		if !can {
			weight = 3
		}
		return option{weight, supervision.Deed{Kind: kind}}
	}
	closing := deed(200, p.voting(""), supervision.DeedClosed)
	if !p.voting("") && !p.unvoted() {
		closing.weight = 0 // closing again is no refusal, and there is nothing to close
	}
	over := p.today().After(supervision.Date{Year: 2021, Month: 1, Day: 9})
	return []option{
		deed(40, c.Phase != supervision.Evaluation, supervision.DeedAdvanced),
		deed(200, c.GateOpened.IsZero() && over, supervision.DeedSubmitted),
		deed(60, c.HeldSince.IsZero(), supervision.DeedHeld),
		deed(150, !c.HeldSince.IsZero(), supervision.DeedResumed),
		closing,
	}
}

// dating moves days: those of events and those on which nobody works.
func (p *person) dating() []option {
	sure := func(d supervision.Deed) supervision.Deed {
		d.Unconfirmed = p.IntN(3) == 0
		return d
	}
	session := supervision.Date{Year: 2021, Month: 1, Day: 5 + p.IntN(20)}
	all := []option{
		{30, sure(supervision.Deed{Kind: supervision.DeedDated, Event: "session", Day: session})},
		{30, sure(supervision.Deed{Kind: supervision.DeedDated, Event: "receipt", Day: p.today().AddDays(p.IntN(16) - 5)})},
		{1, supervision.Deed{Kind: supervision.DeedDated, Event: "feast", Day: session}},
	}
	for _, y := range announcements() {
		if !p.ahead(y) {
			continue
		}
		all = append(all, option{20, sure(supervision.Deed{Kind: supervision.DeedAnnounced, Holidays: []supervision.HolidayYear{y}})})
	}
	return all
}
