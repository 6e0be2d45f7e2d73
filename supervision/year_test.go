package supervision

import (
	"slices"
	"testing"
	"time"
)

// evaluated is a small plan with reports, the gate, deliberation and a vote (HZ-15 to HZ-17).
func evaluatedPlan(t testing.TB) Plan {
	t.Helper()
	p := smallPlan()
	p.Zone = beijing
	p.Period = Window{p.Phases[0].First, p.Phases[2].Last}
	for i := range p.Entries {
		p.Entries[i].RemindDays = DefaultRemindDays
	}
	return p
}

// A year in which nobody does anything calls what the agenda of its take-up lists, each call once and in order; what
// waits for others is never called.
func TestYear_NobodyDoesAnything(t *testing.T) {
	start := on(t, "2020-04-21 09:00")
	y := NewYear(evaluatedPlan(t), start, ChinaCalendar())
	want := Agenda(y.Duties(), y.Campaign.Customs)
	y.LiveOut()
	if len(y.Calls) != len(want) || len(want) == 0 {
		t.Fatalf("%d calls, want %d", len(y.Calls), len(want))
	}
	for i, c := range y.Calls {
		if c.Duty != want[i].Duty || c.Kind != want[i].Kind || !c.At.Equal(want[i].At) || c.Passed {
			t.Errorf("call %d is %+v, want %+v", i, c, want[i])
		}
	}
	if y.Campaign.Phase != Evaluation || y.Campaign.State != CampaignLive {
		t.Errorf("%s, %s: the gate is shut, so the year cannot end", y.Campaign.State, y.Campaign.Phase)
	}
}

// HZ-16, HZ-17: reports accepted, submitted together, deliberated, voted on; then the results go out and the year ends.
func TestYear_HZ16_HZ17_ToItsEnd(t *testing.T) {
	y := NewYear(evaluatedPlan(t), on(t, "2020-04-21 09:00"), ChinaCalendar())
	refusedFor(t, y.Do(Deed{At: on(t, "2020-12-02 09:00"), Kind: DeedSubmitted}), GateShut)
	for _, d := range []Deed{
		{At: on(t, "2020-12-03 09:00"), Kind: DeedDone, Duty: "report/g1/2020"},
		{At: on(t, "2020-12-04 09:00"), Kind: DeedReturned, Duty: "report/g1/2020"},
		{At: on(t, "2020-12-07 09:00"), Kind: DeedDone, Duty: "report/g1/2020"},
		{At: on(t, "2020-12-08 09:00"), Kind: DeedAccepted, Duty: "report/g1/2020"},
		{At: on(t, "2021-01-05 09:00"), Kind: DeedSubmitted},
		{At: on(t, "2021-01-12 09:00"), Kind: DeedDone, Duty: "debate/campaign/2020"},
		{At: on(t, "2021-01-22 09:00"), Kind: DeedDone, Duty: "vote/m1/2020"},
		{At: on(t, "2021-01-22 10:00"), Kind: DeedClosed},
	} {
		if err := y.Do(d); err != nil {
			t.Fatalf("%s %s: %v", d.Kind, d.Duty, err)
		}
	}
	y.LiveOut()
	if y.Campaign.State != CampaignClosed {
		t.Errorf("the year has not ended: %+v", y.Campaign)
	}
	for _, d := range y.Duties() {
		if !d.Done() {
			t.Errorf("%s is %s", d.ID, d.State)
		}
	}
	last := y.Calls[len(y.Calls)-1]
	if !last.At.Before(on(t, "2021-01-22 10:00").Add(time.Second)) {
		t.Errorf("called after the end: %+v", last)
	}
}

