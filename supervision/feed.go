package supervision

import (
	"cmp"
	"slices"
	"time"
)

// Feed is a calendar of what one person, or one unit, has to do: what their telephones show without any program of ours.
type Feed struct {
	Name    string // the congress's, or the unit's
	Origin  string // the installation's name
	Zone    *time.Location
	English bool // whoever it is for reads English, and else Chinese
	// In their order. There may be More than a feed holds: then it ends where the next would begin.
	Appointments []Appointment
	More         bool
}

// What a feed holds: a feed of everything is slow to read and tells nobody more.
const (
	FeedDaysBack     = 30
	FeedDaysAhead    = 400
	MostAppointments = 2000
)

// FeedDays are the days that a feed covers.
func FeedDays(today Date) Window {
	return Window{First: today.AddDays(-FeedDaysBack), Last: today.AddDays(FeedDaysAhead)}
}

// Show puts appointments into the feed: in the order of their days, and no more than it holds.
func (f *Feed) Show(all []Appointment) {
	slices.SortFunc(all, func(a, b Appointment) int {
		return cmp.Or(a.Days.Last.Compare(b.Days.Last), cmp.Compare(a.Campaign, b.Campaign), cmp.Compare(a.ID, b.ID))
	})
	f.More = len(all) > MostAppointments
	f.Appointments = all[:min(len(all), MostAppointments)]
}
