package activities_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"duban/internal/channels"
	"duban/internal/postgres"
	"duban/supervision"
)

var zero time.Time

// story tells the year in dates: what people did (※), the phases (■), every call, and every morning's digests (✉).
// Calls of one entry at one instant share a line.
func (y *year) story() string {
	lines := slices.Concat(y.events, y.phaseLines(), y.callLines(), y.digestLines())
	slices.SortStableFunc(lines, func(a, b string) int { return strings.Compare(a[:16], b[:16]) })
	return strings.Join(lines, "\n") + "\n"
}

func stamp(at time.Time) string { return at.In(shanghai).Format("2006-01-02 15:04") }

func (y *year) phaseLines() (lines []string) {
	_, phases, err := y.desk.CampaignWithPhases(y.ctx, y.staff(), y.id)
	y.must(err)
	for _, p := range phases {
		if p.EnteredAt != nil {
			lines = append(lines, stamp(*p.EnteredAt)+" ■ "+p.Phase.String()+" 开始")
		}
		if p.LeftAt != nil {
			lines = append(lines, stamp(*p.LeftAt)+" ■ "+p.Phase.String()+" 结束")
		}
	}
	return lines
}

func (y *year) callLines() []string {
	var all []postgres.CallRow
	var after supervision.Call
	for {
		page, err := y.desk.Agenda(y.ctx, y.staff(), y.id, false, after, 500)
		y.must(err)
		for _, c := range page {
			if c.Ahead {
				y.t.Errorf("still ahead at the end: %s %s", c.Kind, c.DutyID)
			}
			all = append(all, c.CallRow)
			after = supervision.Call{At: c.At, Duty: c.DutyID, Kind: c.Kind}
		}
		if len(page) < 500 {
			return grouped(all)
		}
	}
}

// grouped puts calls of one kind and entry at one instant on one line, with their subjects.
func grouped(calls []postgres.CallRow) []string {
	var order []string
	subjects := map[string][]string{}
	for _, c := range calls {
		parts := strings.SplitN(c.DutyID, "/", 2)
		head := fmt.Sprintf("%s %-8s %s", stamp(c.At), c.Kind, parts[0])
		if c.Passed {
			head += " PASSED"
		}
		if subjects[head] == nil {
			order = append(order, head)
		}
		subjects[head] = append(subjects[head], strings.Replace(parts[1], "/2020", "", 1)+"→"+c.ToSeat)
	}
	lines := make([]string, len(order))
	for i, head := range order {
		lines[i] = head + ": " + strings.Join(subjects[head], " ")
	}
	return lines
}

// sent are the messages that went out, in their order.
func (y *year) sent() (all []channels.Message) {
	f, err := os.Open(y.courier)
	if err != nil {
		y.t.Error(err)
		return nil
	}
	defer f.Close()
	for in := bufio.NewScanner(f); in.Scan(); {
		var m channels.Message
		y.must(json.Unmarshal(in.Bytes(), &m))
		all = append(all, m)
	}
	return all
}

func (y *year) digestLines() (lines []string) {
	people, notices := map[string]int{}, map[string]int{}
	for _, m := range y.sent() {
		people[m.Day]++
		for _, line := range m.Lines {
			if strings.HasPrefix(line, "· ") {
				notices[m.Day]++
			}
		}
	}
	for day, n := range people {
		lines = append(lines, fmt.Sprintf("%s 09:00 ✉ %d人, %d条", day, n, notices[day]))
	}
	slices.Sort(lines)
	return lines
}

// messages are what people read, day by day; whoever reads the same shares it.
func (y *year) messages() string {
	var order []string
	readers := map[string][]string{}
	for _, m := range y.sent() {
		text := strings.ReplaceAll("《"+m.Subject+"》\n"+strings.Join(m.Lines, "\n"), m.Name, "◇")
		head := m.Day + "\n" + text
		if readers[head] == nil {
			order = append(order, head)
		}
		readers[head] = append(readers[head], strings.TrimPrefix(m.To, y.plan.Host.ID+"/"))
	}
	slices.SortStableFunc(order, func(a, b string) int { return strings.Compare(a[:10], b[:10]) })
	var b strings.Builder
	for _, head := range order {
		day, text, _ := strings.Cut(head, "\n")
		slices.Sort(readers[head])
		fmt.Fprintf(&b, "✉ %s → %s\n%s\n\n", day, strings.Join(readers[head], " "), text)
	}
	return b.String()
}
