package documents

import "duban/supervision"

var methodWords = map[supervision.Method]word{
	"SITE_INSPECTION": {"实地视察", "site inspection"}, "HEARING_A_REPORT": {"听取汇报", "hearing a report"},
	"REMOTE_QUESTIONING": {"连线询问", "questions by video"}, "RESIDENT_COUNCIL": {"街道居民议事", "residents' council"},
	"TARGETED_INSPECTION": {"定向视察", "targeted inspection"}, "ACTIVITY_DAY": {"代表统一活动日", "deputies' activity day"},
	"RECEPTION_DAY": {"主任接待日", "reception day"}, "AT_LIAISON_STATION": {"代表进联络站", "at the liaison station"},
	"COLLECTIVE_TOUR": {"集中视察", "collective tour"},
}

var formWords = map[supervision.Form]word{
	supervision.FullCoverage: {"全覆盖", "full coverage"}, supervision.Basically: {"基本实现", "basically"},
	supervision.Paper: {"出台文件", "a paper"},
}

var mismatchWords = map[supervision.Mismatch]word{
	supervision.TargetLost:     {"源文缺数，目标未知", "the source lost the number"},
	supervision.ListOpen:       {"“等”字未列全", "the list is not closed"},
	supervision.CoverageSoft:   {"“全覆盖”“基本实现”未说明范围或程度", "how far is not said"},
	supervision.NoTargets:      {"没有可核对的指标", "nothing that can be checked"},
	supervision.NobodyWatches:  {"没有责任工委、小组，也没有督查", "no committee, no group and no visit"},
	supervision.NeverInspected: {"没有安排督查", "no visit is planned"},
}
