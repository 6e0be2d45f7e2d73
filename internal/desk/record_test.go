package desk_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/ledger"
	"duban/internal/yeartest"
	"duban/supervision"
)

// does runs a command twice: the first time it leaves exactly one line of the verb in the record, the second time none.
func (w *world) does(verb string, command func() error) {
	w.t.Helper()
	before := w.count("audit")
	w.must(command())
	if got := w.query("select verb from audit order by seq desc limit 1")[0]; got != verb || w.count("audit") != before+1 {
		w.t.Errorf("%s left %d lines, the last one %s", verb, w.count("audit")-before, got)
	}
	w.must(command())
	if again := w.count("audit") - before - 1; again != 0 {
		w.t.Errorf("%s again left %d lines", verb, again)
	}
}

func TestRecord_OneLineAChangeAndNoneForARepeat(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	host := w.plan.Host.ID
	w.does("LAUNCH_CAMPAIGN", func() error { return w.desk.LaunchCampaign(w.ctx, w.system(), w.id) })
	w.does("MAKE_CALLS", func() error { _, err := w.desk.MakeCalls(w.ctx, host, w.id); return err })
	w.does("SUBMIT_DOCUMENT", func() error { _, err := w.submit("g01-convenor", plan1, "p"); return err })
	w.does("EXTEND_DUTY", func() error { return w.extend("group-plan/g02/2020", "2020-05-20", "等待名单") })
	w.does("EXCUSE_DUTY", func() error { return w.excuse("group-plan/g03/2020", "合并") })
	w.does("HOLD_CAMPAIGN", func() error { return w.desk.HoldCampaign(w.ctx, w.staff(), w.id, "换届") })
	w.does("RESUME_CAMPAIGN", func() error { _, err := w.desk.ResumeCampaign(w.ctx, w.staff(), w.id); return err })
	w.live("2020-05-10 23:00")
	w.turn("2020-05-11 00:00")
	w.does("OPEN_PHASE", func() error { return w.desk.OpenPhase(w.ctx, host, w.id, supervision.Monitoring) })
	w.does("SCHEDULE_INSPECTION", func() error {
		return w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地")
	})
	w.live("2020-06-04 17:00")
	w.does("OPEN_INSPECTION", func() error { return w.desk.TurnInspection(w.ctx, host, week, supervision.InspectionStepOpen) })
	w.does("SUBMIT_NOTE", func() error { _, err := w.note("g01-d1", "n1"); return err })
	w.does("CONCLUDE_INSPECTION", func() error { return w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利") })
	w.does("ADVANCE_CAMPAIGN", func() error { return w.desk.AdvanceCampaign(w.ctx, w.staff(), w.id, supervision.Evaluation, "提前") })
	w.does("SUBMIT_REPORTS", func() error { return w.submitReports("主任会议决定") })
	w.handIn("office-staff", deliberation, "minutes")
	w.does("CALL_VOTE", func() error { return w.desk.CallVote(w.ctx, host, w.id) })
	w.does("OPEN_POLL", func() error { return w.desk.TurnPoll(w.ctx, host, poll, supervision.PollStepOpen) })
	w.does("CLOSE_POLL", func() error { return w.desk.ClosePoll(w.ctx, w.staff(), poll, "流会") })
	w.does("TALLY_POLL", func() error { return w.desk.TurnPoll(w.ctx, host, poll, supervision.PollStepTally) })
	w.does("FEED_BACK_POLL", func() error { return w.desk.TurnPoll(w.ctx, host, poll, supervision.PollStepFeedBack) })
	w.does("CLOSE_CAMPAIGN", func() error { return w.desk.CloseCampaign(w.ctx, host, w.id) })
}

// recorded asserts, whatever a test has done, that the record tells it: laid on nothing in their order, the lines of a
// host and their payloads make its rows. Every test of this package ends with it, so that no write is forgotten.
func (w *world) recorded() {
	w.t.Helper()
	if w.unrecorded {
		return
	}
	for _, host := range w.query("select id from host order by id") {
		if wrong := w.told(yeartest.Rebuild(host)); wrong != "" {
			w.t.Errorf("the rows are not what the record tells (-record +rows):\n%.6000s", wrong)
		}
	}
	w.oneLineATransaction()
	w.digestsHold()
}

// told is where the rows are not what the record tells; empty if nowhere.
func (w *world) told(r *yeartest.Rebuilt) string {
	w.t.Helper()
	wrong, err := r.Look(w.ctx, w.db)
	w.must(err)
	return wrong
}

// A record that tells of a line too little, or something else, is found out by its rows, and by the line's digest.
func TestRecord_AWrongPayloadIsFoundOut(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.must(w.excuse(plan1, "合并"))
	w.must(w.extend("group-plan/g02/2020", "2020-05-20", "等待名单"))
	for _, c := range [][2]string{
		{"EXCUSE_DUTY", `payload::jsonb #- '{images,0}'`},
		{"EXCUSE_DUTY", `payload::jsonb #- '{images,0,as,reason}'`},
		{"EXTEND_DUTY", `jsonb_set(payload::jsonb, '{images,0,as,last_day}', '"2020-05-21"')`},
	} {
		whole := w.query("select payload::text from audit_payload join audit using (host_id, seq) where verb = $1", c[0])[0]
		w.tamper(c[0], c[1])
		if w.told(yeartest.Rebuild(w.plan.Host.ID)) == "" || len(w.wrongDigests()) != 1 {
			t.Errorf("nobody finds %s", c)
		}
		w.tamper(c[0], "$2", whole)
	}
}

// tamper makes another payload of that of a line.
func (w *world) tamper(verb, into string, args ...any) {
	w.t.Helper()
	_, err := w.owner.Exec(w.ctx, `update audit_payload p set payload = `+into+` from audit a
		where (a.host_id, a.seq) = (p.host_id, p.seq) and a.verb = $1`, append([]any{verb}, args...)...)
	w.must(err)
}

// What a command makes of a duty after a call of the same transaction is told as it ends: the duty lapses, is extended,
// and is open again.
func TestRecord_ACommandAfterItsOwnCalls(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-10 10:00")
	w.turn("2020-05-12 10:00")
	w.must(w.extend(plan1, "2020-05-20", "等待名单"))
	w.stands(supervision.Open, plan1)
	w.counted(1, "call where duty_id = $1 and kind = 'LAPSE'", plan1)
}

// oneLineATransaction asserts that no transaction has written two lines in a host, but those of a file by person, nor a call without
// one (rule 6).
func (w *world) oneLineATransaction() {
	w.t.Helper()
	byFile := "audit a where verb = 'SAVE_PERSON' and exists (select from audit f where f.verb = 'IMPORT_PEOPLE' and f.xmin::text = a.xmin::text)"
	w.counted(w.count("audit")-w.count(byFile), "(select distinct host_id, xmin::text from audit) x")
	w.counted(0, "call c where not exists (select from audit a where a.xmin = c.xmin)")
}

// digestsHold asserts that no digest is wrong.
func (w *world) digestsHold() {
	w.t.Helper()
	for _, wrong := range w.wrongDigests() {
		w.t.Error(wrong)
	}
}

// wrongDigests are the lines whose digest does not cover their salt and their payload letter for letter as they are
// stored, by which whoever has both can check it. No two salts are alike.
func (w *world) wrongDigests() (wrong []string) {
	w.t.Helper()
	type line struct {
		Verb          string
		Digest, Salt  []byte
		PayloadAsText string
	}
	rows, err := w.owner.Query(w.ctx, "select verb, digest, salt, payload::text as payload_as_text from audit join audit_payload using (host_id, seq)")
	w.must(err)
	lines, err := pgx.CollectRows(rows, pgx.RowToStructByName[line])
	w.must(err)
	hash, err := ledger.HashNamed(w.query("select hash from seal")[0])
	w.must(err)
	salts := map[string]bool{}
	for _, l := range lines {
		salts[string(l.Salt)] = true
		if !bytes.Equal(hash.Digest(l.Salt, []byte(l.PayloadAsText)), l.Digest) {
			wrong = append(wrong, fmt.Sprintf("the digest of %s is not that of %s", l.Verb, l.PayloadAsText))
		}
	}
	if len(lines) != w.count("audit")-w.reduced || len(salts) != len(lines) {
		w.t.Errorf("%d lines, %d with a payload, %d salts", w.count("audit"), len(lines), len(salts))
	}
	return wrong
}

func TestRecord_SaysWhoWhatOnWhatAndWhy(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	w.must(w.excuse(plan1, "合并"))
	w.same(`
		system CREATE_CAMPAIGN campaigns/hangzhou-2020
		system LAUNCH_CAMPAIGN campaigns/hangzhou-2020
		clock MAKE_CALLS campaigns/hangzhou-2020
		hangzhou/office-staff EXCUSE_DUTY campaigns/hangzhou-2020/duties/group-plan/g01/2020 合并`,
		w.query("select concat_ws(' ', actor, verb, object, nullif(reason, '')) from audit order by seq"))
}

// What a command refuses leaves nothing behind, not even a line.
func TestRecord_NothingOfARefusal(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	before := strings.Join(w.everything(), "\n")
	_, late := w.note("g02-d1", "n1")
	w.refused(supervision.NotAllowed, late)
	w.refused(supervision.InvalidRequest, w.extend(partD1, "2020-06-01", "x"))
	w.refused(supervision.GateShut, w.submitReports(""))
	w.refused(supervision.NotAllowed, w.desk.ConcludeInspection(w.ctx, w.as("g01-d1"), week, "x"))
	w.same(before, w.everything())
}

// A change and its line are one: when the line cannot be written, nothing is, nudges and notices included.
func TestRecord_WithoutTheLineNothingIsDone(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.turn("2020-06-11 00:00")
	before := strings.Join(w.everything(), "\n")
	_, err := w.owner.Exec(w.ctx, "revoke insert on audit_payload from duban_app")
	w.must(err)
	_, note := w.note("g01-d1", "n1")
	_, calls := w.desk.MakeCalls(w.ctx, w.plan.Host.ID, w.id)
	for _, err := range []error{
		note, calls,
		w.excuse(partD1, "x"),
		w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "x"),
		w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "x"),
	} {
		if err == nil {
			t.Error("done without a line in the record")
		}
	}
	w.same(before, w.everything())
}
