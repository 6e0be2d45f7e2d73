package desk_test

import (
	"fmt"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// circular reads the circular of a month, `2020-06`, as staff.
func (w *world) circular(month string) desk.Circular {
	w.t.Helper()
	m, err := supervision.ParseMonth(month)
	w.must(err)
	c, err := w.desk.Circular(w.ctx, w.staff(), m)
	w.must(err)
	return c
}

// counts asserts what a circular counts of its only campaign, `due 1: 1 in time, 0 late, …`, and returns it.
func (w *world) counts(month, want string) supervision.CampaignMonth {
	w.t.Helper()
	c := w.circular(month)
	if len(c.Campaigns) != 1 || c.More != 0 {
		w.t.Fatalf("%s tells of %d campaigns", month, len(c.Campaigns))
	}
	m := c.Campaigns[0]
	if got := fmt.Sprintf("due %d: %d in time, %d late, %d overdue, %d left open, %d excused, %d pending; %d earlier, %d visits",
		m.Due(), m.InTime, m.Late, m.Overdue, m.LeftOpen, m.Excused, m.Pending, m.Earlier, m.Visits); got != want {
		w.t.Errorf("%s: %s, want %s", month, got, want)
	}
	return m
}

// What nobody has done is named by who holds it, twenty of them, and the others are counted.
func TestCircular_NamesSomeAndCountsTheRest(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-06-11 09:00")
	m := w.counts("2020-06", "due 30: 0 in time, 0 late, 30 overdue, 0 left open, 0 excused, 0 pending; 22 earlier, 0 visits")
	if len(m.Arrears) != 20 || m.Unnamed() != 10 || m.Arrears[0].Holder != "第一监督小组召集人" || m.Arrears[0].Named[0].Last != date(t, "2020-06-10") {
		t.Errorf("%d holders, %d duties of others, first %+v", len(m.Arrears), m.Unnamed(), m.Arrears[0])
	}
	w.unrecorded = true
	w.exec(`update seat set office_id = 'districts' where id like 'g0%'`)
	m = w.circular("2020-06").Campaigns[0]
	first := m.Arrears[0]
	if len(m.Arrears) != 4 || m.Unnamed() != 0 || first.Holder != "各区、县(市)人大常委会" || first.Duties != 27 || len(first.Named) != 5 ||
		first.Named[0].ID != "supervision-week/g01/2020" || m.Arrears[3].Duties != 1 {
		t.Errorf("by office: %+v", m.Arrears)
	}
}

// A duty counts when its last day is over, whether or not anybody has made its calls; a visit when it is concluded.
func TestCircular_TellsNothingAhead(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	nothing := "due 0: 0 in time, 0 late, 0 overdue, 0 left open, 0 excused, 0 pending; 22 earlier, "
	w.must(w.desk.ScheduleInspection(w.ctx, w.staff(), week, date(t, "2020-06-08"), "工地"))
	w.counts("2020-06", nothing+"0 visits")
	w.must(w.desk.ConcludeInspection(w.ctx, w.as("g01-convenor"), week, "顺利"))
	w.counts("2020-06", nothing+"1 visits")
	w.must(w.excuse(partD1, "出差"))
	w.must(w.extend("supervision-week/g02/2020", "2020-07-03", "天气"))
	w.turn("2020-06-10 23:59")
	w.counts("2020-06", nothing+"1 visits")
	w.turn("2020-06-11 00:00")
	w.counts("2020-06", "due 29: 1 in time, 0 late, 27 overdue, 0 left open, 1 excused, 0 pending; 22 earlier, 1 visits")
	w.makeCalls()
	w.counts("2020-06", "due 29: 1 in time, 0 late, 27 overdue, 0 left open, 1 excused, 0 pending; 22 earlier, 1 visits")
}

// What waits for another duty is not called overdue.
func TestCircular_WhatIsShutIsPending(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.turn("2021-02-01 09:00")
	m := w.counts("2021-01", "due 7: 0 in time, 0 late, 1 overdue, 0 left open, 0 excused, 6 pending; 94 earlier, 0 visits")
	if len(m.Arrears) != 1 || m.Arrears[0].Named[0].ID != "joint-submission/campaign/2020" {
		t.Errorf("%+v", m.Arrears)
	}
}

// A campaign is told of from the month of its launch to that of its end, and no more once it is cancelled.
func TestCircular_OfWhatWasUnderWay(t *testing.T) {
	t.Parallel()
	w := drafted(t, "2020-01-17 09:00")
	w.draft(winter)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	w.turn("2020-07-01 00:00")
	w.must(w.desk.CloseCampaign(w.ctx, w.plan.Host.ID, w.id))
	for month, campaigns := range map[string]int{"2019-12": 0, "2020-01": 1, "2020-06": 1, "2020-07": 0} {
		if c := w.circular(month); len(c.Campaigns) != campaigns {
			t.Errorf("%s tells of %d campaigns", month, len(c.Campaigns))
		}
	}
	if m := w.circular("2020-02").Campaigns[0]; m.State != supervision.CampaignClosed || m.Due() == 0 || m.LeftOpen != m.Due() {
		t.Errorf("what was left open: %+v", m)
	}
	again := launched(t, firstDay)
	again.must(again.desk.CancelCampaign(again.ctx, again.staff(), again.id, "机构改革"))
	if c := again.circular("2020-04"); len(c.Campaigns) != 0 {
		t.Errorf("a cancelled campaign is told of: %+v", c.Campaigns)
	}
}

func TestCircular_OfTheFutureIsRefused(t *testing.T) {
	t.Parallel()
	w := launched(t, "2020-04-30 23:59")
	_, err := w.desk.Circular(w.ctx, w.staff(), supervision.Month{Year: 2020, Month: 5})
	w.refused(supervision.NotOpen, err)
	w.turn("2020-05-01 00:00")
	if c := w.circular("2020-05"); !c.ToDate() || !c.Days.Last.IsZero() {
		t.Errorf("on the first day: %+v", c)
	}
}
