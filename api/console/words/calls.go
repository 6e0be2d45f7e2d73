package words

import v1 "duban/api/supervisionv1"

// The pages of messages, and the call list first of them.
var (
	Messages      = Text{"消息", "Messages"}
	CallList      = Text{"电话名单", "Call list"}
	CallListIntro = Text{
		"下列人员没有其他联系方式，或其他方式没有送达，请逐一打电话。说“要说的话”即可，不要多说；打过后当场登记。",
		"These people have no other way, or no other way has worked: ring them one by one. Say what there is to say and no more, and tick each off.",
	}
	CallListOf    = Text{"电话名单：%s", "Call list: %s"}
	CallListAsOf  = Text{"截至 %s", "as of %s"}
	CallPrint     = Text{"可用浏览器的“打印”打成 A4 纸，打完电话再回来登记。", "Your browser prints this page on A4; tick off here what you noted on paper."}
	MoreCalls     = Text{"后面还有，未打印在此。", "There are more that are not printed here."}
	PrintAllCalls = Text{"全部列在一页上，以便打印", "List all on one page, to print it"}
	NoCallsToDo   = Text{"没有需要打的电话。", "Nobody has to be rung."}
	Callee        = Text{"姓名", "Name"}
	Telephone     = Text{"电话", "Telephone"}
	NoTelephone   = Text{"名册中没有电话", "no number on the roll"}
	ToSay         = Text{"要说的话", "What to say"}
	MoreToSay     = Text{"另有 %d 项，请其登录查看。", "And %d more, to be seen after sign-in."}
	CallOutcome   = Text{"登记", "Outcome"}
	CallNote      = Text{"备注", "Note"}
	CallNoteOf    = Text{"%s的备注", "Note on %s"}
	CallReached   = Text{"已告知", "Reached"}
	CallMissed    = Text{"未联系上", "Not reached"}
	CallTicked    = Text{"已登记：%s，%s。", "Noted: %s, %s."}
	CallBack      = Text{"已放回电话名单。", "It is on the call list again."}
	Untick        = Text{"撤销", "Take it back"}
	RingAgain     = Text{"再打一次", "Ring again"}
	NotedIs       = Text{"备注：%s", "Note: %s"}
	NotedBefore   = Text{"上次备注：%s", "Noted before: %s"}
	CallWaiting   = Text{"%s 列入", "since %s"}
	OfficeFilter  = Text{"单位", "Office"}
	EveryOffice   = Text{"全部单位", "All offices"}
	ShowOffice    = Text{"查看", "Show"}
)

// Calls that were ticked off, and what somebody was told.
var (
	Ticked      = Text{"已登记", "Ticked off"}
	TickedIntro = Text{
		"近三十天登记过的电话，最近的在前。登记错的可以撤销，未联系上的可以再打一次：这个人就回到电话名单上。",
		"The calls ticked off in the last thirty days, the newest first. What is taken back, or to be rung again, is on the call list again.",
	}
	NothingTicked = Text{"近三十天没有登记过电话。", "No call was ticked off in the last thirty days."}
	Told          = Text{"近三十天的消息", "Messages of the last thirty days"}
	NothingTold   = Text{"近三十天没有消息。", "There were none."}
	OnlyLogged    = Text{"只写入日志文件，没有送达本人", "written into the log file, and nowhere else"}
)

// DeliveryState says what became of a message on a channel.
var DeliveryState = map[v1.Delivery_State]Text{
	v1.Delivery_QUEUED:      {"等待发出", "waiting"},
	v1.Delivery_SENDING:     {"正在发出", "on its way"},
	v1.Delivery_ACCEPTED:    {"对方已收下", "taken by the other side"},
	v1.Delivery_READ:        {"对方已读", "read"},
	v1.Delivery_FAILED:      {"发送失败", "failed"},
	v1.Delivery_DROPPED:     {"已无须告知", "nothing was left to tell"},
	v1.Delivery_TO_CALL:     {"等待拨打电话", "to be rung"},
	v1.Delivery_REACHED:     {"已电话告知", "told by telephone"},
	v1.Delivery_NOT_REACHED: {"电话未联系上", "not reached by telephone"},
}

