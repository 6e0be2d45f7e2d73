package desk_test

import (
	"strings"
	"testing"

	"duban/supervision"
)

func TestLaunch_MakesWhatThePlanSays(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.counted(w.plan.CountDuties(), "duty")
	w.counted(20, "inspection") // ten groups, twice a year (HZ-11, HZ-13)
	w.counted(1, "poll")
	w.counted(1, "phase where phase = 1 and entered_at is not null")
	w.same(`
		group-plan/g01/2020
		overall-plan/campaign/2020
		supervision-week/g01/2020
		supervision-week/g01/2020/g01-d1
		supervision-week/g01/2020/g01-d2
		satisfaction-vote/sc-m1/2020`,
		w.query(`select id from duty where id in ('overall-plan/campaign/2020', 'satisfaction-vote/sc-m1/2020')
			or project_id = 'p01' and (entry = 'group-plan' or entry = 'supervision-week') order by first_day, id`))
}

// The same duty has the same id in every launch of a plan, since an id says entry, subject and occurrence.
func TestLaunch_DutyIDsAreEntrySubjectOccurrence(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for _, d := range w.query(`select id || ' ' || entry || ' ' || holder from duty`) {
		part := strings.Split(d, " ")
		id, entry, holder := part[0], part[1], part[2]
		path := strings.Split(id, "/")
		if path[0] != entry || path[2] != "2020" || len(path) > 3 && path[3] != holder {
			t.Errorf("duty %s of entry %s, held by %s", id, entry, holder)
		}
	}
}

func TestLaunch_LateMarksWhatIsOver(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-06-05 10:00")
	w.stands(supervision.BeforeTakeUp, "group-plan/g01/2020")
	w.stands(supervision.BeforeTakeUp, "kickoff/campaign/2020")
	w.stands(supervision.BeforeTakeUp, "symposium/g10/2020")
	if c, err := w.desk.Campaign(w.ctx, w.staff(), w.id); err != nil || c.Phase != supervision.Monitoring {
		t.Errorf("phase %v, %v; want MONITORING", c.Phase, err)
	}
	w.live("2021-03-01 00:00")
	w.counted(0, `call where split_part(duty_id, '/', 1) in ('overall-plan', 'group-plan', 'kickoff', 'symposium')`)
	// What is running opens at once; its reminders before the launch are never made.
	w.calls("supervision-week/g01/2020/g01-d1", `
		06-05 10:00 OPEN
		06-07 09:00 REMIND
		06-09 09:00 REMIND
		06-11 00:00 LAPSE
		06-11 09:00 ESCALATE
		06-16 09:00 ESCALATE`)
}

// Handed in all the same, a document from before take-up is kept, late.
func TestLaunch_WhatIsOverCanStillBeHandedIn(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-06-05 10:00")
	row, err := w.submit("g01-convenor", "group-plan/g01/2020", "plan")
	if err != nil || !row.Late {
		t.Errorf("late %v, %v", row.Late, err)
	}
	w.calls("group-plan/g01/2020", "")
}

// Launched when everything is over, a campaign can still be brought to its end: nothing is overdue, and the vote opens.
func TestLaunch_AfterEverythingIsOver(t *testing.T) {
	t.Parallel()
	w := launched(t, "2021-03-01 10:00")
	w.counted(w.plan.CountDuties(), "duty where state = 'BEFORE_TAKE_UP' and next_at is null")
	w.must(w.submitReports("补录"))
	w.handIn("office-staff", deliberation, "minutes")
	w.must(w.desk.CallVote(w.ctx, w.plan.Host.ID, w.id))
	w.turnPoll(supervision.PollStepOpen)
	w.must(w.cast("sc-m1", w.ballot(supervision.Satisfied, nil)))
	w.live("2021-03-02 10:00")
	w.turnPoll(supervision.PollStepClose)
	w.turnPoll(supervision.PollStepTally)
	w.turnPoll(supervision.PollStepFeedBack)
	w.must(w.desk.CloseCampaign(w.ctx, w.plan.Host.ID, w.id))
	w.counted(1, "campaign where state = 'CLOSED'")
	w.same("OPEN 5", w.query("select kind || ' ' || count(*) from call group by kind"))
}

func TestLaunch_TwiceChangesNothing(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	before := w.everything()
	w.turn("2020-06-05 10:00")
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.same(strings.Join(before, "\n"), w.everything())
}

func TestLaunch_CancelledDraftIsRefused(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.must(w.desk.CancelCampaign(w.ctx, w.staff(), w.id, "改由各区组织"))
	w.refused(supervision.CampaignOver, w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.counted(0, "duty")
}

func TestLaunch_AnotherHostFindsNothing(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	stranger := w.system()
	stranger.Host = "ningbo"
	w.refused(supervision.NotFound, w.desk.LaunchCampaign(w.ctx, stranger, w.id))
}

func TestLaunch_CallsEveryProcess(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.same("campaign 1\ncourier 1\ninspection 20",
		w.query("select kind || ' ' || count(*) from nudge group by kind order by kind"))
}

// everything is every row of every table, as text, but for what a read may leave behind: nothing.
func (w *world) everything() (all []string) {
	w.t.Helper()
	tables := w.query(`select tablename from pg_tables where schemaname = 'public' order by 1`)
	for _, table := range tables {
		all = append(all, w.query("select '"+table+" ' || x::text from "+table+" x order by 1")...)
	}
	if len(all) == 0 {
		w.t.Fatal("the tables are not read")
	}
	return all
}

// A plan seats nobody: where somebody real goes by the number of a new seat, the seat stays empty for the administrators
// to fill, and the number opens nothing.
func TestLaunch_SeatsNobodyReal(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.must(w.desk.SavePerson(w.ctx, admin("hangzhou"), supervision.Person{ID: "sc-m1", Name: "方明"}))
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.counted(1, "seat where id = 'sc-m1'")
	w.counted(0, "sitting where seat_id = 'sc-m1'")
	w.counted(1, "sitting where seat_id = 'sc-m2'")
}
