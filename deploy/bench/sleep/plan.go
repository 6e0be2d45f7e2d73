package main

import (
	"fmt"
	"strings"
	"time"
)

// sleeping is the instant at which plans are launched: the spring of a year whose holidays are known, months before
// anything falls due that nobody brings about.
var sleeping = time.Date(2020, 3, 2, 4, 0, 0, 0, time.UTC)

// dated is a plan in which nothing has a day but what hangs on events that nobody has dated yet. Zones put its midnights
// apart from those of the other campaigns.
func dated(id, zone string, events int) string {
	var names, duties strings.Builder
	for i := range events {
		fmt.Fprintf(&names, "  - {id: e%02d, title: 第%[1]d次会议}\n", i)
		fmt.Fprintf(&duties, "  - {id: d%02d, kind: DOCUMENT, title: 第%[1]d次会议后的报告, phase: MONITORING, "+
			"due: {event: e%02[1]d, count: 200, roll: STAY}, holder: clerk}\n", i)
	}
	return plan("city", id, zone) + "events:\n" + names.String() + "duties:\n" + duties.String()
}

// daily is a plan in which something falls due on every day of a season.
func daily(host, id string) string {
	return plan(host, id, "Asia/Shanghai") + "duties:\n  - {id: week, kind: DOCUMENT, title: 周报, phase: MONITORING, window: 3月..12月, " +
		"every: WEEK, remind_days: [6, 5, 4, 3, 2, 1, 0], holder: clerk}\n"
}

// autumn is a plan of so many duties, none of which makes a call before the autumn.
func autumn(host, id string, duties int) string {
	var p strings.Builder
	p.WriteString(plan(host, id, "Asia/Shanghai") + "duties:\n")
	for i := range duties {
		fmt.Fprintf(&p, "  - {id: d%04d, kind: DOCUMENT, title: 第%[1]d份材料, phase: MONITORING, window: 11月, holder: clerk}\n", i)
	}
	return p.String()
}

// plan is what is the same in all of them.
func plan(host, id, zone string) string {
	return fmt.Sprintf(`id: %s
title: 民生实事项目专项监督
host: {id: %s, name: 市人大常委会, kind: CONGRESS}
year: 2020
time_zone: %s
phases:
  - {phase: DEPLOYMENT, window: 1月..2月}
  - {phase: MONITORING, window: 3月..12月}
  - {phase: EVALUATION, window: 次年1月}
offices:
  - {id: office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: unit, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
projects:
  - {id: p01, title: 民生实事, unit: unit, indicators: [{name: 子项, target: 1, unit: 个}]}
`, id, host, zone)
}