// What is done before a call stops it; what is extended moves only what has not been called.
func TestYear_DeedsStopAndMoveCalls(t *testing.T) {
	y := NewYear(evaluatedPlan(t), on(t, "2020-04-21 09:00"), ChinaCalendar())
	for _, d := range []Deed{
		{At: on(t, "2020-06-08 09:00"), Kind: DeedDone, Duty: "inspect/g1/2020"},
		{At: on(t, "2020-08-29 10:00"), Kind: DeedExtended, Duty: "reply/p1/2020", Day: Date{2020, 9, 10}, Reason: "连雨"},
		{At: on(t, "2020-09-05 10:00"), Kind: DeedExcused, Duty: "diary/d1/2020", Reason: "外出"},
	} {
		if err := y.Do(d); err != nil {
			t.Fatal(err)
		}
	}
	y.LiveOut()
	got := map[string][]string{}
	for _, c := range y.Calls {
		got[c.Duty] = append(got[c.Duty], c.At.In(beijing).Format("01-02 15:04 ")+string(c.Kind))
	}
	same(t, got["inspect/g1/2020"], "06-01 00:00 OPEN", "06-03 09:00 REMIND", "06-07 09:00 REMIND")
	same(t, got["diary/d1/2020"], "09-01 00:00 OPEN")
	same(t, got["reply/p1/2020"], "08-01 00:00 OPEN", "08-24 09:00 REMIND", "08-28 09:00 REMIND", "09-03 09:00 REMIND",
		"09-07 09:00 REMIND", "09-09 09:00 REMIND", "09-11 00:00 LAPSE", "09-11 09:00 ESCALATE", "09-16 09:00 ESCALATE")
	refusedFor(t, y.Do(Deed{At: on(t, "2021-12-03 09:00"), Kind: DeedDone, Duty: "nothing"}), NotFound)
}

// XC-10: a vote before the evaluation is called when what it follows is done, and does not end the year.
func TestYear_XC10_TwoVotes(t *testing.T) {
	p := evaluatedPlan(t)
	p.Entries = append(p.Entries, Entry{
		ID: "mid-year", Kind: Vote, Title: "年中测评", Window: days("2020-08-20..2020-09-10"), Phase: Monitoring, After: "reply",
		RemindDays: DefaultRemindDays,
	})
	y := NewYear(p, on(t, "2020-04-21 09:00"), ChinaCalendar())
	refusedFor(t, y.Do(Deed{At: on(t, "2020-08-21 09:00"), Kind: DeedDone, Duty: "mid-year/m1/2020"}), NotOpen)
	for _, d := range []Deed{
		{At: on(t, "2020-08-21 09:00"), Kind: DeedDone, Duty: "reply/p1/2020"},
		{At: on(t, "2020-08-25 09:00"), Kind: DeedDone, Duty: "mid-year/m1/2020"},
	} {
		if err := y.Do(d); err != nil {
			t.Fatal(err)
		}
	}
	y.Live(on(t, "2020-12-02 00:00"))
	if y.polls[1].State != PollFedBack || y.Campaign.Phase != Evaluation {
		t.Errorf("%+v %s", y.polls[1], y.Campaign.Phase)
	}
}

// midYear is a year with a vote before the evaluation, called when the replies are there.
func midYear(t testing.TB, more ...Entry) *Year {
	t.Helper()
	p := evaluatedPlan(t)
	p.Entries = append(p.Entries, Entry{
		ID: "mid-year", Kind: Vote, Title: "年中测评", Window: days("2020-08-20..2020-09-10"), Phase: Monitoring, After: "reply",
	})
	p.Entries = append(p.Entries, more...)
	return NewYear(p, on(t, "2020-04-21 09:00"), ChinaCalendar())
}

// What waits for a vote waits for its close: before that nobody knows its result, though all have voted.
func TestYear_WhatWaitsForAVoteWaitsForItsClose(t *testing.T) {
	slip := Entry{ID: "slip", Kind: Document, Title: "交办单", Window: days("2020-09-11..2020-09-20"), Phase: Monitoring, Holder: "clerk", After: "mid-year"}
	y := midYear(t, slip)
	votes, at := 0, on(t, "2020-08-21 09:00")
	if err := y.Do(Deed{At: at, Kind: DeedDone, Duty: "reply/p1/2020"}); err != nil {
		t.Fatal(err)
	}
	for _, d := range y.Duties() {
		if at = at.Add(time.Hour); d.Entry == "mid-year" {
			if err := y.Do(Deed{At: at, Kind: DeedDone, Duty: d.ID}); err != nil {
				t.Fatal(err)
			}
			votes++
		}
	}
	waiting := &y.duties[y.at["slip/campaign/2020"]]
	if y.Live(on(t, "2020-09-10 23:59")); !waiting.Shut() || votes == 0 {
		t.Errorf("%d votes cast, the poll %s: what waits is open", votes, y.polls[1].State)
	}
	if y.Live(on(t, "2020-09-11 00:00")); waiting.Shut() {
		t.Errorf("the poll %s: what waits is shut", y.polls[1].State)
	}
}

