package supervision

// 浙江省各级人民代表大会常务委员会监督条例 (2008). Its article 13 exempts urgent topics.
var zhejiangSupervision = []Preset{
	{
		Name: "ZJ-13a", Article: "浙江省监督条例(2008)第十三条", Due: before(20, Days),
		Zh: "专项工作报告在常委会举行会议的二十日前送交有关委员会征求意见",
		En: "the report goes to the committee for comment 20 days before the session",
	},
	{
		Name: "ZJ-13b", Article: "浙江省监督条例(2008)第十三条", Due: before(10, Days),
		Zh: "修改后的专项工作报告在常委会举行会议的十日前送交常委会",
		En: "the revised report goes to the standing committee 10 days before the session",
	},
	{
		Name: "ZJ-13c", Article: "浙江省监督条例(2008)第十三条", Due: before(7, Days),
		Zh: "常委会办事机构在常委会举行会议的七日前将专项工作报告发给组成人员",
		En: "the office distributes the report to the members 7 days before the session",
	},
	{
		Name: "ZJ-13d", Article: "浙江省监督条例(2008)第十三条", Due: within(5, Days),
		Zh: "有关委员会收到报告稿后五日内提出意见",
		En: "the committee answers the draft within 5 days",
	},
	{
		Name: "ZJ-29", Article: "浙江省监督条例(2008)第二十九条", Due: before(1, Months),
		Zh: "执法检查方案在检查开始的一个月前通知",
		En: "the inspection plan is notified 1 month before an enforcement inspection",
	},
	{
		Name: "ZJ-43", Article: "浙江省监督条例(2008)第四十三条", Due: within(7, Days),
		Zh: "审议意见经主任会议通过后七日内交办",
		En: "opinions are handed over within 7 days of their adoption by the chairpersons' meeting",
	},
	{
		Name: "ZJ-44", Article: "浙江省监督条例(2008)第四十四条", Due: within(3, Months),
		Zh: "收到审议意见之日起三个月内，或者在主任会议确定的期限内，提出研究处理情况的书面报告",
		En: "the handling report is due within 3 months of receipt, or by the time that the chairpersons' meeting sets",
	},
}

// Zhejiang's rules for streets and for deputies: 街道人大工作条例 (2019), 实施代表法办法 (2016).
var zhejiangDeputies = []Preset{
	{
		Name: "ZJ-S17", Article: "浙江省街道人大工作条例(2019)第十七条", Every: EveryYear, AtLeast: 1,
		Zh: "街道居民议事会议每年至少召开一次",
		En: "the street's residents' council meets at least once a year",
	},
	{
		Name: "ZJ-G19a", Article: "浙江省实施代表法办法(2016)第十九条", Every: EveryYear, AtLeast: 2,
		Zh: "代表中心组活动一般每年不少于两次",
		En: "a deputies' central group is active at least twice a year, as a rule",
	},
	{
		Name: "ZJ-G19b", Article: "浙江省实施代表法办法(2016)第十九条", Every: EveryYear, AtLeast: 3,
		Zh: "代表小组活动一般每年不少于三次",
		En: "a deputies' group is active at least three times a year, as a rule",
	},
	{
		Name: "ZJ-F", Article: "浙江省实施代表法办法(2016)第二十四条", Due: within(3, Months),
		Zh: "视察、专题调研报告中意见和建议的研究处理情况在三个月内向代表反馈",
		En: "what became of the advice in reports from tours and studies is fed back to deputies within 3 months",
	},
}

// Hangzhou's practice of 2019: 一事一小组、一月一通报、一季一督查、半年一报告、一年一测评.
var hangzhouFormula = []Preset{
	{
		Name: "HZ2019-M", Article: "杭州市人大常委会2019年做法", Every: EveryMonth, AtLeast: 1,
		Zh: "一月一通报", En: "a circular every month",
	},
	{
		Name: "HZ2019-Q", Article: "杭州市人大常委会2019年做法", Every: EveryQuarter, AtLeast: 1,
		Zh: "一季一督查", En: "an inspection every quarter",
	},
	{
		Name: "HZ2019-H", Article: "杭州市人大常委会2019年做法", Every: EveryHalfYear, AtLeast: 1,
		Zh: "半年一报告", En: "a report every half-year",
	},
	{
		Name: "HZ2019-Y", Article: "杭州市人大常委会2019年做法", Every: EveryYear, AtLeast: 1,
		Zh: "一年一测评", En: "a satisfaction vote every year",
	},
}
