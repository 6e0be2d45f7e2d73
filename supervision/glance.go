package supervision

import (
	"slices"
	"strconv"
	"strings"
)

// glance is how one kind of notice is worded where strangers may read along.
type glance struct {
	zh, en string
	day    dayWords
}

// dayWords say what the day of a notice is; the zero value says nothing of it.
type dayWords struct{ zh, en string }

var (
	dueBy  = dayWords{"，期限%s", ", due by %s"}
	heldOn = dayWords{"，时间%s", ", on %s"}
	since  = dayWords{"，自%s起", ", from %s"}
)

// glances has words for every kind of notice, calls included.
var glances = map[string]glance{
	string(CallOpen):     {"%s进入办理期", "%q may be done from now on", dueBy},
	string(CallRemind):   {"请按期完成%s", "Reminder: %q is to be done", dueBy},
	string(CallWarn):     {"%s的配额即将无法完成", "The quota of %q is about to become impossible", dueBy},
	string(CallLapse):    {"%s已逾期", "%q is overdue", dueBy},
	string(CallEscalate): {"%s逾期未办结，请予关注", "%q is still not done", dueBy},
	NoticeInvited:        {"请参加%s", "You are invited to %q", heldOn},
	NoticeVisit:          {"提醒：请参加%s", "Reminder: you take part in %q", heldOn},
	NoticeReturned:       {"%s被退回", "%q was returned", dueBy},
	NoticeAccepted:       {"%s已通过审核", "%q was accepted", dayWords{}},
	NoticeDrafted:        {"%s的材料待您审签", "A paper for %q waits for your approval", dueBy},
	NoticeSentBack:       {"%s的材料未获负责人审签", "Your head did not approve the paper for %q", dueBy},
	NoticeExtended:       {"%s已延期", "%q is extended", dueBy},
	NoticeExcused:        {"%s已免除", "%q is excused", dayWords{}},
	NoticeAdded:          {"您有新任务%s", "You have a new duty, %q", dueBy},
	NoticeMoved:          {"%s的期限有变", "The days of %q have moved", dueBy},
	NoticeHanded:         {"%s已转由其他席位承担", "%q has been handed over to another seat", dayWords{}},
	NoticeTookOver:       {"您接任%s", "You take over as %q", since},
	NoticeResult:         {"%s的测评结果已出", "The result for %q is there", dayWords{}},
}

// GlanceZh words a notice for a screen that anybody may look at, in one Chinese line: what happened, to which entry of the
// plan or seat, and the day. Unlike Tell it takes no free text, so a reason, a place or a result cannot be in it. The day
// is the duty's last; of a visit the day of the visit; of a seat taken over the first day there. The zero Date leaves it
// out.
func GlanceZh(kind, title string, day Date) string {
	g := glanceOf(kind)
	return strings.Replace(g.zh, "%s", QuoteZh(title), 1) + dayIn(g.day.zh, day.Zh())
}

// GlanceEn is GlanceZh in English.
func GlanceEn(kind, title string, day Date) string {
	g := glanceOf(kind)
	return strings.Replace(g.en, "%q", strconv.Quote(title), 1) + dayIn(g.day.en, day.En())
}

// TellsStanding reports whether a notice of the kind says where a duty stands, so that beside a later one it is no news.
func TellsStanding(kind string) bool {
	return slices.Contains([]string{string(CallOpen), string(CallRemind), string(CallLapse), string(CallEscalate)}, kind)
}

func glanceOf(kind string) glance {
	if g, ok := glances[kind]; ok {
		return g
	}
	return glance{zh: "%s有新消息", en: "There is news of %q"}
}

// dayIn is a day in words, or nothing.
func dayIn(words, day string) string {
	if day == "" {
		return ""
	}
	return strings.Replace(words, "%s", day, 1)
}

// inner has quotes inside quotes be of the other pair (GB/T 15834), and back.
var inner = strings.NewReplacer("“", "‘", "”", "’", "‘", "“", "’", "”")

// QuoteZh puts a title in quotes.
func QuoteZh(title string) string {
	if strings.ContainsAny(title, "“”‘’") { // few have them, and millions of lines are worded
		title = inner.Replace(title)
	}
	return "“" + title + "”"
}
