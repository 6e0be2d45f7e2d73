package words

import v1 "duban/api/supervisionv1"

// How a date was computed.
var (
	HowComputed   = Text{"这一天怎么算出来的？", "How was this date computed?"}
	ExtendedSince = Text{"算出的末日是%s，后经延期至%s。", "Computed, the last day was %s; it has since been extended to %s."}
	DayUnknown    = Text{"日期未定", "no day yet"}
	CountsTowards = Text{"计入配额", "Counts towards the quota"}
)

// Events.
var (
	Events      = Text{"事件与日期", "Events and dates"}
	EventsIntro = Text{
		"有些期限从这些事件起算。事件定了日期，相关期限随之重算，并告知有关的人。",
		"Some deadlines are counted from these events. Once an event has its date they are counted anew, and those concerned are told.",
	}
	NoEvents     = Text{"这份方案没有待定日期的事件。", "No dates of this plan hang on an event."}
	EventDate    = Text{"日期：%s", "Date: %s"}
	EventNoDate  = Text{"日期未定", "No date yet"}
	EventLikely  = Text{"预计 %s", "Expected %s"}
	EventUnknown = Text{"无法预计", "Nobody knows when"}
	SetDate      = Text{"确定或更改日期", "Set or change the date"}
	TheDate      = Text{"日期", "Date"}
	TheReason    = Text{"理由", "Reason"}
	ReasonHint   = Text{"写进记录，并告知有关的人。", "Kept in the record, and told to those concerned."}
	ShowEffect   = Text{"查看影响", "Show what changes"}
)

// A revision: the difference, then the confirmation.
var (
	WhatChanges    = Text{"将有哪些变化", "What changes"}
	EventBecomes   = Text{"「%s」定于%s", "%s on %s"}
	NothingChanges = Text{"没有任务因此变化。", "No duty changes."}
	ChangesInAll   = Text{"共 %d 项任务变化，其中 %d 项期限提前。", "%d duties change; the last day of %d comes earlier."}
	ChangesLeftOut = Text{"另有 %d 项变化未列出。", "%d more changes are not listed."}
	Before         = Text{"原为", "Before"}
	After          = Text{"改为", "From now on"}
	ComesEarlier   = Text{"提前", "Earlier"}
	OverAtOnce     = Text{"期限已过，将立即逾期", "Already over: overdue at once"}
	OverInAll      = Text{"其中 %d 项的新期限已过，将立即逾期。", "The new last day of %d is over already: they become overdue at once."}
	TickEarlier    = Text{"我已看过，同意这 %d 项期限提前。", "I have seen them and agree that %d last days come earlier."}
	MakeIt         = Text{"确认并生效", "Confirm and make it so"}
	NotMadeYet     = Text{"以下只是预览，尚未生效。", "This is only shown; nothing has changed yet."}
	RevisionMade   = Text{"已生效，有关的人会收到消息。", "It is done; those concerned will be told."}
	AmendPlan      = Text{"修订方案", "Amend the plan"}
	AmendIntro     = Text{
		"上传新版方案，先看任务和日期有哪些变化，再确认生效。已办结的任务保持不变。",
		"Upload a new version of the plan, see which duties and dates change, then confirm. What is done stays done.",
	}
	DownloadPlan    = Text{"下载现行方案", "Download the present plan"}
	PlanErrorsAmend = Text{"新版方案有误，不能采用", "The new version has errors and cannot be adopted"}
)

// ChangeKind says what becomes of a duty.
var ChangeKind = map[v1.Change_Kind]Text{
	v1.Change_ADDED:       {"新增", "Added"},
	v1.Change_REMOVED:     {"取消", "Removed"},
	v1.Change_MOVED:       {"改期", "Moved"},
	v1.Change_HANDED_OVER: {"换人", "Handed over"},
}

// The course of a campaign without phases.
var (
	WholePeriod   = Text{"全程", "The whole period"}
	WholePeriodOf = Text{"全程时间轴，从%s到%s", "Time line from %s to %s"}
)
