package supervision

// 中华人民共和国各级人民代表大会常务委员会监督法 (2006, amended 2024).
var supervisionLaw = []Preset{
	{
		Name: "SL-15a", Article: "监督法(2024)第十五条", Due: before(20, Days),
		Zh: "专项工作报告在常委会举行会议的二十日前送交有关专门委员会或者工作机构征求意见",
		En: "the report goes to the special committee or working body for comment 20 days before the session",
	},
	{
		Name: "SL-15b", Article: "监督法(2024)第十五条", Due: before(10, Days),
		Zh: "修改后的专项工作报告在常委会举行会议的十日前送交常委会",
		En: "the revised report goes to the standing committee 10 days before the session",
	},
	{
		Name: "SL-15c", Article: "监督法(2024)第十五条", Due: before(7, Days),
		Zh: "常委会办事机构在常委会举行会议的七日前将专项工作报告发给组成人员",
		En: "the office distributes the report to the members 7 days before the session",
	},
	{
		Name: "SL-19", Article: "监督法(2024)第十九条", Window: "6月..9月",
		Zh: "县级以上地方政府每年六月至九月提请审查和批准上一年度本级决算草案",
		En: "the final accounts of the year before are put to the standing committee in June to September",
	},
	{
		Name: "SL-20", Article: "监督法(2024)第二十条", Window: "6月..9月",
		Zh: "政府每年六月至九月报告本年度上一阶段计划、预算的执行情况",
		En: "the government reports on the execution of plan and budget in June to September",
	},
	{
		Name: "SL-27", Article: "监督法(2024)第二十七条", Due: within(6, Months),
		Zh: "听取和审议审计工作报告后的六个月内，听取和审议审计查出问题整改情况的报告",
		En: "the report on rectifying what the audit found is heard within 6 months of the audit report",
	},
}

// What governs deputies' suggestions: 代表法 (2025), and Zhejiang's 代表建议、批评和意见办理的规定 (2016).
var deputiesSuggestions = []Preset{
	{
		Name: "DL-51", Article: "代表法(2025)第五十一条", Due: within(3, Months),
		Zh: "代表建议、批评和意见自交办之日起三个月内答复",
		En: "a suggestion is answered within 3 months of its hand-over",
	},
	{
		Name: "DL-51w", Article: "代表法(2025)第五十一条", Due: within(6, Months),
		Zh: "涉及面广、处理难度大的建议、批评和意见自交办之日起六个月内答复",
		En: "a wide or difficult suggestion is answered within 6 months of its hand-over",
	},
	{
		Name: "ZS-10", Article: "浙江省代表建议办理规定(2016)第十条", Due: within(7, Days),
		Zh: "闭会期间提出的建议在受理后的七天内通知代表",
		En: "the deputy is told within 7 days that a suggestion made between sessions is accepted",
	},
	{
		Name: "ZS-14", Article: "浙江省代表建议办理规定(2016)第十四条", Due: within(10, Days),
		Zh: "不属于本单位职责范围的，收到之日起十日内向交办机构说明情况，经同意后退回",
		En: "a suggestion to the wrong addressee is returned, with consent, within 10 days of receipt",
	},
	{
		Name: "ZS-18", Article: "浙江省代表建议办理规定(2016)第十八条", Due: within(2, Months),
		Zh: "会办单位收到之日起两个月内将书面办理意见告知主办单位",
		En: "a co-handler answers the lead handler within 2 months of receipt",
	},
	{
		Name: "ZS-21", Article: "浙江省代表建议办理规定(2016)第二十一条", Due: within(3, Months),
		Zh: "接到交办的建议后的三个月内将办理结果书面答复代表",
		En: "the deputy is answered in writing within 3 months of the hand-over",
	},
	{
		Name: "ZS-21w", Article: "浙江省代表建议办理规定(2016)第二十一条", Due: within(6, Months),
		Zh: "量大或者复杂的，经交办机构同意，可以延长至六个月内答复",
		En: "where there are many or they are complex, and with the assigner's consent, within 6 months",
	},
	{
		Name: "ZS-24", Article: "浙江省代表建议办理规定(2016)第二十四条", Due: within(1, Months),
		Zh: "代表对答复不满意的，承办单位在一个月内重新书面答复",
		En: "a deputy who is not satisfied is answered anew within 1 month",
	},
}
