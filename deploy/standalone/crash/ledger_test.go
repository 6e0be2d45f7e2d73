package crash_test

import (
	"slices"
	"strings"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"duban/supervision"
)

// What is there in the end, looked at behind the desk's back.

// facts reads one column of text, whatever the host.
func (s *stage) facts(sql string, args ...any) []string {
	s.t.Helper()
	owner, err := pgx.Connect(s.ctx, s.owner)
	s.must(err)
	defer owner.Close(s.ctx)
	rows, err := owner.Query(s.ctx, sql, args...)
	s.must(err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	s.must(err)
	return all
}

// none asserts that there are no such facts.
func (s *stage) none(rule, sql string, args ...any) {
	s.t.Helper()
	if found := s.facts(sql, args...); len(found) > 0 {
		s.t.Errorf("%s:\n%s", rule, strings.Join(found, "\n"))
	}
}

// undone is what processes still have to do. The keeper's own list is not asked: it may lack one.
const undone = `
	select 'campaign ' || id from campaign where state = 'LIVE'
	union all select 'inspection ' || id from inspection where state <> 'CLOSED'
	union all select 'poll ' || id from poll where state <> 'FED_BACK'
	union all select 'notice to ' || seat_id from notice where state not in ('DELIVERED', 'DROPPED')
	union all select 'message to ' || person_id from message where settled_at is null
	union all select 'nudge of ' || kind || '/' || id from nudge`

// left is what is undone; while the database is away, that.
func (s *stage) left() []string {
	owner, err := pgx.Connect(s.ctx, s.owner)
	if err != nil {
		return []string{err.Error()}
	}
	defer owner.Close(s.ctx)
	rows, err := owner.Query(s.ctx, undone)
	if err != nil {
		return []string{err.Error()}
	}
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return []string{err.Error()}
	}
	return all
}

// calls are those made: `2020-09-03 09:00:00.000000 REMIND overall-plan/campaign/2020 → office-staff`.
func (s *stage) calls() []string {
	s.t.Helper()
	return s.facts(`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.US ') || kind || ' ' || duty_id || ' → ' || to_seat
		from call order by at, duty_id collate "C", array_position(array['OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE'], kind)`)
}

// rows are the facts in which a crash may change nothing, not even an instant. What a person's traffic left is not among
// them.
const rows = `
	select 'campaign ' || state || ' ' || phase || ' ' || coalesce(ended_at::text, '') from campaign
	union all select 'phase ' || phase || ' ' || coalesce(entered_at::text, '') || ' ' || coalesce(left_at::text, '') from phase
	union all select 'duty ' || id || ' ' || state || ' ' || coalesce(last_day::text, '') || ' ' || coalesce(proven_at::text, '') || ' ' || late from duty
	union all select 'call ' || kind || ' ' || duty_id || ' ' || at || ' ' || made_at || ' ' || passed from call
	union all select 'notice ' || seat_id || ' ' || kind || ' ' || duty_id || ' ' || at || ' ' || zh || ' ' || state || ' ' || coalesce(digest_day::text, '') from notice
	union all select 'inspection ' || id || ' ' || state || ' ' || coalesce(opened_at::text, '') || ' ' || coalesce(concluded_at::text, '') || ' '
		|| coalesce(closed_at::text, '') || ' ' || reminded from inspection
	union all select 'poll ' || id || ' ' || state || ' ' || coalesce(opened_at::text, '') || ' ' || coalesce(closed_at::text, '') || ' '
		|| coalesce(published_at::text, '') || ' ' || coalesce(fed_back_at::text, '') || ' ' || members from poll
	union all select 'elector ' || seat_id || ' ' || voted from poll_elector
	union all select 'choice ' || project_id || ' ' || grade || ' ' || count(*) from poll_choice group by project_id, grade
	union all select 'result ' || project_id || ' ' || satisfied || ' ' || outcome from poll_result
	union all select 'submission ' || id || ' ' || state || ' ' || submitted_at || ' ' || late || ' ' || coalesce(judged_at::text, '') from submission
	union all select 'note ' || id || ' ' || submitted_at || ' ' || late from note where id not like 'chat-%'
	union all select 'audit ' || verb || ' ' || object || ' ' || at || ' ' || actor from audit
		where actor <> 'clock' and object not like '%/chat-%' order by 1`

// turns are the rows in which not even lateness may change anything.
const turns = `
	select 'campaign ' || state || ' ' || phase || ' ' || coalesce(ended_at::text, '') from campaign
	union all select 'phase ' || phase || ' ' || coalesce(entered_at::text, '') || ' ' || coalesce(left_at::text, '') from phase
	union all select 'duty ' || id || ' ' || state || ' ' || coalesce(last_day::text, '') || ' ' || coalesce(proven_at::text, '') || ' ' || late from duty
	union all select 'inspection ' || id || ' ' || state from inspection
	union all select 'poll ' || id || ' ' || state || ' ' || coalesce(opened_at::text, '') || ' ' || coalesce(closed_at::text, '') from poll
	union all select 'result ' || project_id || ' ' || satisfied || ' ' || outcome from poll_result
	union all select 'submission ' || id || ' ' || state || ' ' || submitted_at || ' ' || late from submission
	union all select 'note ' || id || ' ' || submitted_at || ' ' || late from note where id not like 'chat-%' order by 1`

