package supervision

import "time"

// Quota is how a cadence stands in one period (不少于 n 次): done, still possible, or impossible already.
type Quota struct {
	ID      string // entry/subject/period
	Entry   string
	Title   string
	Group   string // may be empty
	Project string // may be empty
	Holder  string // a seat
	Window  Window // the period
	Need    int
	Done    int
	Left    int  // workdays on which one can still be done
	Last    Date // the last day on which enough is still possible, if one is done a workday; zero if it is met or never was
	State   QuotaState
	// Provisional: a notice of holidays may still change how many workdays are left.
	Provisional bool
}

// QuotaState says whether a quota can still be met.
type QuotaState string

// The states of a quota.
const (
	QuotaMet        QuotaState = "MET"
	QuotaOnTrack    QuotaState = "ON_TRACK"
	QuotaAtRisk     QuotaState = "AT_RISK" // its office has been warned: the last chance is near
	QuotaImpossible QuotaState = "IMPOSSIBLE"
)

// Quotas sums up the duties that count towards quotas, in the order in which their first duties stand. Every duty of a
// quota must be among them. A quota whose period was over before the take-up is none: nobody can be asked for it.
func Quotas(duties []Duty, now time.Time, c Customs) []Quota {
	var quotas []Quota
	at := map[string]int{}
	for i := range duties {
		d := &duties[i]
		if d.Quota == "" || d.State == BeforeTakeUp {
			continue
		}
		if _, begun := at[d.Quota]; !begun {
			at[d.Quota] = len(quotas)
			quotas = append(quotas, Quota{
				ID: d.Quota, Entry: d.Entry, Title: d.Title, Group: d.Group, Project: d.Project, Holder: d.Holder, Window: d.Window,
			})
		}
		quotas[at[d.Quota]].count(d)
	}
	for i := range quotas {
		quotas[i].judge(now, c)
	}
	return quotas
}

// count takes in one duty. What is excused is needed no more.
func (q *Quota) count(d *Duty) {
	if d.State == Excused {
		return
	}
	q.Need++
	if d.State == Proven {
		q.Done++
	}
	if d.Window.Last.After(q.Window.Last) { // extended
		q.Window.Last = d.Window.Last
	}
}

// judge compares what is missing with the workdays that are left, one for each.
func (q *Quota) judge(now time.Time, c Customs) {
	missing := q.Need - q.Done
	today := DateOf(now, c.Zone)
	from := q.Window.First
	if today.After(from) {
		from = today
	}
	q.Left = c.Calendar.Workdays(Window{from, q.Window.Last})
	q.Provisional = c.Calendar.Provisional(q.Window.First) || c.Calendar.Provisional(q.Window.Last)
	if last := c.Calendar.AddWorkdays(q.Window.Last.AddDays(1), -missing); missing > 0 && !last.Before(q.Window.First) {
		q.Last = last
	}
	switch {
	case missing <= 0:
		q.State = QuotaMet
	case q.Left < missing:
		q.State = QuotaImpossible
	case !today.Before(c.Calendar.AddWorkdays(q.Last, -warnLead(q.Window, c.Calendar))):
		q.State = QuotaAtRisk
	default:
		q.State = QuotaOnTrack
	}
}
