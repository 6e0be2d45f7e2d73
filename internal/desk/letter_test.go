package desk_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/wording"
)

// A letter that is read again is the one that was handed over, and whoever rings reads the same things out.
func TestLetters_AreWhatIsHandedOver(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	handed := w.next("post")
	if len(handed) != 1 {
		t.Fatalf("%d letters, want that of the first convenor", len(handed))
	}
	again, err := w.desk.Letters(w.ctx, "hangzhou", handed[0].MessageID)
	w.must(err)
	if diff := cmp.Diff(handed, again, cmpopts.IgnoreFields(desk.Letter{}, "NextAt", "TakenAt"), cmp.AllowUnexported(wording.Line{})); diff != "" {
		t.Errorf("the letter differs (-handed +again):\n%s", diff)
	}
	lines, err := w.desk.MessageLines(w.ctx, w.staff(), handed[0].MessageID)
	w.must(err)
	if len(lines) != 1 || lines[0].DutyID != handed[0].Notices[0].DutyID {
		t.Errorf("to be read out are %+v, want %+v", lines, handed[0].Notices)
	}
}

// A visit that was put off before the morning came is one thing, told with its day, and so
// is the duty that it fulfils.
func TestDigest_OneThingIsToldOnce(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-06-02 10:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	for _, visit := range []string{"2020-06-05", "2020-06-08"} {
		w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, visit), "古荡街道"))
	}
	w.live("2020-06-03 09:00") // a week before the last day
	_, err = w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	for _, seat := range []string{"g01-convenor", "g01-d1"} {
		f := slices.MaxFunc(w.lettersTo(seat), func(a, b desk.Letter) int { return a.Day.Compare(b.Day) }).Facts
		if f.Count != 1 || len(f.Lines) != 1 || f.Lines[0].Times != 0 || !strings.Contains(f.Lines[0].What, "请参加") {
			t.Errorf("%s is told of %d things: %+v", seat, f.Count, f.Lines)
		}
	}
}

// Letters are written many at a time: the long list of one office takes no room from that of another.
func TestUnitDuties_EachOfficeHasItsOwnList(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.turn("2020-12-05 09:00")
	w.makeCalls()
	var listed []string
	w.must(w.db.In(w.ctx, "hangzhou", func(tx *postgres.Tx) error {
		duties, err := tx.UnitDuties(w.ctx, date(w.t, "2020-12-31"), 1, "office", "gov")
		for _, u := range duties {
			listed = append(listed, u.OfficeID)
		}
		return err
	}))
	w.same("gov\noffice", listed)
}

// unitPlan gives one unit reports that fall due one after another, and its project a visit of which it must not know.
const unitPlan = `
id: xihu-2020
title: 西湖区民生实事监督
host: {id: xihu, name: 西湖区人大常委会, kind: CONGRESS, level: DISTRICT}
year: 2020
phases:
  - {phase: DEPLOYMENT, window: 4月下旬..5月上旬}
  - {phase: MONITORING, window: 5月中旬..11月下旬}
  - {phase: EVALUATION, window: 12月..次年1月}
offices:
  - {id: office, name: 办公室, kind: GENERAL_OFFICE}
  - {id: u1, name: 区城管局, kind: RESPONSIBLE_UNIT}
  - {id: u2, name: 区建设局, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
  - {id: u1-official, office: u1, role: OFFICIAL, title: 城管局联络员}
  - {id: u2-official, office: u2, role: OFFICIAL, title: 建设局联络员}
  - {id: c1, role: DEPUTY, title: 第一组召集人}
projects:
  - {id: p1, title: 公共厕所, unit: u1, indicators: [{name: 公共厕所, target: 30, unit: 座}]}
groups:
  - {id: g1, name: 第一组, project: p1, convenor: c1}
duties:
  - {id: first, kind: REPORT, title: 首次报告, window: 5月中旬, phase: MONITORING, for_each: project, holder: unit}
  - {id: handed, kind: REPORT, title: 半年报告, window: 6月, phase: MONITORING, for_each: project, holder: unit}
  - {id: soon, kind: REPORT, title: 旬报, window: 6月上旬, phase: MONITORING, for_each: project, holder: unit}
  - {id: later, kind: REPORT, title: 七月报告, window: 5月..7月, phase: MONITORING, for_each: project, holder: unit}
  - {id: night, kind: INSPECTION, title: 夜间暗访, window: 6月上旬, phase: MONITORING, for_each: group, unannounced: true}
`

// Whoever answers for a unit is told, by mail or however they are reached, what the unit has not done, what it got back and what
// it has to do within a week, each with its day; and of no visit that is not announced.
func TestDigest_OfAnOfficialIsTheUnitsList(t *testing.T) {
	t.Parallel()
	w := blank(t, "2020-05-08 10:00")
	w.draft(unitPlan)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	compose := func(morning string) {
		w.live(morning)
		_, err := w.desk.ComposeDigests(w.ctx, "xihu", w.now())
		w.must(err)
	}
	compose("2020-05-12 09:00") // which tells that the longest has begun
	w.live("2020-06-02 10:00")
	w.handIn("u1-official", "handed/p1/2020", "s1")
	w.turn("2020-06-03 10:00")
	w.must(w.desk.ReturnSubmission(w.ctx, w.as("clerk"), w.id, "s1", "数字有误"))
	compose("2020-06-04 09:00")
	ids := w.query(`select id::text from message where kind = 'DIGEST' and person_id = 'xihu/u1-official' and day = '2020-06-04'`)
	if len(ids) != 1 {
		t.Fatalf("%d digests", len(ids))
	}
	letters, err := w.desk.Letters(w.ctx, "xihu", uuid.MustParse(ids[0]))
	w.must(err)
	told := func(lines []wording.Line) (all []string) {
		for _, l := range lines {
			all = append(all, l.Title+" "+l.Last)
		}
		return all
	}
	f := letters[0].Facts
	got := [][]string{told(f.Overdue()), told(f.Returned()), told(f.Due()), told(f.Other())}
	want := [][]string{{"首次报告 2020年5月20日"}, {"半年报告 2020年6月30日"}, {"旬报 2020年6月10日"}, nil}
	if diff := cmp.Diff(want, got); diff != "" || f.Count != 3 {
		t.Errorf("%d in the list (-want +got):\n%s", f.Count, diff)
	}
	if f.Office != "区城管局" || f.Name == f.Office || f.Lines[0].Of != "" {
		t.Errorf("the list of %q, told to %q: %+v", f.Office, f.Name, f.Lines[0])
	}
	w.exec("update sitting set person_id = 'xihu/u1-official' where seat_id = 'u2-official'")
	letters, err = w.desk.Letters(w.ctx, "xihu", uuid.MustParse(ids[0]))
	w.must(err)
	if f := letters[0].Facts; f.Office != "区城管局、区建设局" || f.Lines[0].Of != "区城管局" {
		t.Errorf("the list of both, %q: %+v", f.Office, f.Lines[0])
	}
	shown, err := w.desk.PreviewWording(w.ctx, w.as("clerk"), wording.Unit, wording.Chinese, wording.Template{Subject: "{{.Host}}", Text: "共{{.Count}}项"}, "u1-official")
	if err != nil || shown.MadeUp || shown.Text != "共3项" {
		t.Errorf("the preview of it: %+v, %v", shown, err)
	}
}
