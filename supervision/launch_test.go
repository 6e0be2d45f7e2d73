package supervision

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// small is a plan with two groups, three deputies, a unit and two members.
func small(t testing.TB) Plan {
	t.Helper()
	entry := func(id string, kind DutyKind, w string, each Each, holder string) Entry {
		return Entry{ID: id, Kind: kind, Title: id, Window: window(t, w), Phase: Monitoring, Each: each, Holder: holder, RemindDays: DefaultRemindDays}
	}
	vote := entry("vote", Vote, "次年1月", EachCampaign, "")
	vote.After = "plan"
	return Plan{
		ID: "small", Year: 2020, Zone: beijing,
		Phases:   [3]Window{window(t, "4月下旬..5月上旬"), window(t, "5月中旬..11月下旬"), window(t, "12月..次年1月")},
		Offices:  []Office{{"office", "办公厅", GeneralOffice}, {"u01", "牵头单位", ResponsibleUnit}},
		Seats:    []Seat{{"staff", "office", RoleStaff, ""}, {"o1", "u01", RoleOfficial, ""}, {"m1", "", RoleMember, ""}, {"m2", "", RoleMember, ""}, {"c1", "", RoleDeputy, ""}, {"c2", "", RoleDeputy, ""}, {"d1", "", RoleDeputy, ""}},
		Projects: []Project{{ID: "p01", Unit: "u01"}, {ID: "p02", Unit: "u01"}},
		Groups:   []Group{{ID: "g01", Project: "p01", Convenor: "c1", Members: []string{"d1"}}, {ID: "g02", Project: "p02", Convenor: "c2"}},
		Entries: []Entry{
			entry("plan", Document, "4月下旬", EachCampaign, "staff"), entry("report", Report, "12月", EachGroup, HolderConvenor),
			entry("letter", Document, "6月", EachProject, HolderUnit), entry("task", Document, "6月", EachDeputy, HolderDeputy),
			entry("reply", Report, "7月", EachUnit, HolderUnit), entry("week", InspectionDuty, "6月上旬", EachGroup, ""), vote,
		},
	}
}

// One line of a plan makes one duty for each of what it is repeated for; a duty's id is entry/subject/occurrence.
func TestLaunchMakesOneDutyForEach(t *testing.T) {
	p := small(t)
	l := p.Launch(on(t, "2020-04-21 09:00"), ChinaCalendar())
	got := map[string]string{}
	for _, d := range l.Duties {
		got[d.ID] = d.Holder
	}
	want := map[string]string{
		"plan/campaign/2020": "staff", "report/g01/2020": "c1", "report/g02/2020": "c2", "letter/p01/2020": "o1", "letter/p02/2020": "o1",
		"task/c1/2020": "c1", "task/d1/2020": "d1", "task/c2/2020": "c2", "reply/u01/2020": "o1",
		"week/g01/2020": "c1", "week/g01/2020/d1": "d1", "week/g02/2020": "c2", "vote/m1/2020": "m1", "vote/m2/2020": "m2",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("duties (-want +got):\n%s", diff)
	}
	if n := p.CountDuties(); n != len(want) {
		t.Errorf("counted %d duties, made %d", n, len(want))
	}
	if len(l.Inspections) != 2 || l.Inspections[0].ID != "small.week.g01.2020" || len(l.Polls) != 1 {
		t.Errorf("inspections %v, polls %v", l.Inspections, l.Polls)
	}
}

// Launched late, windows already over are marked and make no calls; the phase is the one that today falls in.
func TestLateLaunchMarksWhatIsOver(t *testing.T) {
	l := small(t).Launch(on(t, "2020-06-11 00:00"), ChinaCalendar())
	if l.Phase != Monitoring {
		t.Errorf("phase %s", l.Phase)
	}
	for _, d := range l.Duties {
		over := d.Entry == "plan" || d.Entry == "week"
		if (d.State == BeforeTakeUp) != over {
			t.Errorf("%s is %s", d.ID, d.State)
		}
		if d.Entry == "vote" != d.Shut() {
			t.Errorf("%s: shut %v", d.ID, d.Shut())
		}
	}
	for _, i := range l.Inspections {
		if i.State != InspectionClosed {
			t.Errorf("%s was over before the take-up and is %s", i.ID, i.State)
		}
	}
	if early := small(t).Launch(on(t, "2020-01-01 00:00"), ChinaCalendar()); early.Phase != Deployment {
		t.Errorf("launched early, the phase is %s", early.Phase)
	}
}

