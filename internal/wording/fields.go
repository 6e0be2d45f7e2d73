package wording

// shape is what a field holds, and so what may be done with it.
type shape int

const (
	ofText   shape = iota // is printed
	ofNumber              // is printed
	ofFacts               // has fields
	ofLine                // has fields
	ofLines               // is gone through
)

// Field is what a template may name.
type Field struct {
	Name   string
	Zh, En string // what it is
	shape  shape
}

// Fields may stand anywhere but in a list; those of lists are gone through with {{range}}.
var Fields = []Field{
	{"Host", "人大机关名称", "the congress", ofText},
	{"Name", "收件人或单位名称", "the person or office addressed", ofText},
	{"Office", "清单所属单位（只有单位督办清单才有）", "the office whose list it is; empty in other messages", ofText},
	{"Day", "日期", "the day", ofText},
	{"Count", "事项总数", "how many things in all", ofNumber},
	{"Lines", "全部事项（列表）", "all things (a list)", ofLines},
	{"Overdue", "逾期事项（列表）", "what is overdue (a list)", ofLines},
	{"Returned", "退回事项（列表）", "what was returned (a list)", ofLines},
	{"Due", "将到期事项（列表）", "what is due (a list)", ofLines},
	{"Other", "其他事项（列表）", "other things (a list)", ofLines},
	{"More", "未列出的事项数", "how many are not listed", ofNumber},
	{"Link", "登录后查看的网址", "the address to see them at after sign-in", ofText},
}

// LineFields may stand within a list.
var LineFields = []Field{
	{"Of", "所属单位或小组（不必说明时为空）", "whose it is, where that needs saying", ofText},
	{"What", "一句话说明", "one sentence", ofText},
	{"Title", "事项名称", "its title", ofText},
	{"Last", "期限或日期", "the day", ofText},
	{"Campaign", "所属监督工作", "its campaign", ofText},
	{"Times", "相同事项数（只有一项时为空）", "how many alike, if more than one", ofNumber},
}

// fieldsOf lists what can be named where the dot is.
func fieldsOf(dot shape) []Field {
	switch dot {
	case ofFacts:
		return Fields
	case ofLine:
		return LineFields
	case ofText, ofNumber, ofLines:
	}
	return nil
}
