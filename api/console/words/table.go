package words

import v1 "duban/api/supervisionv1"

// The frame around every page.
var (
	Product       = Text{"督办", "Duban"}
	Tagline       = Text{"民生实事项目监督", "Supervision of livelihood projects"}
	SkipToContent = Text{"跳到正文", "Skip to content"}
	// OtherLanguage names the language that the switch leads to, in that language.
	OtherLanguage = Text{"English", "中文"}
	SignOut       = Text{"退出", "Sign out"}
	Workflows     = Text{"流程运行页", "Workflow pages"}
	Busy          = Text{"正在处理，请稍候…", "Working, one moment…"}
	Where         = Text{"当前位置", "You are here"}
	NextPage      = Text{"下一页", "Next page"}
)

// The campaigns and one campaign.
var (
	Campaigns       = Text{"监督活动", "Campaigns"}
	NoCampaigns     = Text{"还没有监督活动。人大工作人员载入方案后，活动会出现在这里。", "There is no campaign yet. Once the staff load a plan, it appears here."}
	Demonstration   = Text{"演示：非真实活动", "Demonstration: not real"}
	Held            = Text{"消息已暂停，期限照常计算。", "Messages are silenced. Deadlines run on."}
	NextCall        = Text{"下一次提醒或期限：%s", "Next reminder or deadline: %s"}
	GateOpened      = Text{"各项报告已于%s一并提交。", "All reports were submitted together on %s."}
	Source          = Text{"来源：%s", "Source: %s"}
	Notices         = Text{"我的消息", "My notices"}
	AllDuties       = Text{"全部任务", "All duties"}
	MyDuties        = Text{"我的任务", "My duties"}
	Overdue         = Text{"已经逾期", "Overdue"}
	DueThisWeek     = Text{"一周内到期", "Due within a week"}
	NothingOverdue  = Text{"没有逾期的任务。", "Nothing is overdue."}
	NothingDue      = Text{"七天内没有到期的任务。", "Nothing falls due in the next seven days."}
	NoDuties        = Text{"这里没有任务。", "There are no duties here."}
	ShowAllOverdue  = Text{"查看全部逾期任务", "Show all that is overdue"}
	ShowAllDue      = Text{"查看一周内到期的全部任务", "Show all that is due within a week"}
	MyInspections   = Text{"我的督查", "My inspections"}
	OpenToWrite     = Text{"打开并填写", "Open and write"}
	DraftEmpty      = Text{"活动尚未启动：启动后才会产生任务、小组和督查。", "The campaign has not been launched: duties, groups and inspections are made at its launch."}
	InspectionUntil = Text{"截止%s", "until %s"}
)

// The time line.
var (
	TimeLine     = Text{"三个阶段", "Three phases"}
	TimeLineOf   = Text{"三个阶段时间轴，从%s到%s", "Time line of the three phases, from %s to %s"}
	TodayIs      = Text{"今天是%s。", "Today is %s."}
	TodayInPhase = Text{"今天是%s，%s第%d天，共%d天。", "Today is %s: %s, day %d of %d."}
	TodayBefore  = Text{"今天是%s，活动将于%s开始。", "Today is %s. The campaign begins on %s."}
	TodayAfter   = Text{"今天是%s，活动已于%s结束。", "Today is %s. The campaign ended on %s."}
	Today        = Text{"今天", "Today"}
	TodayMark    = Text{"今天 %s", "Today, %s"}
	Ended        = Text{"已结束", "over"}
	Running      = Text{"进行中", "running"}
	Ahead        = Text{"未开始", "ahead"}
	FromTo       = Text{"%s 至 %s", "%s to %s"}
	EnteredEarly = Text{"提前进入，理由：%s", "Entered early, because: %s"}
	PhaseNumber  = Text{"第%d阶段", "Phase %d"}
	NoPhases     = Text{"尚未排定阶段。", "No phases are set yet."}
	DayTomorrow  = Text{"明天", "tomorrow"}
	DayYesterday = Text{"昨天到期", "was due yesterday"}
	DaysLeft     = Text{"还有%d天", "in %d days"}
	DaysOver     = Text{"逾期%d天", "%d days over"}
)

