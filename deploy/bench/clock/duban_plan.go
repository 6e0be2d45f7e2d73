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

// holder is the seat that holds a duty: where there is one group only, each entry has a seat of its own.
func (l load) holder(d duty) string {
	if l.groups == 1 {
		return seat(d.Entry)
	}
	return seat(d.Group)
}

// plan writes the plan of a campaign.
func (l load) plan(duties []duty, campaign int) []byte {
	var p strings.Builder
	fmt.Fprintf(&p, planHead, campaignID(campaign), host, year, l.zones[campaign%len(l.zones)])
	for i := range max(l.groups, l.entries) {
		fmt.Fprintf(&p, "  - {id: %s, role: DEPUTY, title: 第%d席代表}\n", seat(i), i+1)
	}
	p.WriteString("groups:\n")
	for i := range l.groups {
		fmt.Fprintf(&p, "  - {id: g%04d, name: 第%d监督小组, project: p, convenor: %s}\n", i, i+1, seat(i))
	}
	p.WriteString("duties:\n")
	for _, d := range duties {
		if d.Campaign == campaign && d.Group == 0 {
			p.WriteString(l.entry(d))
		}
	}
	return []byte(p.String())
}

// entry writes the line of the plan that makes a duty, and those of the other groups.
func (l load) entry(d duty) string {
	holder := "convenor"
	if l.groups == 1 {
		holder = l.holder(d)
	}
	remind := strings.Join(strings.Fields(fmt.Sprint(l.remind)), ", ")
	return fmt.Sprintf("  - {id: e%03d, title: 月度报告, kind: DOCUMENT, phase: MONITORING, for_each: group, holder: %s, window: %s..%s, remind_days: %s}\n",
		d.Entry, holder, date(0), date(d.Last), remind)
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
projects:
  - {id: p, title: 民生实事, unit: unit}
seats:
  - {id: clerk, role: STAFF, title: 联络员, office: office}
`
