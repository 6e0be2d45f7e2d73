package activities_test

import (
	"maps"
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// What the database holds at the end of a year, looked at behind the desk's back.

// facts reads one column of text, whatever the host.
func (y *year) facts(sql string, args ...any) []string {
	y.t.Helper()
	owner, err := pgx.Connect(y.ctx, y.owner)
	if err != nil {
		y.t.Fatal(err)
	}
	defer owner.Close(y.ctx)
	rows, err := owner.Query(y.ctx, sql, args...)
	if err != nil {
		y.t.Fatal(err)
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	y.must(err)
	return all
}

// same asserts that the facts are the lines of a text.
func (y *year) same(want string, got []string) {
	y.t.Helper()
	if diff := cmp.Diff(lines(want), got, cmpopts.EquateEmpty()); diff != "" {
		y.t.Errorf("(-want +got):\n%.6000s", diff)
	}
}

// lines are the trimmed lines of a text, without its empty ones.
func lines(text string) (all []string) {
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			all = append(all, line)
		}
	}
	return all
}

const inChina = `to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.US ')`

// made are the calls in their order: `2020-06-03 09:00:00.000000 REMIND kickoff/campaign/2020 → office-staff`.
func (y *year) made() []string {
	return y.facts(`select ` + inChina + ` || kind || ' ' || duty_id || ' → ' || to_seat || case when passed then ' PASSED' else '' end
		from call order by at, duty_id collate "C", array_position(array['OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE'], kind)`)
}

// told writes calls as made does.
func told(calls []supervision.Call) []string {
	all := make([]string, len(calls))
	for i, c := range calls {
		all[i] = c.At.In(shanghai).Format("2006-01-02 15:04:05.000000 ") + string(c.Kind) + " " + c.Duty + " → " + c.To
		if c.Passed {
			all[i] += " PASSED"
		}
	}
	return all
}

// punctual asserts that every call was made at its instant, and none before an earlier one.
func (y *year) punctual() {
	y.t.Helper()
	y.same("", y.facts(`select duty_id || ' ' || kind || ' ' || at || ' made ' || made_at from call
		where made_at < at or made_at > at + interval '1 minute' order by at limit 20`))
	y.same("", y.facts(`select at || ' made ' || first || ', an earlier one ' || before from (
		select at, min(made_at) as first, lag(max(made_at)) over (order by at) as before from call group by at) c
		where before > first order by at limit 20`))
}

// sameAs asserts that the calls made, and where everything stands at the end, are those of a year in memory.
func (y *year) sameAs(memory *supervision.Year) {
	y.t.Helper()
	if diff := cmp.Diff(told(memory.Calls), y.made()); diff != "" {
		y.t.Errorf("the calls are not those of the year in memory (-memory +made):\n%.6000s", diff)
	}
	y.same(string(memory.Campaign.State)+" "+memory.Campaign.Phase.String(),
		y.facts(`select trim(state || ' ' || (array['', 'DEPLOYMENT', 'MONITORING', 'EVALUATION'])[phase + 1]) from campaign`))
	var stand []string
	for _, d := range memory.Duties() {
		stand = append(stand, d.ID+" "+string(d.State)+" "+d.Window.First.String()+" "+d.Window.Last.String())
	}
	slices.Sort(stand)
	y.same(strings.Join(stand, "\n"), y.facts(`select trim(id || ' ' || state || ' ' || coalesce(first_day::text, '') || ' ' || coalesce(last_day::text, ''))
		from duty order by id collate "C"`))
}

// inspectionsOpened asserts that every inspection's process opened it on its first day, and ended with the campaign if that has ended.
func (y *year) inspectionsOpened() {
	y.t.Helper()
	y.same("", y.facts(`select i.id || ' from ' || first_day || ' was opened ' || coalesce(opened_at::text, 'never') from inspection i
		where opened_at is null or opened_at < first_day::timestamp at time zone 'Asia/Shanghai'
		or opened_at > greatest(first_day::timestamp at time zone 'Asia/Shanghai', $1) + interval '1 minute' order by 1 limit 20`, y.start))
	y.same("", y.facts(`select i.id || ' ' || i.state from inspection i join campaign c on (c.host_id, c.id) = (i.host_id, i.campaign_id)
		where (c.state = 'CLOSED') <> (i.state = 'CLOSED') order by 1 limit 20`))
}

// inspectionLines tell when each inspection was opened and closed; one that never was open has no beginning.
func (y *year) inspectionLines() []string {
	return y.facts(`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI') || ' ◇ ' || what || ' ' || id from (
		select id, opened_at as at, '督查开始' as what from inspection where opened_at < coalesce(closed_at, 'infinity')
		union all select id, closed_at, '督查结束' from inspection) i
		where at is not null order by at, what desc, id`)
}

// runs asserts that a process runs, or that it has ended.
func (y *year) runs(want bool, id string) {
	y.t.Helper()
	if y.running[id] != want {
		y.t.Errorf("%s: running is %v, want %v", id, y.running[id], want)
	}
}

// allOver asserts that the year has left no process, no nudge and nothing to deliver.
func (y *year) allOver() {
	y.t.Helper()
	y.same("", slices.Sorted(maps.Keys(y.running)))
	y.same("", y.facts(`select kind || '/' || id from nudge`))
	y.same("", y.facts(`select id || ' ' || state from notice where state not in ('DELIVERED', 'DROPPED')`))
}