// Groups and projects.
var (
	Groups        = Text{"监督小组", "Supervision groups"}
	NoGroups      = Text{"还没有监督小组。", "There are no supervision groups yet."}
	AllGroups     = Text{"查看全部监督小组", "Show all groups"}
	Convenor      = Text{"召集人：%s", "Convenor: %s"}
	Projects      = Text{"民生实事项目", "Livelihood projects"}
	NoProjects    = Text{"还没有项目。", "There are no projects yet."}
	ProjectText   = Text{"公布的原文", "As published (in Chinese)"}
	AllProjects   = Text{"查看全部项目", "Show all projects"}
	DutiesDone    = Text{"任务完成 %d / %d", "Duties done: %d of %d"}
	NoneYet       = Text{"尚无任务", "No duties yet"}
	OverdueCount  = Text{"逾期 %d 项", "%d overdue"}
	NoneOverdue   = Text{"无逾期", "None overdue"}
	Unit          = Text{"责任单位：%s", "Responsible unit: %s"}
	WatchedBy     = Text{"监督小组：%s", "Group: %s"}
	Indicators    = Text{"指标", "Indicators"}
	TargetUnknown = Text{"目标未知（%s）", "target unknown (%s)"}
	AtLeast       = Text{"不少于 %s %s", "at least %s %s"}
	Exactly       = Text{"%s %s", "%s %s"}
	YearsRunning  = Text{"已连续 %d 年列入", "Listed %d years running"}
)

// One duty.
var (
	Duty         = Text{"任务", "Duty"}
	Holder       = Text{"承担人", "Holder"}
	Window       = Text{"期限", "Window"}
	Phase        = Text{"阶段", "Phase"}
	KindOfDuty   = Text{"类别", "Kind"}
	State        = Text{"状态", "State"}
	ProvenAt     = Text{"完成时间", "Done on"}
	ProvenLate   = Text{"%s（逾期完成）", "%s (late)"}
	ChangedWhy   = Text{"延期或免除的理由", "Why it was extended or excused"}
	Calls        = Text{"提醒与期限", "Reminders and deadlines"}
	NoCalls      = Text{"这项任务没有提醒：启动时期限已过，或者已经办结。", "This duty has no reminders: its window was over at the launch, or it is done."}
	CallTo       = Text{"对象：%s", "For: %s"}
	ToInspection = Text{"打开这次督查", "Open the inspection"}
	RemindWhy    = Text{"最后一日前%d天，提醒尚未完成的承担人。", "%d days before the last day the holder is reminded, if it is not done."}
	RemindToday  = Text{"最后一日当天，提醒尚未完成的承担人。", "On the last day the holder is reminded, if it is not done."}
)

// Notices.
var (
	NoNotices = Text{"还没有消息。提醒、到期和退回都会出现在这里。", "There are no notices yet. Reminders, lapses and returns appear here."}
)

// An inspection and its two forms.
var (
	Group            = Text{"小组", "Group"}
	VisitDay         = Text{"督查日", "Day of the visit"}
	Place            = Text{"地点", "Place"}
	Unannounced      = Text{"暗访", "Unannounced"}
	Urgent           = Text{"急办", "Urgent"}
	KeptFromUnit     = Text{"完成前不对责任单位公开。", "Kept from the unit until it has taken place."}
	NotScheduled     = Text{"尚未安排", "not scheduled yet"}
	Notes            = Text{"督查记录", "Notes"}
	NoNotes          = Text{"还没有记录。", "There are no notes yet."}
	NotesHidden      = Text{"督查记录只对代表、委员和人大工作人员公开。", "Notes are shown to deputies, members and the congress's staff only."}
	LateNote         = Text{"逾期补记", "late"}
	WriteNote        = Text{"填写督查记录", "Write a note"}
	NoteHint         = Text{"写下您看到的情况和建议。提交后不能修改。", "Write what you saw and what you suggest. It cannot be changed afterwards."}
	NoteLateHint     = Text{"期限已过：记录仍会保存，并注明逾期。", "The window is over: your note is kept and marked late."}
	YourNote         = Text{"记录内容", "Your note"}
	SubmitNote       = Text{"提交记录", "Submit the note"}
	NoteFiled        = Text{"记录已提交。您在这次督查中的任务已完成。", "Your note is filed. Your part of this inspection is done."}
	Conclusion       = Text{"督查结论", "Conclusion"}
	WriteConclusion  = Text{"作出督查结论", "Conclude the inspection"}
	ConclusionHint   = Text{"由召集人填写。作出结论后，这次督查才计为完成，结论不能修改。", "For the convenor. Only then does the visit count, and it cannot be changed afterwards."}
	YourConclusion   = Text{"结论内容", "Your conclusion"}
	SubmitConclusion = Text{"提交结论", "Submit the conclusion"}
	ConclusionFiled  = Text{"结论已提交。这次督查计为完成。", "The conclusion is filed. The visit counts."}
	NotOpenYet       = Text{"督查将于%s开始，届时可以填写记录。", "The inspection opens on %s; notes can be written from then on."}
)