// A vote that waits for another waits for its close, and not for those who did not vote in it.
func TestYear_AVoteAfterAVoteWaitsForItsClose(t *testing.T) {
	y := midYear(t)
	for i := range y.Plan.Entries {
		if e := &y.Plan.Entries[i]; e.Kind == Vote && e.Phase == Evaluation {
			e.After = "mid-year"
		}
	}
	deliberated := func() bool { return y.evaluated().Deliberated }
	for i := range y.duties {
		if d := &y.duties[i]; d.Kind == Deliberation {
			d.State = Proven
		}
	}
	if deliberated() {
		t.Error("the vote waits no more, though the other is ahead")
	}
	y.polls[1].State = PollClosed
	for i := range y.duties {
		if d := &y.duties[i]; d.Entry == "mid-year" {
			d.State = LeftOpen
		}
	}
	if !deliberated() {
		t.Error("the vote waits for those who did not vote in the other")
	}
}

// There is no phase after the evaluation.
func TestYear_NothingComesAfterTheEvaluation(t *testing.T) {
	y := NewYear(evaluatedPlan(t), on(t, "2020-12-02 09:00"), ChinaCalendar())
	refusedFor(t, y.Do(Deed{At: on(t, "2020-12-02 10:00"), Kind: DeedAdvanced}), WrongState)
	if y.Campaign.Phase != Evaluation {
		t.Errorf("the campaign is in %s", y.Campaign.Phase)
	}
}

// A note proves a deputy's part and not the visit; more than one is kept, and none is taken before the visit opens.
func TestYear_Notes(t *testing.T) {
	y := NewYear(evaluatedPlan(t), on(t, "2020-04-21 09:00"), ChinaCalendar())
	visit, part := "inspect/g1/2020", "inspect/g1/2020/d2"
	refusedFor(t, y.Do(Deed{At: on(t, "2020-05-20 09:00"), Kind: DeedNoted, Duty: part}), NotOpen)
	for _, d := range []Deed{
		{At: on(t, "2020-06-04 09:00"), Kind: DeedNoted, Duty: visit},
		{At: on(t, "2020-06-04 10:00"), Kind: DeedNoted, Duty: part},
		{At: on(t, "2020-06-04 11:00"), Kind: DeedNoted, Duty: part},
	} {
		if err := y.Do(d); err != nil {
			t.Fatal(err)
		}
	}
	if v, p := y.duties[y.at[visit]], y.duties[y.at[part]]; v.State != Open || p.State != Proven {
		t.Errorf("the visit is %s, the part %s", v.State, p.State)
	}
	refusedFor(t, y.Do(Deed{At: on(t, "2020-06-04 12:00"), Kind: DeedNoted, Duty: "report/g1/2020"}), NotFound)
}

// A hold silences messages and stops no deadline; it ends with the year at the latest.
func TestYear_Hold(t *testing.T) {
	still, held := NewYear(evaluatedPlan(t), on(t, "2020-04-21 09:00"), ChinaCalendar()), NewYear(evaluatedPlan(t), on(t, "2020-04-21 09:00"), ChinaCalendar())
	if err := held.Do(Deed{At: on(t, "2020-05-20 09:00"), Kind: DeedHeld}); err != nil {
		t.Fatal(err)
	}
	still.LiveOut()
	held.LiveOut()
	if !slices.Equal(still.Calls, held.Calls) || held.Campaign.HeldSince.IsZero() {
		t.Errorf("%d calls under a hold, %d without", len(held.Calls), len(still.Calls))
	}
}

// Escalations follow a notice of holidays from the moment it is known: what lapsed on 30 September 2020 is escalated after
// the holidays, on 9 and 13 October.
func TestYear_Holidays(t *testing.T) {
	var before, notice []HolidayYear
	for _, known := range ChinaCalendar().Years() {
		switch {
		case known.Year < 2020:
			before = append(before, known)
		case known.Year == 2020:
			notice = append(notice, known)
		}
	}
	calendar, err := NewCalendar(before...)
	if err != nil {
		t.Fatal(err)
	}
	y := NewYear(evaluatedPlan(t), on(t, "2020-04-21 09:00"), calendar)
	if err := y.Do(Deed{At: on(t, "2020-09-24 09:00"), Kind: DeedAnnounced, Holidays: notice}); err != nil {
		t.Fatal(err)
	}
	y.LiveOut()
	var got []string
	for _, c := range y.Calls {
		if c.Duty == "diary/d2/2020" && c.Kind == CallEscalate {
			got = append(got, c.At.In(beijing).Format("01-02 15:04"))
		}
	}
	same(t, got, "10-09 09:00", "10-13 09:00")
}
