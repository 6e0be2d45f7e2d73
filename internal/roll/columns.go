package roll

import "duban/supervision"

// The columns, by their headings.
const (
	Number = "编号"
	Name   = "姓名"
	Role   = "角色"
	Office = "单位"
	Seat   = "席位"
	Title  = "职务"
	Part   = "分工"
	Phone  = "手机"
	Email  = "邮箱"
	From   = "任期起"
	To     = "任期止"
)

// column is one of a file.
type column struct {
	name     string // its heading
	en       string // in English
	also     []string
	required bool
	width    float64 // in characters
	hint     string  // what to write, for the template
	read     func(r *Row, text string, late bool) *problem
	show     func(Row) string
}

// problem is what is wrong with a cell.
type problem struct{ code, zh, en string }

// columns are in the order in which a file of ours has them.
var columns = []column{
	{
		name: Number, en: "number", also: []string{"人员编号", "id"}, required: true, width: 12,
		hint: "必填。本单位自定的编号，一人一号、长期不变，如 0012；不要用身份证号。已在另一单位名册中的人，写该单位标识和编号，如 ningbo/0012。",
		read: func(r *Row, text string, _ bool) *problem { return readNumber(&r.Number, text) },
		show: func(r Row) string { return r.Number },
	},
	{
		name: Name, en: "name", required: true, width: 14, hint: "必填。",
		read: func(r *Row, text string, _ bool) *problem { return readName(&r.Name, text) },
		show: func(r Row) string { return r.Name },
	},
	{
		name: Role, en: "role", width: 16,
		hint: "席位的角色：人大代表、人大工作人员、责任单位人员、常委会组成人员、街道居民议事组织成员。管理员不能导入。",
		read: func(r *Row, text string, _ bool) *problem { return readRole(&r.Role, text) },
		show: func(r Row) string { return roleName(r.Role) },
	},
	{
		name: Office, en: "office", also: []string{"部门", "所在单位"}, width: 24, hint: "席位所在的单位，须已在系统中；有几个同名单位时写其标识；代表可以不填。",
		read: func(r *Row, text string, _ bool) *problem { return readText(&r.Office, text) },
		show: func(r Row) string { return r.Office },
	},
	{
		name: Seat, en: "seat", width: 16, hint: "席位编号，小写字母、数字和连字符，如 g01-d1；一席一人，一人可有几席（一席一行）。只登记人员时，本列和其余席位各列都不填。",
		read: func(r *Row, text string, _ bool) *problem { return readSeat(&r.Seat, text) },
		show: func(r Row) string { return r.Seat },
	},
	{
		name: Title, en: "title", width: 20, hint: "席位的职务名称；不填则同角色。",
		read: func(r *Row, text string, _ bool) *problem { return readText(&r.Title, text) },
		show: func(r Row) string { return r.Title },
	},
	{
		name: Part, en: "part", width: 10, hint: "在单位文件上的分工：负责人（审定）或联络员（起草）；其他人不填。",
		read: func(r *Row, text string, _ bool) *problem { return readPart(&r.Part, text) },
		show: func(r Row) string { return partName(r.Part) },
	},
	{
		name: Phone, en: "phone", also: []string{"手机号", "电话"}, width: 16, hint: "可不填。",
		read: func(r *Row, text string, _ bool) *problem { return readPhone(&r.Phone, text) },
		show: func(r Row) string { return r.Phone },
	},
	{
		name: Email, en: "email", also: []string{"邮件", "电子邮箱"}, width: 24, hint: "可不填。",
		read: func(r *Row, text string, _ bool) *problem { return readEmail(&r.Email, text) },
		show: func(r Row) string { return r.Email },
	},
	{
		name: From, en: "from", also: []string{"任期开始"}, width: 12, hint: "任期第一日，如 2026-05-20；不填则从导入当日起。",
		read: func(r *Row, text string, late bool) *problem { return readDay(&r.From, text, late) },
		show: func(r Row) string { return dayText(r.From) },
	},
	{
		name: To, en: "to", also: []string{"任期结束"}, width: 12, hint: "任期最后一日；不填则未定。届满即止：次日零时起不再有该席位的权限。",
		read: func(r *Row, text string, late bool) *problem { return readDay(&r.To, text, late) },
		show: func(r Row) string { return dayText(r.To) },
	},
}

// roles are the names of the roles that a file may give, the first of each role as it is written.
var roles = []struct {
	name string
	role supervision.Role
}{
	{"人大代表", supervision.RoleDeputy},
	{"代表", supervision.RoleDeputy},
	{"人大工作人员", supervision.RoleStaff},
	{"工作人员", supervision.RoleStaff},
	{"责任单位人员", supervision.RoleOfficial},
	{"常委会组成人员", supervision.RoleMember},
	{"街道居民议事组织成员", supervision.RoleResident},
	{"居民议事组织成员", supervision.RoleResident},
}

// administrators are the roles that a file may not give.
var administrators = []string{"系统管理员", "安全管理员", "审计员", "system_admin", "security_admin", "auditor"}

var parts = []struct {
	name string
	part supervision.Part
}{{"负责人", supervision.Head}, {"联络员", supervision.Liaison}}
