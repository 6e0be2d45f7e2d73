//go:build unix

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// A city's campaign as large as they have been: deputies in groups of eight, each of which watches a sub-item.
const (
	deputies = 400
	subItems = 50 // of ten projects
	groups   = 50
)

// writePlan writes a plan of so many duties, and sees that it has them. Each of its entries makes its duties once in the
// year for few, and in each of ten months for many.
func (b bench) writePlan(dir string, duties int) (path string, err error) {
	every := map[int]string{few: "YEAR", many: "MONTH"}[duties]
	path = filepath.Join(dir, fmt.Sprintf("%d-duties.yaml", duties))
	if err = os.WriteFile(path, []byte(plan(every)), 0o600); err != nil {
		return "", err
	}
	said, err := exec.CommandContext(b.ctx, b.program, "check", path).Output()
	if err != nil || !strings.Contains(string(said), fmt.Sprintf(" %d duties", duties)) {
		return "", fmt.Errorf("the plan is not one of %d duties: %w\n%s", duties, err, said)
	}
	return path, nil
}

func plan(every string) string {
	var p strings.Builder
	p.WriteString(head)
	for i := range deputies {
		fmt.Fprintf(&p, "  - {id: d%03d, role: DEPUTY, title: 第%d席代表}\n", i, i+1)
	}
	p.WriteString("projects:\n")
	for i := range subItems / 5 {
		fmt.Fprintf(&p, "  - id: p%02d\n    title: 第%d件民生实事\n    unit: unit\n    indicators:\n", i, i+1)
		for j := range 5 {
			fmt.Fprintf(&p, "      - {name: 子项%d, target: %d, unit: 个}\n", j+1, 10*(j+1))
		}
	}
	p.WriteString("groups:\n")
	for i := range groups {
		seat := func(j int) string { return fmt.Sprintf("d%03d", i*deputies/groups+j) }
		fmt.Fprintf(&p, "  - {id: g%02d, name: 第%d监督小组, project: p%02d, convenor: %s, members: [%s, %s, %s, %s, %s, %s, %s]}\n",
			i, i+1, i/5, seat(0), seat(1), seat(2), seat(3), seat(4), seat(5), seat(6), seat(7))
	}
	p.WriteString("duties:\n")
	entry := func(id, kind, rest string) {
		fmt.Fprintf(&p, "  - {id: %s, title: %[1]s, kind: %s, window: 3月..12月, every: %s, phase: MONITORING, %s}\n", id, kind, every, rest)
	}
	entry("group-visit", "INSPECTION", "for_each: group")                           // 400: a convenor and seven members of 50
	entry("own-visit", "INSPECTION", "for_each: deputy, actor: INDIVIDUAL")         // 400
	for _, id := range []string{"summary", "problem-list", "advice", "follow-up"} { // 4 times 50
		entry(id, "REPORT", "for_each: group, holder: convenor, to: office")
	}
	return p.String()
}

const head = `id: large-2020
title: 大型专项监督
host: {id: large, name: 市人大常委会, kind: CONGRESS}
year: 2020
phases:
  - {phase: DEPLOYMENT, window: 1月..2月}
  - {phase: MONITORING, window: 3月..12月}
  - {phase: EVALUATION, window: 次年1月}
offices:
  - {id: office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: unit, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
`