func TestSubmissionIsTheHoldersAndOnce(t *testing.T) {
	now := on(t, "2020-12-10 09:00")
	report := Duty{Kind: Report, Holder: "c1", State: Open, Since: now, Window: window(t, "12月")}
	other, visit, shut := report, report, report
	visit.Kind, shut.Since = InspectionDuty, shut.ProvenAt
	refusedFor(t, other.Submit("c2", now, beijing), NotAllowed)
	refusedFor(t, visit.Submit("c1", now, beijing), WrongState)
	refusedFor(t, shut.Submit("c1", now, beijing), GateShut)
	if err := report.Submit("c1", now, beijing); err != nil || report.State != Proven || report.Late {
		t.Errorf("%v, %s, late %v", err, report.State, report.Late)
	}
	refusedFor(t, report.Submit("c1", now, beijing), AlreadyDone)
}

func TestOnlyReportsAreJudgedAndOnce(t *testing.T) {
	for _, c := range []struct {
		from, to SubmissionState
		kind     DutyKind
		changed  bool
		refused  Reason
	}{
		{Submitted, Accepted, Report, true, ""},
		{Submitted, Returned, Report, true, ""},
		{Accepted, Accepted, Report, false, ""},
		{Accepted, Returned, Report, false, AlreadyDone},
		{Returned, Accepted, Report, false, AlreadyDone},
		{Submitted, Accepted, Document, false, WrongState},
	} {
		changed, err := c.from.Judge(c.to, c.kind)
		if changed != c.changed {
			t.Errorf("%+v: changed %v", c, changed)
		}
		if c.refused != "" {
			refusedFor(t, err, c.refused)
		} else if err != nil {
			t.Errorf("%+v: %v", c, err)
		}
	}
}

// What people are told names the thing and its day in both languages.
func TestNoticesNameTheThingAndItsDay(t *testing.T) {
	for _, kind := range []string{
		string(CallOpen), string(CallRemind), string(CallLapse), string(CallEscalate), NoticeReturned, NoticeExtended,
	} {
		zh, en := Tell(kind, "书面监督报告", Date{2020, 12, 31}, "缺少清单")
		if !containsAll(zh, "“书面监督报告”", "2020年12月31日") || !containsAll(en, `"书面监督报告"`, "31 Dec 2020") {
			t.Errorf("%s: %s / %s", kind, zh, en)
		}
	}
}

func containsAll(text string, parts ...string) bool {
	for _, p := range parts {
		if !strings.Contains(text, p) {
			return false
		}
	}
	return true
}

// What waits for an entry that was over before the take-up is not shut for ever; the vote still waits for its poll, and the
// gate for people.
func TestLateLaunchUnlocksWhatWaitedForThePast(t *testing.T) {
	p := small(t)
	task := slices.IndexFunc(p.Entries, func(e Entry) bool { return e.ID == "task" })
	p.Entries[task].After = "plan"
	for _, d := range p.Launch(on(t, "2020-06-01 00:00"), ChinaCalendar()).Duties {
		if shut := d.Entry == "vote"; d.Shut() != shut {
			t.Errorf("%s: shut %v, want %v", d.ID, d.Shut(), shut)
		}
	}
	for _, d := range p.Launch(on(t, "2020-04-21 00:00"), ChinaCalendar()).Duties {
		if shut := d.Entry == "vote" || d.Entry == "task"; d.Shut() != shut {
			t.Errorf("launched in time, %s: shut %v, want %v", d.ID, d.Shut(), shut)
		}
	}
}

// A vote that waits for nothing still makes no call before its poll opens, and is escalated to nobody.
func TestVoteWaitsForItsPoll(t *testing.T) {
	p := small(t)
	p.Entries[len(p.Entries)-1].After = ""
	for _, d := range p.Launch(on(t, "2020-04-21 00:00"), ChinaCalendar()).Duties {
		if d.Kind == Vote && !d.Shut() {
			t.Errorf("%s is called before its poll opens", d.ID)
		}
	}
	d := Duty{Kind: Vote, Window: window(t, "次年1月"), Since: on(t, "2020-12-01 00:00"), State: Open}
	if calls := d.Ahead(customs()); calls[len(calls)-1].Kind != CallLapse {
		t.Errorf("calls of a vote: %v", lines(calls))
	}
}
