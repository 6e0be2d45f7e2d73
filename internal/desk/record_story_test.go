package desk_test

import (
	"slices"
	"testing"

	"duban/internal/ledger"
	"duban/supervision"
)

// lived is a world in which a campaign was lived, with every checkpoint of its record that somebody has kept.
type lived struct {
	*world
	kept []ledger.Checkpoint
}

// liveRecord lives from the launch into the Supervision Week. Whenever something was done, the record is sealed and its
// checkpoint kept, and what nobody has touched fits all that were kept: there is no false alarm.
func liveRecord(t *testing.T, hash ledger.Hash) *lived {
	t.Helper()
	l := &lived{world: sealedWith(t, hash)}
	l.keep()
	l.makeCalls()
	l.keep()
	_, err := l.submit("g01-convenor", plan1, "p")
	l.must(err)
	l.must(l.extend("group-plan/g02/2020", "2020-05-20", "等待“名单”\n第二行"))
	l.keep()
	l.must(l.excuse("group-plan/g03/2020", "合并"))
	l.must(l.desk.HoldCampaign(l.ctx, l.staff(), l.id, "换届"))
	_, err = l.desk.ResumeCampaign(l.ctx, l.staff(), l.id)
	l.must(err)
	l.keep()
	l.live("2020-06-04 17:00")
	l.keep()
	l.must(l.desk.TurnInspection(l.ctx, l.plan.Host.ID, week, supervision.InspectionStepOpen))
	_, err = l.note("g01-d1", "n1")
	l.must(err)
	l.keep()
	l.enrol("hangzhou", "0012", "陈国平")
	l.must(l.desk.ReducePerson(l.ctx, admin("hangzhou"), "0012", "本人要求"))
	l.reduced = 1
	l.keep()
	return l
}

func (l *lived) keep() {
	l.t.Helper()
	l.chain()
	_, head := l.export()
	l.kept = append(l.kept, head)
	if report := l.examined(l.kept...); report.Finding != nil || report.Vouched != uint64(l.count("audit")) {
		l.t.Errorf("%d untouched rows: %+v", l.count("audit"), report)
	}
}

// finds asserts what is found in the record against what was kept.
func (l *lived) finds(kinds ...ledger.Kind) {
	l.t.Helper()
	if f := l.examined(l.kept...).Finding; f == nil || !slices.Contains(kinds, f.Kind) {
		l.t.Errorf("found %v, want one of %v", f, kinds)
	}
}

// byOwner is what an administrator of the database can do.
func (l *lived) byOwner(sql string, args ...any) {
	l.t.Helper()
	l.unrecorded = true
	_, err := l.owner.Exec(l.ctx, sql, args...)
	l.must(err)
}

// What an administrator changes in the database leaves evidence.
func TestRecord_ChangedInTheDatabase(t *testing.T) {
	t.Parallel()
	l := liveRecord(t, ledger.SHA256)
	const third = `(select seq from ledger where index = 3)`
	for _, c := range []struct{ change, undo string }{
		{`update audit set reason = reason || 'x' where seq = ` + third, `update audit set reason = rtrim(reason, 'x') where seq = ` + third},
		{`update audit set at = at + interval '1 day' where seq = ` + third, `update audit set at = at - interval '1 day' where seq = ` + third},
		{
			`update audit_payload set payload = (payload::text || ' ')::json where seq = ` + third,
			`update audit_payload set payload = rtrim(payload::text)::json where seq = ` + third,
		},
		{`update ledger set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where index = 3`, `update ledger set leaf = set_byte(leaf, 0, get_byte(leaf, 0) # 1) where index = 3`},
	} {
		l.byOwner(c.change)
		if f := l.examined().Finding; f == nil || f.Kind != ledger.Edited || f.Index != 3 {
			t.Errorf("%s: found %v", c.change, f)
		}
		l.byOwner(c.undo)
	}
	if f := l.examined(l.kept...).Finding; f != nil {
		t.Errorf("what was undone is found: %v", f)
	}
}

// A payload that was reduced by right leaves its digest, and is no change; one that somebody has taken away is.
func TestRecord_Reduced(t *testing.T) {
	t.Parallel()
	l := liveRecord(t, ledger.SM3)
	if report := l.examined(l.kept...); report.Finding != nil || report.Reduced != 1 {
		t.Errorf("%+v", report)
	}
	for _, verb := range []string{"REDUCE_PERSON", "LAUNCH_CAMPAIGN", "CREATE_CAMPAIGN"} {
		l.byOwner(`delete from audit_payload where seq = (select seq from audit where verb = $1)`, verb)
		f := l.examined(l.kept...).Finding
		if f == nil || f.Kind != ledger.Removed || l.query("select verb from audit where seq = $1", f.Seq)[0] != verb {
			t.Errorf("the payload of %s: found %v", verb, f)
		}
	}
}

// Whoever restores an older copy is found out by the checkpoints that others have kept: at once, and also when the record
// has gone on from there with the same key. Its own new checkpoint, and one kept of the record that was, cannot both be.
func TestRecord_RestoredOlderCopy(t *testing.T) {
	t.Parallel()
	l := liveRecord(t, ledger.SHA256)
	older := l.kept[3].Size
	l.byOwner(`delete from checkpoint where size > $1`, older)
	l.byOwner(`with gone as (delete from ledger where index >= $1 returning host_id, seq),
		payload as (delete from audit_payload using gone where (audit_payload.host_id, audit_payload.seq) = (gone.host_id, gone.seq))
		select from gone`, older)
	l.byOwner(`delete from audit where not exists (select from ledger l where (l.host_id, l.seq) = (audit.host_id, audit.seq))`)
	l.finds(ledger.OlderCopy)
	for l.count("audit") < int(l.kept[len(l.kept)-1].Size) {
		l.must(l.desk.HoldCampaign(l.ctx, l.staff(), l.id, "另一段历史"))
		_, err := l.desk.ResumeCampaign(l.ctx, l.staff(), l.id)
		l.must(err)
	}
	l.chain()
	if f := l.examined(l.kept[:4]...).Finding; f != nil {
		t.Errorf("older checkpoints contradict it: %v", f)
	}
	l.finds(ledger.Changed, ledger.Fork)
}
