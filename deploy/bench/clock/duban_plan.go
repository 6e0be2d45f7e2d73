package main

import (
	"fmt"
	"strings"
)

const (
	host = "bench"
	year = 2031 // of firstDay
)

func campaignID(n int) string { return fmt.Sprintf("campaign-%02d", n) }

func seat(n int) string { return fmt.Sprintf("s%04d", n) }

// id is the duty's in Duban.
func (d duty) id() string { return fmt.Sprintf("e%03d/g%04d/%d", d.Entry, d.Group, year) }

// plan writes the plan of a campaign.
func (l load) plan(duties []duty, campaign int) []byte {
	var p strings.Builder
	fmt.Fprintf(&p, planHead, campaignID(campaign), host, year, l.zones[campaign%len(l.zones)])
	groups := l.groups
	if groups == 1 {
		groups = l.entries
	}
	for i := range groups {
		fmt.Fprintf(&p, "  - {id: %s, role: DEPUTY, title: 第%d席代表}\n", seat(i), i+1)
	}
	p.WriteString("projects:\n")
	for i := range l.project(groups-1) + 1 {
		fmt.Fprintf(&p, "  - {id: p%04d, title: 第%d件民生实事, unit: unit}\n", i, i+1)
	}
	p.WriteString("groups:\n")
	for i := range groups {
		fmt.Fprintf(&p, "  - {id: g%04d, name: 第%d监督小组, project: p%04d, convenor: %s}\n", i, i+1, l.project(i), seat(i))
	}
	p.WriteString("duties:\n")
	for _, d := range duties {
		if d.Campaign == campaign && d.N%l.groups == 0 {
			p.WriteString(l.entry(d))
		}
	}
	return []byte(p.String())
}

// project is the one that a group watches: its own where each entry is for one group, else the one that all watch.
func (l load) project(group int) int {
	if l.groups == 1 {
		return group
	}
	return 0
}

// entry writes the line of the plan that makes a duty, and those of the other groups.
func (l load) entry(d duty) string {
	remind := strings.Join(strings.Fields(fmt.Sprint(l.remind)), ", ")
	return fmt.Sprintf("  - {id: e%03d, title: 月度报告, kind: DOCUMENT, phase: MONITORING, for_each: group, projects: [p%04d], holder: convenor, "+
		"window: %s..%s, remind_days: %s}\n", d.Entry, l.project(d.Group), date(0), date(d.Last), remind)
}

const planHead = `id: %s
title: 专项监督
host: {id: %s, name: 市人大常委会, kind: CONGRESS}
year: %d
time_zone: %s
phases:
  - {phase: DEPLOYMENT, window: 2030-12-01..2030-12-31}
  - {phase: MONITORING, window: 2031-01-01..2035-12-31}
  - {phase: EVALUATION, window: 2036-01-01..2036-12-31}
offices:
  - {id: office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: unit, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, role: STAFF, title: 联络员, office: office}
`
