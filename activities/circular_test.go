package activities_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/desk"
	"duban/plans"
	"duban/supervision"
)

// The circular of June 2020 (HZ-11), as it was told on the morning of the visits, when the week had lapsed for two groups,
// and once the month was over. Before a visit is concluded it tells of none.
func TestHZ_TheCircularOfJune2020(t *testing.T) {
	t.Parallel()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-21 08:30")
	y.theYearOf2020()
	var told strings.Builder
	for _, when := range []string{"2020-06-04 09:30", "2020-06-11 10:00", "2020-07-01 09:00"} {
		y.quietly(when, func() { told.WriteString(y.circular(supervision.Month{Year: 2020, Month: 6})) })
	}
	y.live("2020-07-02 00:00")
	y.golden("circular-2020-06.txt", told.String(), *update)
}

// circular reads a month's circular, whose foot is the head that the record has.
func (y *year) circular(month supervision.Month) string {
	y.t.Helper()
	y.must(y.desk.ChainAudit(y.ctx, y.plan.Host.ID))
	head, err := y.desk.RecordHead(y.ctx, y.staff())
	y.must(err)
	c, err := y.desk.Circular(y.ctx, y.staff(), month)
	y.must(err)
	if diff := cmp.Diff(head, c.Head); diff != "" || head.Size == 0 || head.Signed == "" {
		y.t.Errorf("the head at the foot is not the record's (-want +got):\n%s", diff)
	}
	return circularText(c)
}

// circularText is what a circular tells, for a person to check.
func circularText(c desk.Circular) string {
	var out strings.Builder
	fmt.Fprintf(&out, "%s 通报, %s 读", c.Month, stamp(c.AsOf))
	if c.ToDate() {
		out.WriteString(", 至今")
	}
	fmt.Fprintf(&out, ", 计 %s\n", c.Days)
	for _, m := range c.Campaigns {
		fmt.Fprintf(&out, "%s %s %s\n", m.Title, m.State, m.Phase)
		fmt.Fprintf(&out, "  应办 %d: 按期 %d, 逾期完成 %d, 逾期未完成 %d, 结束时未完成 %d, 免除 %d, 待前置 %d; 此前逾期 %d; 督查 %d\n",
			m.Due(), m.InTime, m.Late, m.Overdue, m.LeftOpen, m.Excused, m.Pending, m.Earlier, m.Visits)
		for _, a := range m.Arrears {
			fmt.Fprintf(&out, "  %s %d项:", a.Holder, a.Duties)
			for _, d := range a.Named {
				fmt.Fprintf(&out, " %s(%s) %s", d.Title, d.ID, d.Last)
			}
			out.WriteString("\n")
		}
		fmt.Fprintf(&out, "  未列 %d\n", m.Unnamed())
	}
	return out.String() + "\n"
}
