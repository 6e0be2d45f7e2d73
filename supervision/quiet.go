package supervision

import "time"

// QuietHours are when messages wait: every night, and on days of rest, unless urgent ones are let through then.
type QuietHours struct {
	From, To int  // minutes after midnight; the same: no night
	RestDays bool // urgent messages go out on days of rest too
}

// Of are the hours for messages of a kind: what is not urgent waits on days of rest in any case.
func (q QuietHours) Of(m MessageKind) QuietHours {
	q.RestDays = q.RestDays && m == MessageUrgent
	return q
}

// Over is the first instant not before another at which a message may go out.
func (q QuietHours) Over(at time.Time, zone *time.Location, calendar Calendar) time.Time {
	day, local := DateOf(at, zone), at.In(zone)
	minute := local.Hour()*60 + local.Minute()
	switch {
	case !q.RestDays && !calendar.IsWorkday(day):
		return q.begins(calendar.WorkdayOnOrAfter(day), zone)
	case !q.covers(minute):
		return at
	case minute < q.To:
		return q.ends(day, zone)
	case q.RestDays:
		return q.ends(day.AddDays(1), zone)
	}
	return q.ends(calendar.WorkdayOnOrAfter(day.AddDays(1)), zone)
}

// covers reports whether a minute of the day is quiet; a night may reach over midnight.
func (q QuietHours) covers(minute int) bool {
	if q.From > q.To {
		return minute >= q.From || minute < q.To
	}
	return minute >= q.From && minute < q.To
}

// ends is when the quiet hours of a day are over.
func (q QuietHours) ends(d Date, zone *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, q.To, 0, 0, zone)
}

// begins is from when on a day messages may go out.
func (q QuietHours) begins(d Date, zone *time.Location) time.Time {
	if q.covers(0) {
		return q.ends(d, zone)
	}
	return d.At(0, zone)
}
