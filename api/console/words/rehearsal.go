package words

import v1 "duban/api/supervisionv1"

// A rehearsal: what is rehearsed.
var (
	Rehearse      = Text{"彩排", "Rehearse"}
	RehearseIntro = Text{
		"把一份方案的全年先走一遍：每一项任务、每一次提醒和对象，以及启动前应当知道的问题。什么都不会保存。",
		"Live the year of a plan before it is launched: every duty, every reminder and whom it reaches, and what should be known beforehand. Nothing is stored.",
	}
	ShippedPlan     = Text{"随程序附带的方案", "A plan that comes with the program"}
	DraftPlan       = Text{"本单位的方案", "A plan of ours"}
	PlanFile        = Text{"方案文件", "A plan file"}
	PlanFileHint    = Text{"YAML 或 JSON 文件，不超过 4 MiB。", "YAML or JSON, at most 4 MiB."}
	PlanText        = Text{"或者粘贴方案原文", "Or paste the plan's text"}
	FileOrText      = Text{"用下面的文件或原文", "The file or the text below"}
	ChoosePlan      = Text{"选择方案", "Choose a plan"}
	NoPlanChosen    = Text{"请选择一份方案，上传文件，或者粘贴原文。", "Choose a plan, upload a file, or paste its text."}
	RehearseAnother = Text{"彩排另一份方案", "Rehearse another plan"}
	PlanRefused     = Text{"方案有误，不能彩排", "The plan has errors and cannot be rehearsed"}
)

// The rehearsed year.
var (
	RehearsalOf     = Text{"彩排：%s", "Rehearsal: %s"}
	RehearsalSums   = Text{"%d 项任务，%d 次提醒与期限，%d 条提示", "%d duties, %d calls, %d findings"}
	RehearsalCaveat = Text{"假定无人提前办结：提醒与逾期都照列。", "As if nobody were done early: every reminder and every lapse is listed."}
	LivedCaveat     = Text{"按所给的事件走过一年：办结的不再提醒。", "The year as lived with the events given: what is done is called no more."}
	YearWeekByWeek  = Text{"全年，按周", "The year, week by week"}
	WeekNumber      = Text{"第%d周", "Week %d"}
	WeekOpens       = Text{"开始", "Opens"}
	WeekDue         = Text{"到期", "Due"}
	WeekLapses      = Text{"逾期与上报", "Lapses and escalations"}
	IfNotDone       = Text{"若未办结：%d 次逾期与上报", "If not done: %d lapses and escalations"}
	QuietWeeks      = Text{"其间 %d 周没有安排。", "Nothing in the %d weeks between."}
	WeekCountsOnly  = Text{
		"内容太多，未列出：开始 %d 项，到期 %d 项，提醒 %d 次。全部内容请用命令 duban rehearse 导出。",
		"Too much to list: %d open, %d fall due, %d reminders. The command duban rehearse writes all of it.",
	}
	UntilDay         = Text{"至%s", "until %s"}
	DueDay           = Text{"期限%s", "due %s"}
	SeatsTold        = Text{"%d 个席位", "%d seats"}
	NamesLeftOut     = Text{"名单太长，未列出。", "The list is too long to show."}
	Times            = Text{"× %d 次", "× %d"}
	Provisional      = Text{"暂定", "provisional"}
	Undated          = Text{"日期未定", "Without a day yet"}
	UndatedWhy       = Text{"这些任务的日期取决于尚未确定的事件，确定之前没有提醒。", "Their days hang on events that are not settled; until then nobody is called."}
	PlanHasNoDuties  = Text{"这份方案在彩排期间没有任何任务。", "The plan makes no duties in the time rehearsed."}
	PrintedRehearsal = Text{"本页由彩排生成，未保存任何内容。", "Made by a rehearsal; nothing was stored."}
)

// Findings.
var (
	Findings     = Text{"提示", "Findings"}
	NoFindings   = Text{"没有发现问题。", "Nothing was found."}
	FindingsSums = Text{"错误 %d 条，警告 %d 条", "%d errors, %d warnings"}
	AtLine       = Text{"第%d行", "line %d"}
	MoreFindings = Text{"另有 %d 条未列出。", "%d more are not listed."}
)

// Severity says how grave a finding is.
var Severity = map[v1.Finding_Severity]Text{
	v1.Finding_ERROR:   {"错误", "Error"},
	v1.Finding_WARNING: {"警告", "Warning"},
}

// Quotas.
var (
	Quotas        = Text{"配额", "Quotas"}
	NoQuotasShown = Text{"这里没有配额。", "There are no quotas here."}
	AllQuotas     = Text{"全部配额", "All quotas"}
	QuotaOf       = Text{"任务", "Duty"}
	QuotaPeriod   = Text{"周期", "Period"}
	QuotaDone     = Text{"完成", "Done"}
	QuotaDoneOf   = Text{"%d / %d 次", "%d of %d"}
	QuotaSums     = Text{"%d 项配额，共应做 %d 次", "%d quotas, %d times in all"}
	QuotaList     = Text{"逐项查看", "Show each"}
	QuotaDays     = Text{"剩余工作日", "Workdays left"}
	QuotaLast     = Text{"最后机会", "Last chance"}
	QuotaState    = Text{"状态", "State"}
	NoLastChance  = Text{"已无机会", "none left"}
	NothingToDo   = Text{"已完成", "done"}
	MoreQuotas    = Text{"另有 %d 项配额未列出。", "%d more quotas are not listed."}
)

// QuotaStates says whether a quota can still be met.
var QuotaStates = map[v1.Quota_State]Text{
	v1.Quota_MET:        {"已完成", "Met"},
	v1.Quota_ON_TRACK:   {"可完成", "Still possible"},
	v1.Quota_AT_RISK:    {"将来不及", "At risk"},
	v1.Quota_IMPOSSIBLE: {"已不可能", "Impossible"},
}
