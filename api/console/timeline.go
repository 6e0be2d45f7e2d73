package console

import (
	"fmt"
	"time"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// timeline is the year of a campaign laid out from left to right. Places and widths are percentages of its width,
// written for SVG ("12.34%"), so that it fits every screen without scaling its letters.
type timeline struct {
	First, Last time.Time
	Bars        []bar
	Months      []month
	Today       *mark // nil when today lies outside
}

// bar is one phase.
type bar struct {
	Number      int
	Phase       *v1.Phase
	Standing    standing
	First, Last time.Time
	X, Width    string
	Label       string // the middle of its label, which keeps clear of today's mark
	Roomy       bool   // its name fits into it on a wide screen
}

// label is what a roomy bar says.
func (b bar) label(lang words.Lang) string {
	return fmt.Sprintf("%d  %s", b.Number, lang.Say(words.PhaseName[b.Phase.GetName()]))
}

// standing is where a phase really is, whatever its days say: staff can enter one early.
type standing string

const (
	over    standing = "over"
	running standing = "running"
	ahead   standing = "ahead"
)

var standingWord = map[standing]words.Text{over: words.Ended, running: words.Running, ahead: words.Ahead}

// month is a tick at the first of a month and the middle of what is seen of it.
type month struct {
	X, Middle string
	First     time.Time
	Named     bool // wide enough for its name
	Spare     bool // its name is left out on a narrow screen
}

// mark is today.
type mark struct {
	X      string
	Anchor string // text-anchor: the label stays inside at both ends
}

// layTimeline lays out the phases of a campaign, or its period where it has none; without readable days there is
// nothing to lay out.
func layTimeline(c *v1.Campaign, today time.Time) timeline {
	var t timeline
	phases := c.GetPhases()
	t.First, t.Last = parseDay(c.GetFirstDay()), parseDay(c.GetLastDay())
	if len(phases) > 0 {
		t.First, t.Last = parseDay(phases[0].GetFirstDay()), parseDay(phases[len(phases)-1].GetLastDay())
	}
	if t.First.IsZero() || t.Last.Before(t.First) {
		return timeline{}
	}
	for i, p := range phases {
		t.Bars = append(t.Bars, t.bar(i+1, p, c, today))
	}
	t.Months = t.months()
	t.Today = t.mark(today)
	return t
}

// title says what the picture is of.
func (t timeline) title() words.Text {
	if len(t.Bars) == 0 {
		return words.WholePeriodOf
	}
	return words.TimeLineOf
}

// share is how much of the whole lies before the start of a day, 0 to 100.
func (t timeline) share(day time.Time) float64 {
	return 100 * float64(daysBetween(t.First, day)) / float64(daysBetween(t.First, t.Last)+1)
}

func percent(v float64) string { return fmt.Sprintf("%.2f%%", v) }

func (t timeline) bar(number int, p *v1.Phase, c *v1.Campaign, today time.Time) bar {
	first, last := parseDay(p.GetFirstDay()), parseDay(p.GetLastDay())
	from, to := t.share(first), t.share(last.AddDate(0, 0, 1))
	b := bar{
		Number: number, Phase: p, Standing: stand(p.GetName(), c), First: first, Last: last,
		X: percent(from), Width: percent(max(to-from, 0)), Roomy: to-from >= 15,
	}
	if x := t.middle(today); x-from > to-x && x < to {
		to = x // today is in the right half: the label goes to the left of it
	} else if x > from && x < to {
		from = x
	}
	b.Label = percent((from + to) / 2)
	return b
}

// middle is the place of a day's noon, 0 to 100.
func (t timeline) middle(day time.Time) float64 {
	return (t.share(day) + t.share(day.AddDate(0, 0, 1))) / 2
}

func stand(phase v1.PhaseEntry_Name, c *v1.Campaign) standing {
	switch {
	case c.GetState() == v1.Campaign_CLOSED, phase < c.GetPhase():
		return over
	case phase == c.GetPhase() && c.GetState() == v1.Campaign_LIVE:
		return running
	default:
		return ahead
	}
}

func (t timeline) months() []month {
	var months []month
	first := time.Date(t.First.Year(), t.First.Month(), 1, 0, 0, 0, 0, time.UTC)
	for ; !first.After(t.Last); first = first.AddDate(0, 1, 0) {
		from, to := max(t.share(first), 0), min(t.share(first.AddDate(0, 1, 0)), 100)
		months = append(months, month{
			X: percent(from), Middle: percent((from + to) / 2), First: first,
			Named: to-from >= 4, Spare: len(months)%2 == 0,
		})
	}
	return months
}

func (t timeline) mark(today time.Time) *mark {
	if today.Before(t.First) || today.After(t.Last) {
		return nil
	}
	x := t.middle(today)
	anchor := "middle"
	if x < 20 {
		anchor = "start"
	} else if x > 80 {
		anchor = "end"
	}
	return &mark{X: percent(x), Anchor: anchor}
}

// say tells in words what the picture shows: today and the phase it falls in.
func (t timeline) say(lang words.Lang, today time.Time) string {
	switch {
	case today.Before(t.First):
		return lang.Say(words.TodayBefore, lang.LongDay(today), lang.Day(t.First))
	case today.After(t.Last):
		return lang.Say(words.TodayAfter, lang.LongDay(today), lang.Day(t.Last))
	}
	for _, b := range t.Bars {
		left := b.Phase.GetLeftAt() != nil // by hand, or with the campaign: its planned days mean no more
		if !left && !today.Before(b.First) && !today.After(b.Last) {
			name := lang.Say(words.PhaseName[b.Phase.GetName()])
			return lang.Say(words.TodayInPhase, lang.LongDay(today), name, daysBetween(b.First, today)+1, daysBetween(b.First, b.Last)+1)
		}
	}
	return lang.Say(words.TodayIs, lang.LongDay(today))
}
