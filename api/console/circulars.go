package console

import (
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const monthFormat = "2006-01" // of every month in the protos

func (c *console) showCircular(r *http.Request, f frame) (templ.Component, error) {
	told, err := c.records.GetCircular(r.Context(), &v1.GetCircularRequest{Month: r.PathValue("month")})
	return circularPage(f, c.clock(f.Lang, told.GetTimeZone()), told), err
}

func circularPath(month string) string { return "/circulars/" + url.PathEscape(month) }

// monthsFrom is the month so many months after another; both as the protos have them.
func monthsFrom(month string, n int) string {
	first, err := time.Parse(monthFormat, month)
	if err != nil {
		return month
	}
	return first.AddDate(0, n, 0).Format(monthFormat)
}

// writeMonth writes a month of the protos in a language; what is no month stays as it is.
func writeMonth(lang words.Lang, month string) string {
	first, err := time.Parse(monthFormat, month)
	if err != nil {
		return month
	}
	return lang.YearMonth(first)
}

// circularTitle names a circular, and says of a month that is not over that it is told to date.
func circularTitle(f frame, told *v1.Circular) string {
	title := words.CircularOf
	if told.GetToDate() {
		title = words.CircularToDate
	}
	return f.say(title, writeMonth(f.Lang, told.GetMonth()))
}

// circularDays says which days a circular covers.
func circularDays(f frame, told *v1.Circular) string {
	if told.GetLastDay() == "" {
		return f.say(words.CircularNoDay)
	}
	return f.say(words.CircularDays, writeDays(f.Lang, told.GetFirstDay(), told.GetLastDay()))
}

type figure struct {
	name  words.Text
	value int32
}

// figures are the numbers of a campaign's month: those that every circular has, and the others where there is something.
func figures(m *v1.CampaignMonth) []figure {
	all := []figure{
		{words.CircularDue, m.GetDue()},
		{words.CircularInTime, m.GetInTime()},
		{words.CircularLate, m.GetLate()},
		{words.CircularOverdue, m.GetOverdue()},
		{words.CircularExcused, m.GetExcused()},
		{words.CircularVisits, m.GetVisits()},
	}
	for _, rare := range []figure{
		{words.CircularLeftOpen, m.GetLeftOpen()}, {words.CircularPending, m.GetPending()}, {words.CircularEarlier, m.GetEarlier()},
	} {
		if rare.value > 0 {
			all = append(all, rare)
		}
	}
	return all
}

func (n figure) String() string { return strconv.Itoa(int(n.value)) }

// unnamed is how many of a holder's duties are not named.
func unnamed(a *v1.Arrears) int { return int(a.GetDuties()) - len(a.GetNamed()) }
