package supervision

import (
	"fmt"
	"time"
)

// Month is a calendar month without a zone.
type Month struct {
	Year  int
	Month time.Month
}

// ParseMonth reads a month written in full, 2020-05. It fails with *DateError.
func ParseMonth(s string) (Month, error) {
	first, err := ParseDate(s + "-01")
	if err != nil {
		return Month{}, &DateError{Text: s, Zh: "月份应写作 2020-05", En: "expected a month such as 2020-05"}
	}
	return Month{first.Year, first.Month}, nil
}

// String writes 2020-05, which ParseMonth reads.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Month)) }

// Days are the month's, from its first to its last.
func (m Month) Days() Window {
	first := Date{m.Year, m.Month, 1}
	return Window{first, first.monthEnd()}
}

// Circular is what a congress tells of one month (月度通报; 一月一通报), as its rows stand at an instant. It tells of nothing
// that is ahead: no duty counts before its last day is over and no visit before its conclusion, so that one that nobody
// was told of is not given away before it has taken place.
type Circular struct {
	Month     Month
	AsOf      time.Time
	Zone      *time.Location // the host's
	Days      Window         // those of the month that are over at AsOf; zero if none is
	Campaigns []CampaignMonth
	More      int // campaigns that are not among them
}

// NewCircular begins the circular of a month as of an instant, with no campaign in it. It refuses a month that has not
// begun.
func NewCircular(month Month, asOf time.Time, zone *time.Location) (Circular, error) {
	days, today := month.Days(), DateOf(asOf, zone)
	if today.Before(days.First) {
		return Circular{}, Refuse(NotOpen, "该月尚未开始，没有通报", "the month has not begun, so there is no circular of it")
	}
	if !today.After(days.Last) {
		days.Last = today.AddDays(-1)
	}
	if days.Last.Before(days.First) {
		days = Window{}
	}
	return Circular{Month: month, AsOf: asOf, Zone: zone, Days: days}, nil
}

// ToDate reports whether the month is not over: its numbers may still change.
func (c *Circular) ToDate() bool { return c.Days.Last != c.Month.Days().Last }

// CampaignMonth is what a circular tells of one campaign. Its state and phase are those at the instant of the circular.
type CampaignMonth struct {
	ID            string
	Title         string
	Demonstration bool
	State         CampaignState
	Phase         Phase
	Outcomes
	Earlier int       // duties of earlier months that are unproven still
	Visits  int       // inspections concluded in the month: only then does a visit count
	Arrears []Arrears // the longest first; not all, see Unnamed
}

// Unnamed is how many of the month's unproven duties belong to holders who are not named.
func (m *CampaignMonth) Unnamed() int {
	n := m.Overdue + m.LeftOpen
	for _, a := range m.Arrears {
		n -= a.Duties
	}
	return n
}

// Arrears are what one office, or a seat that is in none, has left undone of a month.
type Arrears struct {
	Holder string // the title of the office or seat
	Duties int
	Named  []OverdueDuty // the oldest first; not all, if they are fewer than Duties
}

// OverdueDuty is one duty whose last day went by without its proof.
type OverdueDuty struct {
	ID    string
	Title string
	Last  Date
}

// Outcomes count duties whose last day is over by what has become of them. What was over before the take-up counts
// nowhere: nobody could be asked for it.
type Outcomes struct {
	InTime   int // proven within the window
	Late     int // proven after it
	Overdue  int // lapsed, and unproven still
	LeftOpen int // unproven when the campaign ended
	Excused  int
	Pending  int // has made no lapse: it waits for another duty
}

// Add counts n duties of a state.
func (o *Outcomes) Add(state DutyState, late bool, n int) {
	switch state {
	case Proven:
		if late {
			o.Late += n
		} else {
			o.InTime += n
		}
	case Overdue:
		o.Overdue += n
	case LeftOpen:
		o.LeftOpen += n
	case Excused:
		o.Excused += n
	case Waiting, Open:
		o.Pending += n
	case BeforeTakeUp:
	}
}

// Due is how many duties there are in all.
func (o *Outcomes) Due() int {
	return o.InTime + o.Late + o.Overdue + o.LeftOpen + o.Excused + o.Pending
}
