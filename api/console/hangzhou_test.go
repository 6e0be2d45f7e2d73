package console

import (
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "duban/api/supervisionv1"
)

// The fixture is the city of Hangzhou's special supervision of 2020 moved to 2026, seen on a Friday of the monitoring
// phase. Numbers that the source lost are unknown here too.

var shanghai = time.FixedZone("Asia/Shanghai", 8*60*60)

var fridayMorning = time.Date(2026, 9, 18, 10, 30, 0, 0, shanghai)

const (
	cityID   = "shili-2026"
	evil     = `<script>document.title="hacked"</script>`
	openID   = cityID + ".autumn-inspection.g03.1"
	aheadID  = cityID + ".winter-inspection.g03.1"
	overdueD = "group-plan/g05/1"
	undatedD = "return-visit/campaign/2026-q4"
)

func at(month time.Month, day, hour int) *timestamppb.Timestamp {
	return timestamppb.New(time.Date(2026, month, day, hour, 0, 0, 0, shanghai))
}

func city() *v1.Campaign {
	return &v1.Campaign{
		Id: cityID, Host: "shili", HostName: "示例市人大常委会", Title: "示例市2026年民生实事项目专项监督",
		State: v1.Campaign_LIVE, Phase: v1.PhaseEntry_MONITORING, Demonstration: true, TimeZone: "Asia/Shanghai",
		LaunchedAt: at(4, 22, 9), NextCallAt: at(9, 21, 9), Source: "杭州市人大常委会专项监督安排（日期移到2026年）",
		Phases: []*v1.Phase{
			{Name: v1.PhaseEntry_DEPLOYMENT, FirstDay: "2026-04-21", LastDay: "2026-05-10"},
			{Name: v1.PhaseEntry_MONITORING, FirstDay: "2026-05-11", LastDay: "2026-11-30"},
			{Name: v1.PhaseEntry_EVALUATION, FirstDay: "2026-12-01", LastDay: "2027-01-31"},
		},
	}
}

func draft2020() *v1.Campaign {
	return &v1.Campaign{
		Id: "hangzhou-2020", Host: "hangzhou", HostName: "杭州市人大常委会", Title: "杭州市2020年民生实事项目专项监督",
		State: v1.Campaign_DRAFT, TimeZone: "Asia/Shanghai",
		Phases: []*v1.Phase{
			{Name: v1.PhaseEntry_DEPLOYMENT, FirstDay: "2020-04-21", LastDay: "2020-05-10"},
			{Name: v1.PhaseEntry_MONITORING, FirstDay: "2020-05-11", LastDay: "2020-11-30"},
			{Name: v1.PhaseEntry_EVALUATION, FirstDay: "2020-12-01", LastDay: "2021-01-31"},
		},
	}
}

// number is a known target.
func number(name string, target float64, unit string) *v1.Indicator {
	return &v1.Indicator{Name: name, Target: &target, Unit: unit}
}

func atLeast(name string, target float64, unit string) *v1.Indicator {
	i := number(name, target, unit)
	i.AtLeast = true
	return i
}

// lost is a target whose number the source has lost.
func lost(name, unit string) *v1.Indicator { return &v1.Indicator{Name: name, Unit: unit} }

type livelihood struct {
	title, unit, text string
	indicators        []*v1.Indicator
}

var livelihoods = []livelihood{
	{"公共卫生能力建设", "市卫生健康委员会", "新建市本级生物安全加强型二级实验室1个，区、县（市）疾控机构实验室实现核酸检测全覆盖，全市新增负压救护车30辆。", []*v1.Indicator{number("生物安全实验室", 1, "个"), number("负压救护车", 30, "辆")}},
	{"城乡居民饮用水提升", "市林业水利局", "提升40万农村居民饮用水标准，城乡规模化供水工程覆盖人口比例90%以上，实施老旧高层住宅小区二次供水设施改造。", []*v1.Indicator{number("农村居民饮用水提标", 400000, "人"), atLeast("规模化供水覆盖人口", 90, "%"), lost("二次供水设施改造", "个")}},
	{"食品安全放心工程", "市市场监督管理局", "建设城乡放心农贸市场52家、农村家宴放心厨房80家、中小学和等级幼儿园食堂智能“阳光厨房”。", []*v1.Indicator{number("放心农贸市场", 52, "家"), number("家宴放心厨房", 80, "家"), lost("智能阳光厨房", "家")}},
	{"老旧小区综合改造", "市住房保障和房产管理局", "实施老旧小区基础设施、小区环境、配套服务以及智慧安防、消防设施等方面综合改造提升；加快既有住宅电梯加装。", []*v1.Indicator{lost("老旧小区改造", "个"), lost("美好家园示范小区", "个")}},
	{"公交与农村公路", "市交通运输局", "调整优化地铁配套公交线路45条；全面收官高品质“四好农村路”建设任务。", []*v1.Indicator{number("配套公交线路", 45, "条"), lost("新改建农村公路", "公里")}},
	{"农村文化礼堂", "市委宣传部", "新建农村文化礼堂，基本实现五百人口规模以上村全覆盖。", []*v1.Indicator{lost("新建文化礼堂", "家"), lost("文化惠民活动", "场")}},
	{"教育与婴幼儿照护", "市教育局", "新建中小学、幼儿园70所，新增学位6.2万个；教室空调覆盖率分别达到95%、65%以上；新增50家3岁以下婴幼儿照护服务机构。", []*v1.Indicator{number("中小学、幼儿园", 70, "所"), number("新增学位", 62000, "个"), atLeast("公办中小学教室空调", 95, "%"), number("照护服务机构", 50, "家")}},
	{"居家养老服务", "市民政局", "建设镇街级示范型居家养老服务中心30家，新增养老机构床位，开展老年人家庭适老化改造。", []*v1.Indicator{number("示范型养老服务中心", 30, "家"), lost("新增养老床位", "张")}},
	{"残疾人关爱", "市残疾人联合会", "实施困难残疾人家庭无障碍设施改造，提升60家星级“残疾人之家”。", []*v1.Indicator{lost("家庭无障碍改造", "户"), number("残疾人之家", 60, "家")}},
	{"生活垃圾分类", "市城市管理局", "新建市级生活垃圾分类示范小区，新建大件垃圾“定时定点”投放和清运商业街40个、生活小区40个。", []*v1.Indicator{lost("示范小区", "个"), number("清运商业街", 40, "个"), number("清运生活小区", 40, "个")}},
}

