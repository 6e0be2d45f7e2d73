package supervision

import (
	"fmt"
	"time"
)

// What people are told, beside the calls themselves.
const (
	NoticeInvited  = "INVITED"  // to a visit
	NoticeVisit    = "VISIT"    // the visit is near
	NoticeReturned = "RETURNED" // a report was handed back
	NoticeAccepted = "ACCEPTED"
	NoticeExtended = "EXTENDED"
	NoticeExcused  = "EXCUSED"
	NoticeResult   = "RESULT" // of the satisfaction vote, to each unit
)

// Tell words a notice about a duty in one Chinese and one English line. Detail is a day, a place or a reason.
func Tell(kind, title string, last Date, detail string) (zh, en string) {
	switch kind {
	case string(CallOpen):
		return fmt.Sprintf("「%s」开始，期限%s", title, last), fmt.Sprintf("%q has opened; it is due by %s", title, last)
	case string(CallRemind):
		return fmt.Sprintf("请在%s前完成「%s」", last, title), fmt.Sprintf("Reminder: %q is due by %s", title, last)
	case string(CallLapse):
		return fmt.Sprintf("「%s」已逾期，期限为%s", title, last), fmt.Sprintf("%q is overdue; it was due by %s", title, last)
	case string(CallEscalate):
		return fmt.Sprintf("「%s」逾期未办结，期限为%s，请予关注", title, last), fmt.Sprintf("%q is still not done; it was due by %s", title, last)
	case NoticeInvited:
		return fmt.Sprintf("请参加「%s」：%s", title, detail), fmt.Sprintf("You are invited to %q: %s", title, detail)
	case NoticeVisit:
		return fmt.Sprintf("提醒：「%s」%s", title, detail), fmt.Sprintf("Reminder: %q, %s", title, detail)
	case NoticeReturned:
		return fmt.Sprintf("「%s」被退回：%s；原期限%s不变", title, detail, last), fmt.Sprintf("%q was returned: %s; it is still due by %s", title, detail, last)
	case NoticeAccepted:
		return fmt.Sprintf("「%s」已通过审核", title), fmt.Sprintf("%q was accepted", title)
	case NoticeExtended:
		return fmt.Sprintf("「%s」延期至%s：%s", title, last, detail), fmt.Sprintf("%q is extended to %s: %s", title, last, detail)
	case NoticeExcused:
		return fmt.Sprintf("「%s」已免除：%s", title, detail), fmt.Sprintf("%q is excused: %s", title, detail)
	case NoticeResult:
		return fmt.Sprintf("「%s」测评结果：%s", title, detail), fmt.Sprintf("Result for %q: %s", title, detail)
	}
	return title, title
}

// NextMorning is the first working morning at 09:00 that is not before an instant.
func NextMorning(after time.Time, zone *time.Location, calendar Calendar) time.Time {
	day := DateOf(after, zone)
	if day.At(morning, zone).Before(after) {
		day = day.AddDays(1)
	}
	return calendar.WorkdayOnOrAfter(day).At(morning, zone)
}

// LastMorning is the last working morning at 09:00 that is not after an instant.
func LastMorning(before time.Time, zone *time.Location, calendar Calendar) time.Time {
	day := DateOf(before, zone)
	if day.At(morning, zone).After(before) {
		day = day.AddDays(-1)
	}
	return calendar.WorkdayOnOrBefore(day).At(morning, zone)
}
