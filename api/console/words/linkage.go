package words

// Linkage: what a congress shares with one above it.
var (
	Linkage      = Text{"上下联动", "Linkage"}
	LinkageIntro = Text{
		"共享后，上级人大能看到活动名称、阶段、所选项目及其督查和结论；看不到意见、报告、人员和任务。随时可以停止共享。",
		"A congress above then sees the campaign's title and phase, the projects chosen, their inspections and conclusions; " +
			"it sees no notes, papers, people or duties. Sharing can be ended at any time.",
	}
	NobodyAbove     = Text{"系统中没有登记上级人大，无法共享。", "No congress above is registered here, so nothing can be shared."}
	NotShared       = Text{"未共享", "Not shared"}
	SharedAll       = Text{"已共享全部项目，自%s起", "All projects are shared, since %s"}
	SharedSome      = Text{"已共享 %d 个项目，自%s起", "%d projects are shared, since %s"}
	ShareProjects   = Text{"共享哪些项目（不选即全部）", "Which projects to share (none chosen: all)"}
	Share           = Text{"共享", "Share"}
	ChangeSharing   = Text{"更改共享范围", "Change what is shared"}
	EndSharing      = Text{"停止共享", "Stop sharing"}
	SharingChanged  = Text{"已生效。", "Done."}
	SharedWithUs    = Text{"下级人大共享的活动", "Campaigns shared by congresses below"}
	SharedIntro     = Text{"这里只显示下级人大同意共享的内容。", "Only what the congress below has agreed to share is shown here."}
	NothingShared   = Text{"没有下级人大与我们共享活动。", "No congress below shares a campaign with us."}
	SharedBy        = Text{"%s共享", "Shared by %s"}
	SharedProjects  = Text{"共享的项目", "Projects shared"}
	SharedVisits    = Text{"这些项目的督查", "Inspections of these projects"}
	NoSharedVisits  = Text{"这些项目还没有督查安排。", "No inspection of these projects is arranged."}
	VisitConclusion = Text{"结论：%s", "Conclusion: %s"}
	MoreVisits      = Text{"更多督查", "More inspections"}
)
