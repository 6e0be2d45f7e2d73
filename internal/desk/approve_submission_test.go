package desk_test

import (
	"testing"
	"time"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// liaison is the government's, who holds its completion report.
const liaison = "gov-official"

// approving is a world in the month of the reports in which the government's head approves what its liaison drafts.
func approving(t *testing.T) *world {
	t.Helper()
	w := reporting(t)
	keeper := desk.Caller{Person: "keeper", Host: w.plan.Host.ID, Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	official := supervision.Seat{Office: "gov", Role: supervision.RoleOfficial}
	for id, part := range map[string]supervision.Part{"gov-head": supervision.Head, liaison: supervision.Liaison} {
		official.ID, official.Title = id, id
		w.must(w.desk.SaveSeat(w.ctx, keeper, official, part))
	}
	w.must(w.desk.SaveOffice(w.ctx, keeper, postgres.OfficeRow{ID: "gov", Name: "市政府", Kind: "GOVERNMENT", HeadApproves: true}))
	w.must(w.desk.SavePerson(w.ctx, keeper, supervision.Person{ID: "0001", Name: "方明"}))
	w.must(w.desk.SeatPerson(w.ctx, keeper, desk.Seating{Person: w.plan.Host.ID + "/0001", Seat: "gov-head"}))
	return w
}

// head heads the government.
func (w *world) head() desk.Caller {
	return desk.Caller{
		Person: w.plan.Host.ID + "/0001", Host: w.plan.Host.ID,
		Seats: []supervision.Seat{{ID: "gov-head", Office: "gov", Role: supervision.RoleOfficial}},
	}
}

// laid has the liaison draft the report.
func (w *world) laid(id string) {
	w.t.Helper()
	w.handIn(liaison, completion, id)
}

func (w *world) noticed(want int, seat, kind string) {
	w.t.Helper()
	w.counted(want, "notice where seat_id = $1 and kind = $2", seat, kind)
}

func TestApproval_ADraftProvesNothingUntilTheHeadApproves(t *testing.T) {
	t.Parallel()
	w := approving(t)
	w.laid("r1")
	w.stands(supervision.Open, completion)
	w.noticed(1, "gov-head", supervision.NoticeDrafted)
	for range 2 {
		w.must(w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r1"))
	}
	w.stands(supervision.Proven, completion)
	w.counted(1, "audit where verb = 'DRAFT_SUBMISSION'")
	w.counted(1, "audit where verb = 'APPROVE_SUBMISSION'")
	w.must(w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r1"))
}

// The unit's paper leaves the house when the head approves it, and not when it was written.
func TestApproval_LateCountsByTheApproval(t *testing.T) {
	t.Parallel()
	w := approving(t)
	w.live("2020-12-31 10:00")
	w.laid("r1")
	w.live("2021-01-01 09:00")
	w.stands(supervision.Overdue, completion)
	w.must(w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r1"))
	row, err := w.desk.Submission(w.ctx, w.staff(), w.id, "r1")
	w.must(err)
	if !row.Late || !row.ApprovedAt.Equal(w.now()) || row.ApprovedBy != "gov-head" || !row.SubmittedAt.Before(*row.ApprovedAt) {
		t.Errorf("late %v, drafted at %v, approved at %v by %q", row.Late, row.SubmittedAt, row.ApprovedAt, row.ApprovedBy)
	}
	if d := w.duty(completion); !d.Late || !d.ProvenAt.Equal(w.now()) {
		t.Errorf("the duty: late %v, proven at %v", d.Late, d.ProvenAt)
	}
}

func TestApproval_WhatIsSentBackIsDraftedAnew(t *testing.T) {
	t.Parallel()
	w := approving(t)
	w.laid("r1")
	for range 2 {
		w.must(w.desk.SendBackSubmission(w.ctx, w.head(), w.id, "r1", "数据未核对"))
	}
	w.noticed(1, liaison, supervision.NoticeSentBack)
	w.counted(0, "notice where zh like '%数据未核对%' or en like '%数据未核对%'")
	w.stands(supervision.Open, completion)
	w.refused(supervision.AlreadyDone, w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r1"))
	w.laid("r2")
	w.must(w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r2"))
	w.refused(supervision.AlreadyDone, w.desk.SendBackSubmission(w.ctx, w.head(), w.id, "r2", "重写"))
	w.stands(supervision.Proven, completion)
}

// With nobody in the seat, what is the unit's own affair waits for who comes, and does not go to the congress's office.
func TestApproval_WhatIsTheUnitsOwnWaitsInTheUnit(t *testing.T) {
	t.Parallel()
	w := approving(t)
	_, err := w.owner.Exec(w.ctx, "update sitting set to_at = $1 where seat_id = 'gov-head'", w.now())
	w.must(err)
	w.laid("r1")
	w.must(w.desk.SendBackSubmission(w.ctx, w.head(), w.id, "r1", "数据未核对"))
	_, err = w.owner.Exec(w.ctx, "update sitting set to_at = $1 where seat_id = $2", w.now(), liaison)
	w.must(err)
	w.turn("2020-12-30 09:00")
	w.compose()
	w.same("DRAFTED\nSENT_BACK", w.query("select kind from notice where kind in ('DRAFTED', 'SENT_BACK') and person_id = '' order by 1"))
}

// While a draft waits, its head leaves only to a successor, an empty seat of a head is listed, and the last head's seat
// stays one, whether it is changed one by one or by a file.
func TestApproval_NoDraftIsLeftBehind(t *testing.T) {
	t.Parallel()
	w := approving(t)
	keeper := admin(w.plan.Host.ID)
	leave := func() error { return w.desk.EndTerm(w.ctx, keeper, desk.Leaving{Person: "0001", Seat: "gov-head"}) }
	demote := func() error {
		return w.desk.SaveSeat(w.ctx, keeper, supervision.Seat{ID: "gov-head", Office: "gov", Role: supervision.RoleOfficial, Title: "gov-head"}, "")
	}
	w.laid("r1")
	w.refused(supervision.NeedsSuccessor, leave())
	w.refused(supervision.NeedsSuccessor, demote())
	_, err := w.takeUp("0001,方明,,,gov-head,,联络员,,,,\n")
	w.refused(supervision.NeedsSuccessor, err)
	leaver := columns + "0001,方明,,,gov-head,,,,,," + supervision.DateOf(w.now(), time.UTC).String() + "\n"
	_, taken := w.desk.ImportPeople(w.ctx, keeper, []byte(leaver), "")
	_, seen := w.desk.PreviewImport(w.ctx, keeper, []byte(leaver))
	if taken == nil || seen == nil || taken.Error() != seen.Error() {
		t.Errorf("the preview says %v, the import %v", seen, taken)
	}
	w.counted(1, "seat where id = 'gov-head' and part = 'HEAD'")

	_, err = w.owner.Exec(w.ctx, "update sitting set to_at = $1 where seat_id = 'gov-head'", w.now())
	w.must(err)
	w.emptyHead(1)
	w.must(w.desk.SendBackSubmission(w.ctx, w.head(), w.id, "r1", "数据未核对"))
	w.emptyHead(0)
	w.must(demote())
}

// emptyHead asserts whether the head's seat is listed as empty with something resting on it.
func (w *world) emptyHead(want int) {
	w.t.Helper()
	all, err := w.desk.Vacancies(w.ctx, w.staff(), w.id)
	w.must(err)
	got := 0
	for _, v := range all {
		if v.ID == "gov-head" {
			got++
		}
	}
	if got != want {
		w.t.Errorf("the head's seat is listed %d times, want %d", got, want)
	}
}

func TestApproval_OnlyTheHeadOfTheUnitApproves(t *testing.T) {
	t.Parallel()
	w := approving(t)
	w.laid("r1")
	w.refused(supervision.NotAllowed, w.desk.ApproveSubmission(w.ctx, w.as(liaison), w.id, "r1"))
	w.refused(supervision.NotAllowed, w.desk.SendBackSubmission(w.ctx, w.as(liaison), w.id, "r1", "x"))
	for _, other := range []string{"office-staff", "u01-official", "g01-convenor"} {
		w.refused(supervision.NotFound, w.desk.ApproveSubmission(w.ctx, w.as(other), w.id, "r1"))
		w.refused(supervision.NotFound, w.desk.SendBackSubmission(w.ctx, w.as(other), w.id, "r1", "x"))
	}
	w.stands(supervision.Open, completion)
}

// A draft is the unit's own affair: others cannot tell it from what is not there.
func TestApproval_ADraftIsSeenInItsUnitAlone(t *testing.T) {
	t.Parallel()
	w := approving(t)
	w.laid("r1")
	for _, c := range []desk.Caller{w.as(liaison), w.head()} {
		if row, err := w.desk.Submission(w.ctx, c, w.id, "r1"); err != nil || row.State != supervision.Drafted || len(row.Heads) != 1 {
			t.Errorf("%s sees %+v, %v", c.Person, row, err)
		}
		w.listed(1, c)
	}
	_, err := w.desk.Submission(w.ctx, w.staff(), w.id, "r1")
	w.refused(supervision.NotFound, err)
	w.refused(supervision.NotFound, w.desk.AcceptSubmission(w.ctx, w.staff(), w.id, "r1"))
	w.listed(0, w.staff())
	w.must(w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r1"))
	w.listed(1, w.staff())
}

// listed asserts how many submissions somebody is shown.
func (w *world) listed(want int, c desk.Caller) {
	w.t.Helper()
	rows, err := w.desk.Submissions(w.ctx, c, w.id, "", time.Time{}, "", 10)
	if w.must(err); len(rows) != want {
		w.t.Errorf("%s is shown %d submissions, want %d", c.Person, len(rows), want)
	}
}

func TestApproval_WithoutAHeadNothingIsDrafted(t *testing.T) {
	t.Parallel()
	w := approving(t)
	_, err := w.owner.Exec(w.ctx, "update seat set part = '' where id = 'gov-head'")
	w.must(err)
	_, err = w.submit(liaison, completion, "r1")
	w.refused(supervision.WrongState, err)
}

// What the head writes needs no approval, and where the unit does not say so, everything is handed in at once.
func TestApproval_OnlyWhereTheUnitSaysSo(t *testing.T) {
	t.Parallel()
	w := approving(t)
	_, err := w.owner.Exec(w.ctx, "update duty set holder = 'gov-head' where id = $1", completion)
	w.must(err)
	w.unrecorded = true
	_, err = w.desk.SubmitDocument(w.ctx, w.head(), w.id, desk.Paper{ID: "r1", Duty: completion, Title: "x", Text: "x"})
	w.must(err)
	w.stands(supervision.Proven, completion)
	w.handIn("g01-convenor", report, "r2")
	w.stands(supervision.Proven, report)
	w.noticed(0, "gov-head", supervision.NoticeDrafted)
}

// The first of two drafts that is approved proves; the other cannot.
func TestApproval_OfTwoDraftsOneIsHandedIn(t *testing.T) {
	t.Parallel()
	w := approving(t)
	w.laid("r1")
	w.laid("r2")
	w.must(w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r2"))
	w.refused(supervision.AlreadyDone, w.desk.ApproveSubmission(w.ctx, w.head(), w.id, "r1"))
	w.must(w.desk.SendBackSubmission(w.ctx, w.head(), w.id, "r1", "已另行提交"))
	again, err := w.submit(liaison, completion, "r1")
	if w.must(err); again.State != supervision.SentBack {
		t.Errorf("the same paper again is %s", again.State)
	}
}
