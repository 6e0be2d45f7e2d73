package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/internal/wording"
	"duban/supervision"
)

const (
	night      = "  - {id: night, kind: INSPECTION, title: 夜间暗访, window: 6月上旬, phase: MONITORING, for_each: group, unannounced: true}\n"
	nightVisit = "hangzhou-2020.night.g01.2020"
)

// surprising is a world on the evening of 1 June 2020 whose plan has an unannounced visit beside, with 陈国平 (0012) in a seat of the
// first group and in one of a unit.
func surprising(t *testing.T) *world {
	t.Helper()
	w := blank(t, firstDay)
	w.draft(strings.Replace(planSource(), "\nduties:\n", "\nduties:\n"+night, 1))
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.enrol("hangzhou", "0012", "陈国平")
	w.must(w.seat("0012", "u02-official", "", ""))
	w.must(w.seat("0012", "g01-d1", "", ""))
	w.live("2020-06-01 20:00")
	w.compose()
	return w
}

func (w *world) invites() {
	w.t.Helper()
	w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), nightVisit, date(w.t, "2020-06-05"), "河坊街"))
}

// toldOfNight are the people whose digests of this morning tell of the unannounced visit.
func (w *world) toldOfNight() (people []string) {
	w.t.Helper()
	for _, line := range w.compose() {
		if who, told, _ := strings.Cut(line, ": "); strings.Contains(told, "night/g01") {
			people = append(people, who)
		}
	}
	slices.Sort(people)
	return people
}

// No message of an unannounced visit goes to whoever sits in a unit, whatever seat it is for: the office gets it, and sees
// to it that somebody else goes.
func TestUnannounced_NoMessageGoesToAUnit(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.invites()
	w.turn("2020-06-02 09:00")
	w.same("g01-convenor\ng01-d2\noffice-staff", w.toldOfNight())
	w.counted(0, "notice where unannounced and person_id = 'hangzhou/0012'")
}

// Somebody who comes into a unit after a message was queued does not get it any more.
func TestUnannounced_AQueuedMessageFollowsWhoComesIntoAUnit(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0013", "g01-d2", "", ""))
	w.invites()
	w.counted(1, "notice where kind = 'INVITED' and person_id = 'hangzhou/0013'")
	w.must(w.seat("0013", "u03-official", "", ""))
	w.turn("2020-06-02 09:00")
	w.same("g01-convenor\noffice-staff", w.toldOfNight())
}

// Whoever takes over a seat is told how much waits there, apart from it how many unannounced visits; and those not, if they
// sit in a unit.
func TestUnannounced_WhoTakesOverIsToldApart(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.enrol("hangzhou", "0013", "周小梅")
	w.must(w.seat("0013", "g01-d2", "", ""))
	took := `notice where kind = 'TOOK_OVER' and seat_id = $1 and person_id = $2 and unannounced = $3`
	w.counted(1, took, "g01-d2", "hangzhou/0013", false)
	w.counted(1, took, "g01-d2", "hangzhou/0013", true)
	w.counted(1, took, "g01-d1", "hangzhou/0012", false)
	w.counted(0, took, "g01-d1", "hangzhou/0012", true)
	w.counted(1, took, "g01-d1", "hangzhou/office-staff", true)
}

// A congress above is shown a visit when it has taken place.
func TestUnannounced_IsSharedWhenItHasTakenPlace(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	above := w.below("zhejiang")
	w.must(w.desk.ShareCampaign(w.ctx, w.staff(), w.id, "zhejiang", nil, "联动"))
	shared := func() bool {
		visits, err := w.desk.SharedInspections(w.ctx, above, w.id, supervision.Date{}, "", 1000)
		w.must(err)
		return slices.ContainsFunc(visits, func(v desk.SharedInspectionRow) bool { return v.ID == nightVisit })
	}
	if shared() {
		t.Error("it is shown before")
	}
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), nightVisit, "无人值守"))
	if !shared() {
		t.Error("it is not shown after")
	}
}

// The circular goes to the units: with an unannounced visit that is overdue it is what it is without.
func TestUnannounced_IsInNoCircular(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.live("2020-07-01 10:00")
	tells := func() string {
		c, err := w.desk.Circular(w.ctx, w.staff(), supervision.Month{Year: 2020, Month: 6})
		w.must(err)
		return fmt.Sprintf("%+v", c.Circular)
	}
	if said := tells(); strings.Contains(said, "夜间暗访") || !strings.Contains(said, "g01") {
		t.Errorf("the circular says %s", said)
	}
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), nightVisit, "无人值守"))
	if said := tells(); !strings.Contains(said, "夜间暗访") {
		t.Errorf("it has taken place, and the circular says %s", said)
	}
}

// Whoever looks at a telephone over its owner's shoulder does not read of the visit.
func TestUnannounced_IsNotSeenAtAGlance(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.invites()
	w.turn("2020-06-02 09:00")
	w.same("g01-convenor\ng01-d2\noffice-staff", w.toldOfNight())
	shown, err := w.desk.PreviewWording(w.ctx, w.staff(), wording.Digest, wording.Chinese, wording.Template{}, "g01-d2")
	w.must(err)
	if said := shown.Subject + shown.Text; strings.Contains(said, "夜间暗访") || strings.Contains(said, "6月5日") || !strings.Contains(said, "请参加“督查”") {
		t.Errorf("the message says %s", said)
	}
}

// Whoever keeps the roll, and answers what is held about somebody, does not learn of the visit so; the person sees their own.
func TestUnannounced_IsNotExported(t *testing.T) {
	t.Parallel()
	w := surprising(t)
	w.invites()
	_, err := w.desk.SubmitNote(w.ctx, w.as("g01-convenor"), nightVisit, "n1", "夜间无人值守")
	w.must(err)
	tells := func(who desk.Caller) (told int) {
		for _, f := range w.facts(who, "g01-convenor") {
			if strings.Contains(f.Object+f.Text, nightVisit) || strings.Contains(f.Text, "夜间") {
				told++
			}
		}
		return told
	}
	before := tells(w.as("g01-convenor"))
	if told := tells(admin("hangzhou")); told > 0 || before < 5 {
		t.Errorf("the administrator is told %d times of the visit, the convenor %d times", told, before)
	}
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), nightVisit, "无人值守"))
	if tells(admin("hangzhou")) == 0 {
		t.Error("it has taken place, and the administrator is told nothing of it")
	}
}

// A visit that everybody has seen cannot come unannounced any more: it would tell by vanishing.
func TestUnannounced_AnAmendmentCannotHideWhatWasSeen(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	hidden := strings.Replace(planSource(), "id: supervision-week\n", "id: supervision-week\n    unannounced: true\n", 1)
	_, err := w.desk.AmendCampaign(w.ctx, w.staff(), w.id, []byte(hidden), desk.Revising{Reason: "x"})
	w.refused(supervision.InvalidRequest, err)
}
