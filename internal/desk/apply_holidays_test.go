package desk_test

import (
	"slices"
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// winter is a government's plan without phases, in the winter whose holiday was lengthened by a notice of 27 January.
const winter = `
id: winter-2020
title: 岁末年初重点工作督查
host: {id: zhenfu, name: 市人民政府, kind: GOVERNMENT}
year: 2020
period: 1月..6月
offices:
  - {id: office, name: 政府办公厅, kind: GENERAL_OFFICE}
  - {id: u1, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: office-staff, office: office, role: STAFF, title: 政府办公厅工作人员}
  - {id: u1-official, office: u1, role: OFFICIAL, title: 责任单位联络员}
projects:
  - {id: p1, title: 重点工作, unit: u1}
duties:
  - {id: reply, kind: REPORT, title: 整改答复, for_each: unit, holder: unit, due: {count: 10, unit: WORKDAYS, from: 2020-01-17}}
  - {id: month, kind: REPORT, title: 一个月答复, for_each: unit, holder: unit, due: {count: 1, unit: MONTHS, from: 2019-12-31}}
  - {id: patrol, kind: INSPECTION, title: 每周巡查, for_each: "", holder: office-staff, window: 1月20日..2月9日, every: WEEK, weekday: FRIDAY}
  - {id: done, kind: DOCUMENT, title: 已办结, holder: office-staff, due: {count: 10, unit: WORKDAYS, from: 2020-01-17}}
`

// known is the calendar as anybody could know it on a day.
func known(t *testing.T, on string) supervision.Calendar {
	t.Helper()
	years, err := supervision.ChinaHolidays()
	if err != nil {
		t.Fatal(err)
	}
	for i := range years {
		years[i] = years[i].AsOf(date(t, on))
	}
	calendar, err := supervision.NewCalendar(years...)
	if err != nil {
		t.Fatal(err)
	}
	return calendar
}

// year is what is known of 2020 today.
func year2020(t *testing.T) supervision.HolidayYear {
	t.Helper()
	for _, y := range supervision.ChinaCalendar().Years() {
		if y.Year == 2020 {
			return y
		}
	}
	t.Fatal("2020 is not there")
	return supervision.HolidayYear{}
}

// The notice of 27 January 2020 made rest days of 31 January to 2 February, the last of which had been a make-up day
// before: open days are recomputed, those concerned are told, the record says so, and what is done stays.
func TestApplyHolidays_TheNoticeOf27January2020(t *testing.T) {
	t.Parallel()
	w := drafted(t, "2020-01-17 09:00")
	w.desk = desk.New(w.db, w.now, known(t, "2020-01-26"))
	w.draft(winter)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	_, err := w.desk.SubmitDocument(w.ctx, w.as("office-staff"), w.id, desk.Paper{ID: "p1", Duty: "done/campaign/2020", Title: "材料", Text: "全文"})
	w.must(err)
	w.lastDay("2020-02-05", "reply/u1/2020")
	w.lastDay("2020-01-31", "month/u1/2020")
	w.lastDay("2020-01-31", "patrol/campaign/2020-01-31")

	w.turn("2020-01-27 10:00")
	years := []supervision.HolidayYear{year2020(t)}
	shown, err := w.desk.ApplyHolidays(w.ctx, years, desk.Revising{ValidateOnly: true})
	w.must(err)
	want := `
		MOVED month/u1/2020 2020-02-03
		MOVED reply/u1/2020 2020-02-07
		REMOVED patrol/campaign/2020-01-31`
	w.same(want, sortedChanges(shown[0].Revision))
	w.lastDay("2020-02-05", "reply/u1/2020")

	made, err := w.desk.ApplyHolidays(w.ctx, years, desk.Revising{Reason: "国办发明电〔2020〕1号"})
	w.must(err)
	w.same(want, sortedChanges(made[0].Revision))
	w.lastDay("2020-02-07", "reply/u1/2020")
	w.lastDay("2020-02-03", "month/u1/2020")
	w.stands(supervision.Excused, "patrol/campaign/2020-01-31")
	w.stands(supervision.Proven, "done/campaign/2020")
	w.counted(1, "audit where verb = 'APPLY_HOLIDAYS' and reason like '国办发明电%'")
	w.same(strings.Join(w.query("select id from host order by id"), "\n"), w.query("select host_id from audit where verb = 'ADD_HOLIDAYS' and reason like '国办发明电%' order by 1"))
	w.counted(1, "notice where duty_id = 'reply/u1/2020' and kind = 'MOVED'")
	w.calls("reply/u1/2020", `
		01-17 09:00 OPEN
		→ 01-31 09:00 REMIND
		→ 02-04 09:00 REMIND
		→ 02-06 09:00 REMIND
		→ 02-08 00:00 LAPSE
		→ 02-10 09:00 ESCALATE
		→ 02-13 09:00 ESCALATE`)

	// Another process, which was there before, follows the new days at once; the same notice again moves nothing.
	again, err := desk.New(w.db, w.now, known(t, "2020-01-26")).ApplyHolidays(w.ctx, years, desk.Revising{})
	w.must(err)
	if len(again) > 0 {
		t.Errorf("%+v", again)
	}
	w.counted(1, "holiday_year")
	w.counted(1, "(select distinct xmin::text from audit where verb = 'ADD_HOLIDAYS' union select xmin::text from holiday_year) x")
}

func sortedChanges(r supervision.Revision) []string {
	all := changes(r)
	slices.Sort(all)
	return lines(strings.Join(all, "\n"))
}

// Of two notices for one year the last holds, also for a process that reads both at once, and may be given again.
func TestApplyHolidays_ASecondNoticeForAYear(t *testing.T) {
	t.Parallel()
	w := drafted(t, "2020-01-17 09:00")
	w.desk = desk.New(w.db, w.now, known(t, "2020-01-26"))
	w.draft(winter)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	wrong, right := year2020(t), year2020(t)
	wrong.Source.Number = "误"
	for _, y := range []supervision.HolidayYear{wrong, right, right} {
		_, err := w.desk.ApplyHolidays(w.ctx, []supervision.HolidayYear{y}, desk.Revising{ConfirmEarlier: true})
		w.must(err)
	}
	w.counted(2, "holiday_year")
	fresh := desk.New(w.db, w.now, known(t, "2020-01-26"))
	calendar, err := fresh.Calendar(w.ctx, w.system())
	w.must(err)
	if !calendar.Knows(right) {
		t.Error("another process does not know the last word")
	}
}