// sameCalls asserts that the calls made are those of the months in memory: none missing, none twice, none after a proof.
func (s *stage) sameCalls(memory *supervision.Year) {
	s.t.Helper()
	want := make([]string, len(memory.Calls))
	for i, c := range memory.Calls {
		want[i] = c.At.In(china).Format("2006-01-02 15:04:05.000000 ") + string(c.Kind) + " " + c.Duty + " → " + c.To
	}
	s.same("the calls are not those of the months in memory", want, s.calls())
}

func (s *stage) same(rule string, want, got []string) {
	s.t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		s.t.Errorf("%s (-want +got):\n%.6000s", rule, diff)
	}
}

// balance asserts what must be true of every ending, however late things were.
func (s *stage) balance() {
	s.t.Helper()
	s.none("calls before they were due", `select duty_id || ' ' || kind || ' ' || at || ' ' || made_at from call where made_at < at`)
	s.none("calls whose notices are not exactly one, or none where they are passed", `select c.duty_id || ' ' || c.kind || ' ' || c.at || ': ' || count(n.id)
		from call c left join notice n on (n.duty_id, n.kind, n.at, n.seat_id) = (c.duty_id, c.kind, c.at, c.to_seat)
		group by c.duty_id, c.kind, c.at, c.passed having count(n.id) <> case when c.passed then 0 else 1 end`)
	s.none("notices of calls that were not made", `select n.duty_id || ' ' || n.kind || ' ' || n.at from notice n
		where n.kind in ('OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE') and not exists (select from call c
			where (c.duty_id, c.kind, c.at) = (n.duty_id, n.kind, n.at) and not c.passed)`)
	s.none("calls passed that nothing had overtaken, or the other way round", `select duty_id || ' ' || kind || ' ' || at || ' ' || passed from call c
		where passed <> (kind in ('REMIND', 'WARN') and exists (select from call o where (o.duty_id, o.made_at) = (c.duty_id, c.made_at)
			and o.at > c.at and o.kind in (c.kind, 'LAPSE')))`)
	s.none("calls after the proof", `select c.duty_id || ' ' || c.kind || ' ' || c.at from call c
		join duty d on (d.campaign_id, d.id) = (c.campaign_id, c.duty_id) where d.state = 'PROVEN' and c.at > d.proven_at`)
	s.none("notices that nobody was told", `select duty_id || ' ' || kind || ' ' || at || ' ' || state from notice
		where state <> 'DELIVERED' and not (state = 'DROPPED' and (kind in ('OPEN', 'REMIND', 'WARN', 'INVITED') or kind in ('LAPSE', 'ESCALATE')
			and exists (select from duty d where (d.campaign_id, d.id) = (notice.campaign_id, notice.duty_id) and d.state = 'PROVEN')))`)
	s.none("messages that nobody has taken", `select person_id || ' ' || day from message where settled_at is null`)
	s.none("deliveries that were not accepted", `select m.person_id || ' ' || d.state || ' ' || d.reason from delivery d join message m on m.id = d.message_id
		where d.state not in ('ACCEPTED', 'DROPPED')`)
	s.delivered()
	s.said()
}

// delivered asserts that every message that was composed has arrived, with the notices that it carries, on the channel that
// says so and to whom it is for, and nothing else has; what came more than once was the same under the same key, so that its
// receiver has it once.
func (s *stage) delivered() {
	s.t.Helper()
	arrived := map[string]arrival{}
	for _, a := range s.peers.arrivals() {
		if first, again := arrived[a.Key]; again && first != a {
			s.t.Errorf("two messages with one key: %v, %v", first, a)
		}
		arrived[a.Key] = a
	}
	var got []string
	for key, a := range arrived {
		got = append(got, key+" "+a.Channel+" "+a.To)
	}
	slices.Sort(got)
	s.same("what has arrived is not what was accepted", s.facts(`select d.message_id || ' ' || d.channel_id || ' ' || split_part(m.person_id, '/', 2)
		from delivery d join message m on m.id = d.message_id where d.state = 'ACCEPTED' order by 1`), got)
	for _, told := range s.facts(`select m.id || ' ' || coalesce(d.title, s.title) from message m
		join notice n on (n.host_id, n.person_id, n.digest_day) = (m.host_id, m.person_id, m.day)
		join seat s on (s.host_id, s.id) = (n.host_id, n.seat_id) left join duty d on (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id)
		where n.state = 'DELIVERED' and m.person_id not like '%official'`) { // a unit's list says what the unit has to do
		if key, title, _ := strings.Cut(told, " "); !strings.Contains(arrived[key].Text, title) {
			s.t.Errorf("%v does not tell of %s", arrived[key], title)
		}
	}
}

// said asserts that every note of the traffic that was acknowledged is there, once and in its order.
func (s *stage) said() {
	s.t.Helper()
	n := int(s.chatter.acknowledged.Load())
	if n < 20 {
		s.t.Errorf("only %d notes of the traffic came through", n)
	}
	notes := s.facts(`select id || ' ' || text from note where id like 'chat-%' order by id`)
	if len(notes) < n || len(notes) > n+1 { // the last one's answer may be lost for good
		s.t.Errorf("%d notes of the traffic were acknowledged, %d are there", n, len(notes))
	}
	s.none("notes out of their order", `select id from (select id, submitted_at < lag(submitted_at) over (order by id) as early
		from note where id like 'chat-%') n where early`)
}
