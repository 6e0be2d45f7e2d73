package yeartest

import (
	"fmt"
	"math/rand/v2"
	"time"

	"duban/supervision"
)

// person makes up a year by living it.
type person struct {
	*rand.Rand
	*Made
	year     *supervision.Year
	accepted map[string]bool // reports, by their duties
}

// mostDeeds is fewer than a minute has seconds: each deed is done at a second of its own, so that none falls together with
// what follows from another after whole days, as the end of a poll does.
const mostDeeds = 50

func (p *person) live() {
	for at := p.Start; len(p.Deeds) < mostDeeds && p.year.Campaign.State == supervision.CampaignLive; {
		deed := p.deed(at)
		at = deed.At
		if deed.Kind != supervision.DeedSubmitted || p.IntN(2) == 0 { // without a reason the gate stays shut for what is missing
			deed.Reason = fmt.Sprintf("第%d件", len(p.Deeds)+1)
		}
		p.Deeds = append(p.Deeds, deed)
		if p.year.Do(deed) == nil && deed.Kind == supervision.DeedAccepted {
			p.accepted[deed.Duty] = true
		}
	}
	p.year.LiveOut()
	p.End = p.year.Campaign.ClockAt.Add(12 * time.Hour)
}

// deed is the next one after an instant: now and then at the very instant of a call, so that a call at t and a deed at t
// meet.
func (p *person) deed(after time.Time) supervision.Deed {
	at := after.Add(10*time.Minute + time.Duration(p.IntN(40*60))*time.Minute).Truncate(time.Minute)
	at = at.Add(time.Duration(len(p.Deeds)+1) * time.Second)
	meets := p.IntN(6) == 0
	if call := p.nextCall(after); meets && call.Sub(after) > 10*time.Minute && !p.turnsAt(call) {
		at = call
	} else {
		meets = false
	}
	p.year.Live(at)
	deed := p.pick(p.options(meets))
	deed.At = at
	return deed
}

func (p *person) nextCall(after time.Time) time.Time {
	p.year.Live(after)
	if agenda := supervision.Agenda(p.year.Duties(), p.year.Campaign.Customs); len(agenda) > 0 {
		return agenda[0].At
	}
	return time.Time{}
}

// turnsAt reports whether the campaign or a poll may turn at an instant. No rule says whether that or a deed of the same
// instant comes first.
func (p *person) turnsAt(at time.Time) bool {
	for _, w := range p.Plan.Phases {
		if at.Equal(w.Opens(p.Plan.Zone)) {
			return true
		}
	}
	for _, poll := range p.year.Polls() {
		if at.Equal(poll.Window.Closes(p.Plan.Zone)) || at.Equal(poll.ClosesAt) {
			return true
		}
	}
	return !at.Before(p.Plan.Period.Closes(p.Plan.Zone))
}

// option is something to do; the heavier, the likelier.
type option struct {
	weight int
	deed   supervision.Deed
}

func (p *person) pick(options []option) supervision.Deed {
	total := 0
	for _, o := range options {
		total += o.weight
	}
	n := p.IntN(total)
	for _, o := range options {
		if n -= o.weight; n < 0 {
			return o.deed
		}
	}
	panic("no option")
}