// Failures: what happened and what to do.
var (
	FailureTitle    = Text{"没有办成", "That did not work"}
	NoSuchPage      = Text{"没有这个页面。", "There is no such page."}
	ForeignOrigin   = Text{"这个请求来自别的网站，已拒绝。", "This request came from another site and was refused."}
	TooLong         = Text{"内容太长。", "The text is too long."}
	CannotAnswer    = Text{"系统暂时无法回答。", "The system cannot answer just now."}
	SessionOver     = Text{"登录已过期。", "Your session has expired."}
	KeptText        = Text{"您写的内容没有丢失，在下面。", "What you wrote is not lost: it is below."}
	SendAgain       = Text{"再次提交", "Send again"}
	SignInElsewhere = Text{"在新窗口登录", "Open a new window to sign in"}
	Back            = Text{"返回", "Go back"}
	Home            = Text{"回到首页", "Go to the first page"}
)

// Advice says what to do about a refusal, by its reason.
var Advice = map[v1.ErrorReason_Reason]Text{
	v1.ErrorReason_INVALID_REQUEST: {"请检查填写的内容后再提交。", "Check what you wrote, then send it again."},
	v1.ErrorReason_INVALID_PLAN:    {"请按提示修改方案后再提交。", "Mend the plan as listed, then send it again."},
	v1.ErrorReason_INVALID_FILE:    {"请按提示修改文件后重新上传。", "Mend the file as listed, then upload it again."},
	v1.ErrorReason_NOT_SIGNED_IN:   {"请重新登录。", "Sign in again."},
	v1.ErrorReason_NOT_ALLOWED:     {"如果这应当由您办理，请联系本级人大工作人员。", "If this should be yours to do, ask the staff of your congress."},
	v1.ErrorReason_NOT_FOUND:       {"请检查地址，或从首页重新进入。", "Check the address, or start from the first page."},
	v1.ErrorReason_ALREADY_EXISTS:  {"请返回查看已有的内容。", "Go back and look at what is there."},
	v1.ErrorReason_WRONG_STATE:     {"请返回查看活动当前的状态。", "Go back and look at the campaign's state."},
	v1.ErrorReason_CAMPAIGN_OVER:   {"活动的记录已经完整，不再接收新的内容。", "Its record is complete and takes nothing more."},
	v1.ErrorReason_NOT_OPEN:        {"请在开始之后再办理。", "Come back once it has opened."},
	v1.ErrorReason_GATE_SHUT:       {"请先完成并接受各项报告。", "First complete and accept all reports."},
	v1.ErrorReason_ALREADY_DONE:    {"无需再办。请返回查看结果。", "Nothing more is needed. Go back and see the result."},
	v1.ErrorReason_REASON_REQUIRED: {"请写明理由后再提交。", "Give a reason, then send it again."},
	v1.ErrorReason_ALREADY_VOTED:   {"每人一票，您的一票已经收到。", "One ballot each: yours has been received."},
	v1.ErrorReason_BAD_PAGE_TOKEN:  {"请回到第一页重新翻页。", "Go back to the first page of the list."},
	v1.ErrorReason_TOO_LARGE:       {"请缩短内容后再提交。", "Shorten it, then send it again."},
	v1.ErrorReason_NEEDS_SUCCESSOR: {"请为每个席位指定接任人后再提交。", "Name who takes over each of the seats, then send it again."},
	v1.ErrorReason_CONFIRM_EARLIER: {"请先查看哪些期限会提前，勾选确认后再提交。", "Look at what comes earlier, tick that you have seen it, then send it again."},
	v1.ErrorReason_BUSY:            {"请稍等片刻再试。", "Try again in a moment."},
	v1.ErrorReason_TRY_LATER:       {"请过几分钟再试；仍然不行，请联系本级人大工作人员。", "Try again in a few minutes; if it persists, tell the staff of your congress."},
}