var numerals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

func groupID(i int) string   { return fmt.Sprintf("g%02d", i+1) }
func projectID(i int) string { return fmt.Sprintf("p%02d", i+1) }

func cityProjects() []*v1.ProjectView {
	var list []*v1.ProjectView
	for i, l := range livelihoods {
		list = append(list, &v1.ProjectView{
			Project:  &v1.Project{Id: projectID(i), Title: l.title, Text: l.text, Indicators: l.indicators},
			UnitName: l.unit, Group: groupID(i), Duties: 9, Proven: int32(3 + i%3), Overdue: int32(i % 5 / 4),
		})
	}
	return list
}

func cityGroups() []*v1.GroupView {
	var list []*v1.GroupView
	for i := range livelihoods {
		id := groupID(i)
		list = append(list, &v1.GroupView{
			Group: &v1.Group{
				Id: id, Name: "第" + numerals[i] + "监督小组", Project: projectID(i), Convenor: id + "-convenor", Members: []string{id + "-deputy-1", id + "-deputy-2"},
			},
			ConvenorTitle: "第" + numerals[i] + "监督小组召集人", Duties: 9, Proven: int32(3 + i%3), Overdue: int32(i % 5 / 4),
		})
	}
	list[8].Group.Name = evil
	return list
}

func cityDuties() []*v1.Duty {
	var list []*v1.Duty
	for i := range livelihoods {
		list = append(list, groupPlan(i), briefing(i), autumnPart(i))
	}
	list = append(list, progressHearing(), deputyPart(), undated())
	return append(list, lateNotices()...)
}

func groupPlan(i int) *v1.Duty {
	d := &v1.Duty{
		Id: "group-plan/" + groupID(i) + "/1", Kind: v1.DutyEntry_DOCUMENT, Title: "制定第" + numerals[i] + "监督小组监督计划",
		Holder: groupID(i) + "-convenor", HolderTitle: "第" + numerals[i] + "监督小组召集人", Group: groupID(i), Project: projectID(i),
		Phase: v1.PhaseEntry_DEPLOYMENT, FirstDay: "2026-04-21", LastDay: "2026-05-10", State: v1.Duty_PROVEN, ProvenAt: at(5, 8, 15),
	}
	if i%5 == 4 {
		d.Urgent = true
		d.State, d.ProvenAt, d.LastDay, d.Reason = v1.Duty_OVERDUE, nil, "2026-09-16", "召集人因公出差，经办公厅同意延期"
	}
	return d
}

func briefing(i int) *v1.Duty {
	return &v1.Duty{
		Id: "briefing/" + groupID(i) + "/1", Kind: v1.DutyEntry_MEETING, Title: "座谈会：听取" + livelihoods[i].unit + "情况介绍",
		HolderTitle: "第" + numerals[i] + "监督小组召集人", Group: groupID(i), Phase: v1.PhaseEntry_MONITORING,
		FirstDay: "2026-05-11", LastDay: "2026-05-31", State: v1.Duty_PROVEN, Late: i == 2, ProvenAt: at(5, 27, 16),
	}
}

func autumnPart(i int) *v1.Duty {
	return &v1.Duty{
		Id: "autumn-inspection/" + groupID(i) + "/1", Kind: v1.DutyEntry_INSPECTION, Title: "秋季专项督查",
		Holder: groupID(i) + "-convenor", HolderTitle: "第" + numerals[i] + "监督小组召集人", Group: groupID(i), Project: projectID(i),
		Phase: v1.PhaseEntry_MONITORING, FirstDay: "2026-09-01", LastDay: "2026-11-30", State: v1.Duty_OPEN,
		Inspection: cityID + ".autumn-inspection." + groupID(i) + ".1", NextCallAt: at(11, 23, 9),
	}
}

