package words

import v1 "duban/api/supervisionv1"

// CampaignState says where a campaign stands.
var CampaignState = map[v1.Campaign_State]Text{
	v1.Campaign_DRAFT:     {"草案", "Draft"},
	v1.Campaign_LIVE:      {"进行中", "Live"},
	v1.Campaign_CLOSED:    {"已办结", "Closed"},
	v1.Campaign_CANCELLED: {"已取消", "Cancelled"},
}

// PhaseName names a phase of the year.
var PhaseName = map[v1.PhaseEntry_Name]Text{
	v1.PhaseEntry_DEPLOYMENT: {"部署发动", "Deployment"},
	v1.PhaseEntry_MONITORING: {"监督推进", "Monitoring"},
	v1.PhaseEntry_EVALUATION: {"总结测评", "Evaluation"},
}

// DutyState says where a duty stands.
var DutyState = map[v1.Duty_State]Text{
	v1.Duty_WAITING:        {"未开始", "Waiting"},
	v1.Duty_OPEN:           {"进行中", "Open"},
	v1.Duty_PROVEN:         {"已完成", "Done"},
	v1.Duty_OVERDUE:        {"逾期", "Overdue"},
	v1.Duty_EXCUSED:        {"免除", "Excused"},
	v1.Duty_BEFORE_TAKE_UP: {"启动前已过", "Before launch"},
	v1.Duty_LEFT_OPEN:      {"未完成", "Left open"},
}

// DutyKind names what a duty asks for.
var DutyKind = map[v1.DutyEntry_Kind]Text{
	v1.DutyEntry_MEETING:          {"会议", "Meeting"},
	v1.DutyEntry_HEARING:          {"听取汇报", "Hearing"},
	v1.DutyEntry_INSPECTION:       {"督查", "Inspection"},
	v1.DutyEntry_DOCUMENT:         {"文件", "Document"},
	v1.DutyEntry_REPORT:           {"报告", "Report"},
	v1.DutyEntry_JOINT_SUBMISSION: {"一并提交", "Joint submission"},
	v1.DutyEntry_DELIBERATION:     {"审议", "Deliberation"},
	v1.DutyEntry_VOTE:             {"满意度测评", "Satisfaction vote"},
}

// CallKind names what falls due.
var CallKind = map[v1.Call_Kind]Text{
	v1.Call_OPEN:     {"开始", "Opens"},
	v1.Call_REMIND:   {"提醒", "Reminder"},
	v1.Call_LAPSE:    {"到期", "Lapse"},
	v1.Call_ESCALATE: {"上报", "Escalation"},
	v1.Call_WARN:     {"配额预警", "Quota warning"},
}

// CallWhy says why a call is made. A reminder's reason counts days: see RemindWhy.
var CallWhy = map[v1.Call_Kind]Text{
	v1.Call_OPEN:     {"期限开始，告知承担人可以办理。", "The window opens: the holder is told."},
	v1.Call_REMIND:   {"提醒尚未完成的承担人。", "The holder is reminded, if it is not done."},
	v1.Call_LAPSE:    {"期限结束时仍未完成，记为逾期。", "If not done when the window ends, it is overdue."},
	v1.Call_WARN:     {"配额的最后机会临近，告知常委会办公厅。", "The last chance to meet the quota is near: the general office is told."},
	v1.Call_ESCALATE: {"逾期后仍未完成，告知召集人，再告知常委会办公厅。", "Still not done: the convenor is told, then the general office."},
}

// CallMark says whether a call was made.
var CallMark = map[v1.Call_Mark]Text{
	v1.Call_AHEAD:  {"待发", "Ahead"},
	v1.Call_MADE:   {"已发", "Made"},
	v1.Call_PASSED: {"已过，未通知", "Passed, nobody told"},
}

// NoticeState says what became of a notice.
var NoticeState = map[v1.Notice_State]Text{
	v1.Notice_QUEUED:    {"待发", "Waiting"},
	v1.Notice_DELIVERED: {"已送达", "Delivered"},
	v1.Notice_SILENCED:  {"暂停中", "Silenced"},
	v1.Notice_DROPPED:   {"已取消", "Dropped"},

	v1.Notice_TO_CALL:     {"转电话通知", "To be told by telephone"},
	v1.Notice_UNDELIVERED: {"未送达", "Not delivered"},
}

// InspectionState says where an inspection stands.
var InspectionState = map[v1.Inspection_State]Text{
	v1.Inspection_PLANNED:   {"未开始", "Planned"},
	v1.Inspection_OPEN:      {"进行中", "Open"},
	v1.Inspection_CONCLUDED: {"已有结论", "Concluded"},
	v1.Inspection_CLOSED:    {"已结束", "Closed"},
}

// SeatRole names what a seat does.
var SeatRole = map[v1.Seat_Role]Text{
	v1.Seat_STAFF:    {"人大工作人员", "Congress staff"},
	v1.Seat_DEPUTY:   {"人大代表", "Deputy"},
	v1.Seat_OFFICIAL: {"责任单位人员", "Official"},
	v1.Seat_MEMBER:   {"常委会组成人员", "Member"},
	v1.Seat_RESIDENT: {"街道居民议事组织成员", "Resident council member"},

	v1.Seat_SYSTEM_ADMIN: {"系统管理员", "System administrator"}, v1.Seat_SECURITY_ADMIN: {"安全管理员", "Security administrator"},
	v1.Seat_AUDITOR: {"审计员", "Auditor"},
}
