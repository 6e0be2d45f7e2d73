package supervision

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// What people are told, beside the calls themselves.
const (
	NoticeInvited  = "INVITED"  // to a visit
	NoticeVisit    = "VISIT"    // the visit is near
	NoticeReturned = "RETURNED" // a report was handed back
	NoticeAccepted = "ACCEPTED"
	NoticeDrafted  = "DRAFTED"   // to the unit's head: a paper waits
	NoticeSentBack = "SENT_BACK" // by the unit's head
	NoticeExtended = "EXTENDED"
	NoticeExcused  = "EXCUSED"
	NoticeAdded    = "ADDED"       // a revised plan gives somebody a duty
	NoticeMoved    = "MOVED"       // a revised plan, a date or a holiday moved its days
	NoticeHanded   = "HANDED_OVER" // to another seat
	NoticeTookOver = "TOOK_OVER"   // a seat, with the duties it holds
	NoticeResult   = "RESULT"      // of the satisfaction vote, to each unit
)

// Tell words a notice about a duty in one Chinese and one English line. Last is the duty's last day; of a visit the day of the
// visit. Detail is a place or a reason; of a duty that moved the day before, as Date writes it. Staff read everybody's notices:
// why a head sent a paper back stays on the paper, inside the unit.
func Tell(kind, title string, last Date, detail string) (zh, en string) {
	name, day, by := QuoteZh(title), last.Zh(), last.En()
	switch kind {
	case string(CallOpen):
		return fmt.Sprintf("%s进入办理期，期限%s", name, day), fmt.Sprintf("%q may be done from now on; it is due by %s", title, by)
	case string(CallRemind):
		return fmt.Sprintf("请在%s前完成%s", day, name), fmt.Sprintf("Reminder: %q is due by %s", title, by)
	case string(CallLapse):
		return fmt.Sprintf("%s已逾期，期限为%s", name, day), fmt.Sprintf("%q is overdue; it was due by %s", title, by)
	case string(CallEscalate):
		return fmt.Sprintf("%s逾期未办结，期限为%s，请予关注", name, day), fmt.Sprintf("%q is still not done; it was due by %s", title, by)
	case NoticeInvited:
		return fmt.Sprintf("请参加%s：%s", name, spaced(day, detail)), fmt.Sprintf("You are invited to %q: %s", title, spaced(by, detail))
	case NoticeVisit:
		return fmt.Sprintf("提醒：%s%s", name, spaced(day, detail)), fmt.Sprintf("Reminder: %q, %s", title, spaced(by, detail))
	case NoticeReturned:
		return fmt.Sprintf("%s被退回：%s；原期限%s不变", name, detail, day), fmt.Sprintf("%q was returned: %s; it is still due by %s", title, detail, by)
	case NoticeAccepted:
		return fmt.Sprintf("%s已通过审核", name), fmt.Sprintf("%q was accepted", title)
	case NoticeDrafted:
		return fmt.Sprintf("%s的材料已拟好，请审签，期限%s", name, cmp.Or(day, "待定")),
			fmt.Sprintf("A paper for %q waits for your approval; it is due by %s", title, cmp.Or(by, unsettled))
	case NoticeSentBack:
		return fmt.Sprintf("%s的材料未获负责人审签，理由见材料；期限%s不变", name, cmp.Or(day, "待定")),
			fmt.Sprintf("Your head did not approve the paper for %q, and says on it why; it is still due by %s", title, cmp.Or(by, unsettled))
	case NoticeExtended:
		return fmt.Sprintf("%s延期至%s：%s", name, day, detail), fmt.Sprintf("%q is extended to %s: %s", title, by, detail)
	case NoticeExcused:
		return fmt.Sprintf("%s已免除：%s", name, detail), fmt.Sprintf("%q is excused: %s", title, detail)
	case NoticeAdded:
		return fmt.Sprintf("您有新任务%s，期限%s", name, cmp.Or(day, "待定")),
			fmt.Sprintf("You have a new duty, %q, due by %s", title, cmp.Or(by, unsettled))
	case NoticeMoved:
		before, _ := ParseDate(detail) // none, where it had no days
		return fmt.Sprintf("%s的期限改为%s（原为%s）", name, cmp.Or(day, "待定"), cmp.Or(before.Zh(), "待定")),
			fmt.Sprintf("%q is now due by %s (before: %s)", title, cmp.Or(by, unsettled), cmp.Or(before.En(), "not settled"))
	case NoticeHanded:
		return fmt.Sprintf("%s已转由其他席位承担", name), fmt.Sprintf("%q has been handed over to another seat", title)
	case NoticeTookOver:
		return fmt.Sprintf("您自%s起接任%s，有%s项任务待办", day, name, detail),
			fmt.Sprintf("From %s you take over as %q; duties to be done: %s", by, title, detail)
	case string(CallWarn):
		return fmt.Sprintf("%s的配额即将无法完成，期限%s", name, day), fmt.Sprintf("The quota of %q is about to become impossible; it is due by %s", title, by)
	case NoticeResult:
		return fmt.Sprintf("%s测评结果：%s", name, detail), fmt.Sprintf("Result for %q: %s", title, detail)
	}
	return title, title
}

// unsettled stands for a day that nobody knows yet.
const unsettled = "a day not settled yet"

// spaced is a day and a place, either of which may be empty.
func spaced(day, place string) string { return strings.TrimSpace(day + " " + place) }

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
