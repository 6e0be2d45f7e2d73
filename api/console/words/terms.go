package words

import v1 "duban/api/supervisionv1"

// Coming, leaving, and what is held about somebody.
var (
	AddPerson    = Text{"添加人员", "Put somebody on the roll"}
	ChangePerson = Text{"修改人员信息", "Change these details"}
	PersonIDHint = Text{"编号；其他单位的人员填其完整编号，姓名须一致", "Number; of somebody of another host the whole id, and the name they have there"}
	SeatPerson   = Text{"安排席位", "Let them into a seat"}
	SeatToTake   = Text{"席位编号", "Seat id"}
	FirstDay     = Text{"任期起日，不填为现在", "First day; empty: from now"}
	LastDay      = Text{"任期止日，不填为长期", "Last day; empty: until further notice"}
	EndTerm      = Text{"结束任期", "End their term"}
	EndTermHint  = Text{
		"任务随席位移交给接任人，编号与期限不变。还有任务的席位必须指定接任人。",
		"Duties stay with the seat, with their ids and days. A seat on which something rests needs a successor.",
	}
	SeatToLeave       = Text{"离任的席位", "Seat that they leave"}
	EverySeat         = Text{"全部席位", "all of theirs"}
	LeavingDay        = Text{"任期最后一日，不填为立即", "Last day; empty: now"}
	SuccessorOf       = Text{"%s的接任人", "Who takes over: %s"}
	NoSuccessor       = Text{"无人接任", "nobody"}
	FindSuccessor     = Text{"按姓名查找接任人", "Find a successor by name"}
	FindSuccessorHint = Text{"名册较长，下面最多列出 %d 人；接任人须先列入名册。", "The roll is long: below are %d people at most. A successor must be on the roll."}
	ReducePerson      = Text{"删减个人信息", "Take these details away"}
	ReduceHint        = Text{
		"姓名、手机、邮箱和登录方式将被删除，不能恢复；所办事项和记录条目保留。",
		"Name, phone, mail and how they signed in are taken away for good; what they did, and the lines of the record, stay.",
	}
	WhatIsHeld   = Text{"系统中保存的个人信息", "What is held about this person"}
	HeldIntro    = Text{"除名册和任期外，本单位在系统中保存的与此人有关的全部内容，由远到近。", "All that this host holds about the person beside the roll and their terms, the oldest first."}
	DownloadHeld = Text{"下载全部（JSON）", "Download all of it (JSON)"}
	NothingHeld  = Text{"没有其他内容。", "There is nothing else."}
)

// PersonalFact names what is held about somebody.
var PersonalFact = map[v1.PersonalFact_Kind]Text{
	v1.PersonalFact_ACCOUNT:    {"账号", "Account"},
	v1.PersonalFact_SESSION:    {"登录", "Sign-in"},
	v1.PersonalFact_NOTICE:     {"消息", "Notice"},
	v1.PersonalFact_NOTE:       {"督查记录", "Note"},
	v1.PersonalFact_SUBMISSION: {"提交的文件", "Submission"},
	v1.PersonalFact_BALLOT:     {"测评资格（不含所投内容）", "Right to vote (never what was voted)"},
	v1.PersonalFact_DEED:       {"操作", "What they did"},
	v1.PersonalFact_ENTRY:      {"对其信息的操作", "What was done with their details"},
	v1.PersonalFact_FEED:       {"日历订阅（最近读取日）", "Calendar address (the day it was read last)"},
	v1.PersonalFact_ADMISSION:  {"接纳外单位账号", "Let in on another host's word"},
	v1.PersonalFact_DELIVERY:   {"消息的送达", "How a message was delivered"},
}
