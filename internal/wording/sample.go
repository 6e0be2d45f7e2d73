package wording

import "duban/supervision"

// Sample are made-up facts with something in every list, to show a template by.
func Sample(k Kind, l Language) Facts {
	f := Facts{Host: "示例市人大常委会", Name: "张三", Day: l.Day(supervision.Date{Year: 2020, Month: 6, Day: 3}), Link: "https://duban.example/notices"}
	if k == Unit {
		f.Office = "市城市管理局"
	}
	campaign := "示例市民生实事项目监督"
	for _, t := range []Told{
		{Kind: string(supervision.CallLapse), Title: "五月办理情况报告", Day: supervision.Date{Year: 2020, Month: 6, Day: 2}},
		{Kind: supervision.NoticeReturned, Title: "整改方案", Day: supervision.Date{Year: 2020, Month: 6, Day: 12}},
		{Kind: string(supervision.CallRemind), Title: "年中进展报告", Day: supervision.Date{Year: 2020, Month: 6, Day: 10}},
		{Kind: supervision.NoticeVisit, Title: "“代表监督周”专项督查", Day: supervision.Date{Year: 2020, Month: 6, Day: 5}},
	}[:shown(k)] {
		t.Campaign = campaign
		f.Add(l, t)
	}
	if k == Digest {
		f.Count, f.More = f.Count+2, 2
	}
	return f
}

// shown is how many lines a message of a kind has.
func shown(k Kind) int {
	switch k {
	case Urgent:
		return 1
	case Test:
		return 0
	case Digest, Unit:
	}
	return 4
}
