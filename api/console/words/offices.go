package words

import v1 "duban/api/supervisionv1"

// Offices and seats.
var (
	Offices       = Text{"机构与席位", "Offices and seats"}
	OfficesIntro  = Text{"席位承担任务，人员在任期内坐在席位上；人走任务不走。", "Seats hold duties, and people sit in them for a term: whoever leaves, the duties stay."}
	NoOffices     = Text{"还没有机构。启动方案时会按方案设立。", "There are no offices yet. A plan makes those it names when it is launched."}
	HostsAbove    = Text{"上级：%s", "Above: %s"}
	HostsBelow    = Text{"下级单位", "Directly below"}
	BelowOffice   = Text{"隶属于%s", "below %s"}
	HeadDecides   = Text{"文件由负责人审核后报送", "papers leave the house when the head approves"}
	AllSeats      = Text{"全部席位", "All seats"}
	SeatsOf       = Text{"席位：%s", "Seats: %s"}
	NoSeats       = Text{"这里没有席位。", "There are no seats here."}
	SeatEmpty     = Text{"空缺", "nobody"}
	SaveOffice    = Text{"设立或修改机构", "Make or change an office"}
	SaveSeat      = Text{"设立或修改席位", "Make or change a seat"}
	PlaceHost     = Text{"确定上级单位", "Say who is above"}
	OfficeNumber  = Text{"机构编号（小写字母、数字、连字符）", "Office id (small letters, digits, hyphens)"}
	OfficeName    = Text{"机构名称", "Name"}
	OfficeKindIs  = Text{"机构类别", "Kind"}
	OfficeParent  = Text{"上级机构编号，没有则不填", "Id of the office above; empty: none"}
	HeadApproves  = Text{"联络员起草的文件须经负责人审核", "What its liaison drafts needs its head's approval"}
	SeatNumber    = Text{"席位编号（小写字母、数字、连字符）", "Seat id (small letters, digits, hyphens)"}
	SeatTitle     = Text{"席位名称", "Title"}
	SeatRoleIs    = Text{"角色", "Role"}
	SeatOffice    = Text{"所属机构编号，没有则不填", "Id of its office; empty: none"}
	SeatPartIs    = Text{"在单位中的分工", "Part in its unit"}
	NoPart        = Text{"无", "none"}
	ParentHost    = Text{"上级单位编号，没有则不填", "Id of the host above; empty: none"}
	Save          = Text{"保存", "Save"}
	Saved         = Text{"已保存。", "Saved."}
	Vacancies     = Text{"空缺席位", "Empty seats"}
	VacanciesNote = Text{
		"下列席位无人，提醒暂由办公厅代收；请系统管理员安排人员。",
		"Nobody sits in these seats; what is told to them goes to the office until the system administrator seats somebody.",
	}
	VacancyDuties = Text{"%d 项任务未办结", "open duties: %d"}
	VacancyNext   = Text{"最早于%s到期", "the first is due by %s"}
	VacancySince  = Text{"%s起空缺", "empty since %s"}
)

// OfficeKind names what an office is.
var OfficeKind = map[v1.Office_Kind]Text{
	v1.Office_STANDING_COMMITTEE:    {"人大常委会", "Standing committee"},
	v1.Office_GENERAL_OFFICE:        {"办公厅（室）", "General office"},
	v1.Office_WORKING_COMMITTEE:     {"工作委员会", "Working committee"},
	v1.Office_COOPERATING_COMMITTEE: {"协同的人大机构", "Cooperating committee"},
	v1.Office_RESPONSIBLE_UNIT:      {"责任单位", "Responsible unit"},
	v1.Office_GOVERNMENT:            {"政府", "Government"},
	v1.Office_CONGRESS:              {"联动的人大", "Congress of another level"},
	v1.Office_STREET_COMMITTEE:      {"人大街道工委", "Street committee"},
	v1.Office_CONTRACTOR:            {"施工单位", "Contractor"},
	v1.Office_CHAIRPERSONS_MEETING:  {"主任会议", "Chairpersons' meeting"},
	v1.Office_LIAISON_STATION:       {"代表联络站", "Liaison station"},
}

// SeatPart names what a seat has to do with its unit's papers.
var SeatPart = map[v1.SeatView_Part]Text{
	v1.SeatView_HEAD:    {"负责人", "head"},
	v1.SeatView_LIAISON: {"联络员", "liaison"},
}