// What was not delivered.
var (
	Undelivered      = Text{"未送达", "Not delivered"}
	UndeliveredOf    = Text{"未送达：%s", "Not delivered: %s"}
	UndeliveredIntro = Text{
		"没有经某个渠道送到的消息，以及原因和之后的去向。电话未联系上的，点“再打一次”就回到电话名单。消息在收件人的“我的消息”里总能看到。",
		"What did not arrive by a channel, why, and where it went. Ring again puts a call made in vain on the call list again. “My notices” has it all.",
	}
	NothingUndelivered = Text{"没有未送达的消息。", "Nothing failed to arrive."}
	AllUndelivered     = Text{"查看全部未送达", "Show all that was not delivered"}
	GroupOf            = Text{"%s的群", "the group of %s"}
	DigestOf           = Text{"%s的每日提醒", "digest of %s"}
	UrgentOf           = Text{"%s的急办消息", "urgent message of %s"}
	TestOf             = Text{"%s的测试消息", "test message of %s"}
	GroupListOf        = Text{"%s的单位清单", "the office's list of %s"}
	OneReminder        = Text{"提醒“%s”", "reminder “%s”"}
	FailedReason       = Text{"发送失败：%s", "failed: %s"}
	DroppedReason      = Text{"期限已过，不再提醒", "out of date by then, and so not sent"}
	MissedReason       = Text{"电话未联系上", "not reached by telephone"}
	MissedNoted        = Text{"电话未联系上：%s", "not reached by telephone: %s"}
	NowhereNext        = Text{"没有其他渠道可用。", "There is no other way."}
	ReachedLater       = Text{"后来已告知", "Reached since"}
	NoNextForGroup     = Text{"群消息不改投；各人的消息另行发送。", "A group's list goes nowhere else; people are told by themselves."}
)

// NextStep says what became of a message on the channel that was tried next.
var NextStep = map[v1.Delivery_State]Text{
	v1.Delivery_QUEUED:      {"改由%s发送，等待发出", "goes by %s next, and waits there"},
	v1.Delivery_SENDING:     {"改由%s发送，正在发出", "is on its way by %s"},
	v1.Delivery_ACCEPTED:    {"已改由%s送达", "has arrived by %s"},
	v1.Delivery_READ:        {"已改由%s送达，对方已读", "has arrived by %s, and was read"},
	v1.Delivery_FAILED:      {"改由%s发送，也未送达", "failed by %s too"},
	v1.Delivery_DROPPED:     {"改由%s发送前已无须告知", "had nothing left to tell when it could have gone by %s"},
	v1.Delivery_TO_CALL:     {"已转%s通知，等待拨打", "is to be told by %s"},
	v1.Delivery_REACHED:     {"已用%s告知", "was told by %s"},
	v1.Delivery_NOT_REACHED: {"改用%s，也未联系上", "could not be reached by %s either"},
}

// Quiet hours.
var (
	Quiet      = Text{"免打扰时间", "Quiet hours"}
	QuietIntro = Text{
		"免打扰时间内不发消息，时间一过即发。每日提醒在工作日上午发；因故迟发的，也避开免打扰时间和休息日。",
		"Messages wait until these hours end. Daily digests go out on working mornings; a late one waits on days of rest too.",
	}
	QuietFrom     = Text{"从", "From"}
	QuietTo       = Text{"到", "To"}
	QuietNone     = Text{"两个时间相同，表示不设免打扰时间。", "The same time twice means that there are none."}
	QuietRestDays = Text{"休息日也发急办消息", "Send urgent messages on days of rest too"}
)

// How somebody wants to be told.
var (
	Preference      = Text{"怎样通知我", "How I am told"}
	PreferenceIntro = Text{
		"按顺序逐个尝试，都不行时由工作人员打电话。不选则按本单位的设置。",
		"These are tried in their order; where none works, somebody rings. Choose none to be told as your office has it.",
	}
	FirstWay     = Text{"先用", "First"}
	SecondWay    = Text{"再用", "Then"}
	ThirdWay     = Text{"最后用", "At last"}
	AsMyOffice   = Text{"按本单位的设置", "as my office has it"}
	NoOtherWay   = Text{"无", "none"}
	TellLanguage = Text{"消息语言", "Language of messages"}
)