func progressHearing() *v1.Duty {
	return &v1.Duty{
		Id: "progress-hearing/campaign/1", Kind: v1.DutyEntry_HEARING, Title: "“一府两院”报告会：听取市政府推进情况汇报",
		HolderTitle: "市政府办公厅", Phase: v1.PhaseEntry_MONITORING, FirstDay: "2026-09-01", LastDay: "2026-09-25", State: v1.Duty_OPEN,
	}
}

func deputyPart() *v1.Duty {
	d := autumnPart(2)
	d.Id, d.Title = "autumn-inspection/g03/1/g03-deputy-1", "秋季专项督查：填写督查记录"
	d.Holder, d.HolderTitle, d.LastDay = "g03-deputy-1", "第三监督小组市人大代表", "2026-09-19"
	d.Unannounced, d.Urgent = true, true
	return d
}

// undated hangs on opinions that have not come.
func undated() *v1.Duty {
	return &v1.Duty{
		Id: undatedD, Campaign: cityID, Kind: v1.DutyEntry_INSPECTION, Title: "收到审议意见后的回访", HolderTitle: "市人大常委会办公厅",
		Phase: v1.PhaseEntry_EVALUATION, State: v1.Duty_WAITING, Quota: "return-visit/campaign/2026-q4", Provisional: true,
		Computation: &v1.Computation{Event: "opinions", Provisional: true, Unsettled: true, Explanation: []string{"结果：待定"}, ExplanationEn: []string{"Result: not known yet"}},
	}
}

// lateNotices are enough duties for a second page.
func lateNotices() []*v1.Duty {
	var list []*v1.Duty
	for i := range 60 {
		list = append(list, &v1.Duty{
			Id: fmt.Sprintf("report/campaign/%d", i+1), Kind: v1.DutyEntry_REPORT, Title: fmt.Sprintf("第%d份推进情况报告", i+1),
			HolderTitle: "责任单位联络员", Phase: v1.PhaseEntry_EVALUATION, FirstDay: "2026-12-01", LastDay: "2027-01-20", State: v1.Duty_WAITING,
		})
	}
	return list
}

func overdueCalls() []*v1.Call {
	call := func(kind v1.Call_Kind, t *timestamppb.Timestamp, mark v1.Call_Mark, to string) *v1.Call {
		return &v1.Call{Kind: kind, At: t, Mark: mark, ToTitle: to}
	}
	return []*v1.Call{
		call(v1.Call_OPEN, at(4, 21, 0), v1.Call_PASSED, "第五监督小组召集人"),
		call(v1.Call_REMIND, at(9, 9, 9), v1.Call_MADE, "第五监督小组召集人"),
		call(v1.Call_REMIND, at(9, 13, 9), v1.Call_MADE, "第五监督小组召集人"),
		call(v1.Call_LAPSE, at(9, 17, 0), v1.Call_MADE, "第五监督小组召集人"),
		call(v1.Call_ESCALATE, at(9, 17, 9), v1.Call_MADE, "第五监督小组召集人"),
		call(v1.Call_ESCALATE, at(9, 22, 9), v1.Call_AHEAD, "市人大常委会办公厅"),
	}
}

func autumn() *v1.Inspection {
	return &v1.Inspection{
		Id: openID, Campaign: cityID, Title: "第三监督小组秋季专项督查", Group: "g03", GroupName: "第三监督小组", Project: "p03",
		State: v1.Inspection_OPEN, FirstDay: "2026-09-01", LastDay: "2026-11-30", VisitDay: "2026-09-17", Place: "滨河农贸市场", OpenedAt: at(9, 1, 0), Convenor: "g03-convenor",
		Unannounced: true,
	}
}

func winter() *v1.Inspection {
	return &v1.Inspection{
		Id: aheadID, Campaign: cityID, Title: "第三监督小组回头看", Group: "g03", GroupName: "第三监督小组",
		State: v1.Inspection_PLANNED, FirstDay: "2026-11-01", LastDay: "2026-11-10", Convenor: "g03-convenor",
	}
}

func firstNote() *v1.Note {
	return &v1.Note{
		Id: "note-1", Inspection: openID, Author: "g03-deputy-2", AuthorTitle: "第三监督小组市人大代表", SubmittedAt: at(9, 17, 16),
		Text: "现场查看了两个摊区，公示牌齐全。\n建议：快检室的检测结果应当天公示。" + evil,
	}
}

func cityNotices() []*v1.Notice {
	return []*v1.Notice{
		{Id: "n1", Campaign: cityID, Duty: "autumn-inspection/g03/1", Kind: "REMIND", Text: "“秋季专项督查”将于明天到期，请填写督查记录。", TextEn: "The autumn inspection is due tomorrow: please write your note.", At: at(9, 18, 9), State: v1.Notice_DELIVERED},
		{Id: "n2", Campaign: cityID, Kind: "PHASE", Text: "活动进入监督推进阶段。", TextEn: "The campaign has entered its monitoring phase.", At: at(5, 11, 9), State: v1.Notice_DELIVERED},
	}
}
