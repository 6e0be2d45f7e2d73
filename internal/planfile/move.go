package planfile

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"duban/supervision"
)

// Change is what Move makes of a plan.
type Change struct {
	ID, Title        string
	HostID, HostName string
	Days             int // calendar days by which every window moves; earlier if negative
}

// Move rewrites a plan file for a fictitious host: it is marked as a demonstration, its source says what it is a copy
// of, and every window lies some days later, written out in full. All else, comments and order included, stays byte for
// byte. It fails for a plan that cannot be read, and where a value is written in a way that it cannot replace: a text
// on several lines, or a whole plan in braces.
func Move(src []byte, c Change) ([]byte, error) {
	e, err := newEditor(src)
	if err != nil {
		return nil, err
	}
	e.head(c)
	e.shift(c.Days)
	return e.apply()
}

// Demonstration moves a plan to the fictitious 示例市, so that today is the fifth day of its first inspection's window:
// early in the week, something is done, and something is still to do.
func Demonstration(src []byte, today supervision.Date) ([]byte, error) {
	plan, findings := Read(src)
	if plan == nil {
		return nil, refusal(findings)
	}
	first := slices.IndexFunc(plan.Entries, func(e supervision.Entry) bool { return e.Kind == supervision.InspectionDuty })
	if first < 0 {
		return nil, errors.New("the plan has no inspection to show")
	}
	return Move(src, Change{
		ID: "shili-demo", Title: "示例市民生实事项目专项监督（演示 Demonstration）",
		HostID: "shili", HostName: "示例市人大常委会",
		Days: plan.Entries[first].Window.First.AddDays(4).DaysUntil(today),
	})
}

func (e *editor) head(c Change) {
	e.set("id", c.ID)
	e.set("title", c.Title)
	e.set("host.id", c.HostID)
	e.set("host.name", c.HostName)
	e.set("year", strconv.Itoa(e.plan.Period.First.AddDays(c.Days).Year))
	e.set("demonstration", "true")
	e.set("source", strings.TrimSpace(e.plan.Source+fmt.Sprintf(
		"（演示副本：由 %s 整体移动 %d 天而成 / demonstration, a copy of %[1]s moved by %[2]d days）", e.plan.ID, c.Days)))
}

// shift moves every day that is written in the plan.
func (e *editor) shift(days int) {
	for _, d := range e.days {
		w, _ := supervision.ParseWindow(d.text, e.plan.Year) // the plan was read
		e.set(d.field, inFull(w, func(day supervision.Date) supervision.Date { return day.AddDays(days) }))
	}
}
