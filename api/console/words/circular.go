package words

// The monthly circular. Its numbers are as of the instant of reading.
var (
	CircularOf     = Text{"%s监督工作通报", "Circular of %s"}
	CircularToDate = Text{"%s监督工作通报（至今）", "Circular of %s, to date"}
	CircularDays   = Text{"期限在%s的任务。", "Duties due %s."}
	CircularNoDay  = Text{"本月尚无一日结束。", "No day of the month is over yet."}
	CircularAsOf   = Text{"数据截至%s。", "As of %s."}
	CircularEmpty  = Text{"本月没有监督活动。", "No campaign was under way in this month."}
	MoreCampaigns  = Text{"另有 %d 项监督活动未列出。", "%d more campaigns are not listed."}

	CircularDue      = Text{"应办任务", "Duties due"}
	CircularInTime   = Text{"按期完成", "Done in time"}
	CircularLate     = Text{"逾期完成", "Done late"}
	CircularOverdue  = Text{"逾期未完成", "Overdue and open"}
	CircularExcused  = Text{"免除", "Excused"}
	CircularVisits   = Text{"完成督查（次）", "Visits held"}
	CircularLeftOpen = Text{"活动结束时未完成", "Left open at the end"}
	CircularPending  = Text{"待前置程序", "Waiting for another duty"}
	CircularEarlier  = Text{"此前逾期未完成", "Overdue from before"}

	CircularArrears = Text{"逾期未完成的任务", "What is overdue, and whose"}
	ArrearsOf       = Text{"%d 项", "%d"}
	WasDue          = Text{"（期限%s）", "(due %s)"}
	MoreDuties      = Text{"另有 %d 项。", "And %d more."}
	MoreArrears     = Text{"其他承担人另有 %d 项逾期任务，未逐一列出。", "And %d more, of holders who are not listed."}

	CircularRecord  = Text{"操作记录首部", "Head of the record"}
	CircularVouches = Text{
		"本通报刊载操作记录的首部，供留存比对：日后记录若被改动，与之不符，即为变更证据。",
		"This circular prints where the record stands, for everybody to keep: should the record be changed later, it no longer fits, " +
			"and that is evidence of change.",
	}
)
