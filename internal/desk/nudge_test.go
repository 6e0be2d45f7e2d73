package desk_test

import "testing"

// nudged empties the outbox and says whom it named.
func (w *world) nudged() []string {
	w.t.Helper()
	names := w.query("select distinct kind || '/' || id from nudge order by 1")
	_, err := w.owner.Exec(w.ctx, "delete from nudge")
	w.must(err)
	return names
}

const nudgeCampaign = "campaign/hangzhou-2020"

func TestNudge_WhenTheNextCallComesEarlier(t *testing.T) {
	t.Parallel()
	w := accepted(t, completion)
	w.live("2021-01-03 10:00")
	w.nudged()
	w.must(w.extend(completion, "2021-01-09", "等待验收")) // reminded on the 6th, no longer escalated on the 4th
	w.handIn("gov-official", completion, "c1")         // next is the joint submission, reminded on the 7th
	w.same("", w.nudged())
	w.must(w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, "c1", "缺附件"))
	w.same(nudgeCampaign, w.nudged())
	w.counted(1, "campaign where next_at = $1", instant(t, "2021-01-06 09:00"))
}

// A report handed back after its end lapses at once: the process must look now.
func TestNudge_WhenACallIsDueAtOnce(t *testing.T) {
	t.Parallel()
	w := returned(t, "2020-12-25 10:00", "2021-01-05 15:00")
	w.same(nudgeCampaign, w.query("select kind || '/' || id from nudge order by seq desc limit 1"))
	w.counted(1, "campaign where next_at = $1", instant(t, "2021-01-05 15:00"))
}

func TestNudge_WhenTheNextStepChanges(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	w.live("2021-01-14 10:00")
	w.nudged()
	w.must(w.submitReports(""))
	w.same(nudgeCampaign, w.nudged())
	w.handIn("office-staff", deliberation, "minutes")
	w.same(nudgeCampaign, w.nudged())
	w.must(w.desk.CallVote(w.ctx, w.plan.Host.ID, w.id))
	w.same("vote/"+poll, w.nudged()) // the campaign's own process took this step and knows
}

func TestNudge_NoneWhenNothingComesEarlier(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.nudged()
	_, err := w.note("g01-d1", "n1")
	w.must(err)
	w.must(w.extend(partD2, "2020-06-20", "请假"))
	w.hold()
	w.same("", w.nudged())
}

func TestNudge_AnInspectionThatIsScheduledOrConcluded(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	w.nudged()
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地"))
	w.same("inspection/"+week, w.nudged())
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.same("inspection/"+week, w.nudged())
}

// The end of a campaign is told to every process that it still has.
func TestNudge_EveryProcessOfACampaignThatEnds(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.nudged()
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	if told := w.nudged(); len(told) != 1+20 || told[0] != nudgeCampaign {
		t.Errorf("told %v", told)
	}
}

// One that was launched when its visits were over has no process of theirs, but that of its poll.
func TestNudge_NoProcessOfWhatWasOverBeforeTakeUp(t *testing.T) {
	t.Parallel()
	w := voting(t)
	w.counted(20, "inspection where state = 'CLOSED'")
	w.nudged()
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.same(nudgeCampaign+"\nvote/"+poll, w.nudged())
}
