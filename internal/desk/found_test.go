package desk_test

import (
	"strings"
	"testing"
	"time"

	"duban/supervision"
)

// The morning's digest takes the reminder of a visit even when the clock is a little late.
func TestDigest_HasTheReminderOfAVisitThoughItIsLate(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-06-01 08:00")
	w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, "2020-06-05"), "工地"))
	w.turnTo(instant(t, "2020-06-04 09:00").Add(150 * time.Millisecond))
	_, err := w.desk.ComposeDigests(w.ctx, w.plan.Host.ID, instant(t, "2020-06-04 09:00"))
	w.must(err)
	w.counted(3, "notice where kind = 'VISIT' and digest_day = '2020-06-04'")
}

// Nobody is asked for what he has done since: a reminder of a rest day is dropped when the paper came before the digest.
func TestDigest_HasNoReminderOfWhatIsDone(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-05-03 09:00")
	w.counted(10, "notice where kind = 'REMIND' and duty_id like 'group-plan/%'")
	w.turn("2020-05-04 10:00")
	w.handIn("g01-convenor", "group-plan/g01/2020", "plan-1")
	w.turn("2020-05-06 09:00")
	w.compose()
	w.counted(9, "notice where kind = 'REMIND' and duty_id like 'group-plan/%' and digest_day is not null")
	w.counted(1, "notice where kind = 'REMIND' and duty_id = 'group-plan/g01/2020' and state = 'DROPPED'")
}

// What a hold silenced goes out when the campaign ends under it; nothing stays silenced for good.
func TestHold_EndsWithTheCampaign(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.hold()
	w.turn("2020-04-22 10:00")
	w.must(w.desk.ExcuseDuty(w.ctx, w.staff(), w.id, "group-plan/g01/2020", "并入第二小组"))
	w.counted(1, "notice where kind = 'EXCUSED' and state = 'SILENCED'")
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "机构改革"))
	w.counted(0, "notice where state = 'SILENCED'")
	w.counted(1, "notice where kind = 'EXCUSED' and state = 'QUEUED'")
}

// HZ-17: a poll's members are those of its own plan, whoever else of the host may sit in a committee.
func TestVote_MembersAreThoseOfThePlan(t *testing.T) {
	t.Parallel()
	w := accepted(t)
	first, plan := w.id, w.plan
	other := strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", "id: hangzhou-second\n")
	w.draft(strings.ReplaceAll(other, "id: sc-m", "id: other-m"))
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.counted(10, "seat where role = 'MEMBER'")
	w.id, w.plan = first, plan
	w.openPoll()
	w.counted(5, "poll_elector where seat_id like 'sc-m%'")
	w.counted(5, "poll_elector")
	w.counted(1, "poll where members = 5")
}

// A plan may not change what the seats of other campaigns are.
func TestLaunch_ASeatKeepsItsRole(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	changed := strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", "id: hangzhou-second\n")
	changed = strings.ReplaceAll(changed, "sc-m1,", "gov-official,") // a member of the committee in the seat of an official
	changed = strings.ReplaceAll(changed, "id: gov-official, office: gov", "id: gov-other, office: gov")
	changed = strings.ReplaceAll(changed, "holder: gov-official", "holder: gov-other")
	w.draft(changed)
	w.refused(supervision.AlreadyExists, w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.counted(1, "seat where id = 'gov-official' and role = 'OFFICIAL'")
	w.counted(0, "duty where campaign_id = 'hangzhou-second'")
}

// A phase that is opened late is entered on its own first day, as the calls of that day are.
func TestOpenPhase_CaughtUpHasItsTrueInstant(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2020-05-12 10:00")
	w.must(w.desk.OpenPhase(w.ctx, w.plan.Host.ID, w.id, supervision.Monitoring))
	w.counted(1, "phase where phase = 2 and entered_at = $1", instant(t, "2020-05-11 00:00"))
}

// A draft in another zone does not move the host's mornings.
func TestDigest_ADraftDoesNotMoveTheMorning(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	host := w.plan.Host.ID
	draft := strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", "id: hangzhou-draft\n")
	w.draft(strings.ReplaceAll(draft, "time_zone: Asia/Shanghai", "time_zone: Asia/Urumqi"))
	m, err := w.desk.Mornings(w.ctx, host, w.now())
	w.must(err)
	if got := m.Next.In(shanghai).Format("15:04"); got != "09:00" {
		t.Errorf("the next morning is at %s", got)
	}
}
