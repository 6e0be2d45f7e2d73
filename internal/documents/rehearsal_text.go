package documents

import (
	"cmp"
	"io"
	"slices"

	"duban/supervision"
)

// WriteRehearsalText writes a rehearsal for people to read: the year week by week, then findings, quotas and what reaches
// each person. The language is `zh` or `en`; the plan's own words stay as they are. Lines are at most 100 columns wide,
// where Chinese characters take two.
func WriteRehearsalText(w io.Writer, r supervision.Rehearsal, language string) error {
	t := &rehearsalText{
		page: page{english: language == "en"}, Rehearsal: r, seats: seatTitles(r.Plan),
		duties: make(map[string]*supervision.Duty, len(r.Duties)), named: map[string]happening{},
	}
	for i := range r.Duties {
		t.duties[r.Duties[i].ID] = &r.Duties[i]
	}
	t.head()
	t.weeks()
	t.undated()
	t.over()
	t.findings()
	t.quotas()
	t.reminders()
	_, err := t.WriteTo(w)
	return err
}

// rehearsalText is the text of a rehearsal, in the making.
type rehearsalText struct {
	page
	supervision.Rehearsal
	seats  map[string]string // their titles
	duties map[string]*supervision.Duty
	named  map[string]happening // where a list of people stands in full
}

func (t *rehearsalText) head() {
	p := t.Plan
	t.line(0, p.Title+" ["+p.ID+"]")
	t.line(0, t.sayf(word{"%s，%s 至 %s，时区 %s", "%s, %s to %s, time zone %s"}, p.Host.Name, p.Period.First, p.Period.Last, p.Zone))
	for _, phase := range p.PhasesOfYear() {
		w := p.Window(phase)
		t.line(0, t.sayf(word{"%s：%s 至 %s", "%s: %s to %s"}, t.say(phaseWords[phase]), w.First, w.Last))
	}
	t.line(0, t.sayf(word{"%d 项任务，%d 次提醒与期限，%d 条提示", "%d duties, %d calls, %d findings"}, len(t.Duties), len(t.Calls), len(t.Findings)))
	if t.Lived {
		t.line(0, t.say(word{"按所列事件过完一年：提醒、逾期、报送均为实际发生。", "The year as lived with the events given: every reminder, lapse and report is one that happens."}))
	} else {
		t.line(0, t.say(word{
			"提醒、预警、报送在当日 9 时；截止日 24 时未办结即为逾期，“若未办结”一行列明之后报送谁。",
			"Reminders, warnings and reports are at 09:00. What is not done by midnight of the day it is due is overdue; " +
				"\"If not done\" says who is told then.",
		}))
	}
}

// heading begins a part of the text.
func (t *rehearsalText) heading(text string) {
	t.WriteByte('\n')
	t.line(0, text)
}

// seat names a seat and, where that is known, who sits there on the day.
func (t *rehearsalText) seat(id string, day supervision.Date) string {
	name := t.seats[id] + " [" + id + "]"
	if t.Roster == nil {
		return name
	}
	s, held := t.Roster.In(id, day)
	if !held {
		return t.say(word{"（无人就任）", "(nobody) "}) + name
	}
	return cmp.Or(s.Name, s.Person) + t.say(word{"，", ", "}) + name
}

// counted are seats in the order in which they were named, with how many duties each.
type counted struct {
	seats []string
	times map[string]int
}

func (c *counted) add(seat string) {
	if c.times == nil {
		c.times = map[string]int{}
	}
	if c.times[seat]++; c.times[seat] == 1 {
		c.seats = append(c.seats, seat)
	}
}

// people are pieces of a line that names seats on a day.
func (t *rehearsalText) people(c counted, day supervision.Date) []string {
	all := make([]string, len(c.seats))
	for i, seat := range c.seats {
		all[i] = t.seat(seat, day)
		if n := c.times[seat]; n > 1 {
			all[i] += t.sayf(word{"（%d项）", " (%d duties)"}, n)
		}
		if i < len(c.seats)-1 {
			all[i] += t.say(word{"、", "; "})
		}
	}
	return all
}

// byEntry gathers the holders of duties by entry, in the order of the duties.
func byEntry(duties []*supervision.Duty) (entries []string, holders map[string]*counted) {
	holders = map[string]*counted{}
	for _, d := range duties {
		if holders[d.Entry] == nil {
			holders[d.Entry] = &counted{}
			entries = append(entries, d.Entry)
		}
		holders[d.Entry].add(d.Holder)
	}
	return entries, holders
}

// choose lists the duties that pass.
func (t *rehearsalText) choose(pass func(*supervision.Duty) bool) (all []*supervision.Duty) {
	for i := range t.Duties {
		if d := &t.Duties[i]; pass(d) {
			all = append(all, d)
		}
	}
	return all
}

// weeks writes the weeks in which something happens, day by day.
func (t *rehearsalText) weeks() {
	items := t.items()
	days := map[supervision.Date][]*item{}
	var order []supervision.Date
	for _, it := range items {
		if days[it.day] == nil {
			order = append(order, it.day)
		}
		days[it.day] = append(days[it.day], it)
	}
	slices.SortFunc(order, supervision.Date.Compare)
	var last supervision.Date
	for _, day := range order {
		if monday := day.Monday(); monday != last {
			t.week(last, monday)
			last = monday
		}
		t.line(2, t.day(day))
		for _, it := range days[day] {
			t.item(it)
		}
	}
}
