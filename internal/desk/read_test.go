package desk_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// walk reads pages of two until one is short, and asserts that together they are the whole, nothing twice or left out.
// next reads the page after the last row of the page before.
func walk[T any](w *world, whole []T, name func(T) string, next func(last *T) ([]T, error)) {
	w.t.Helper()
	var all []T
	for last := (*T)(nil); ; last = &all[len(all)-1] {
		page, err := next(last)
		w.must(err)
		all = append(all, page...)
		if len(page) < 2 {
			break
		}
	}
	if len(whole) < 5 {
		w.t.Errorf("only %d rows: nothing to page", len(whole))
	}
	w.same(strings.Join(names(whole, name), "\n"), names(all, name))
	if set := slices.Compact(slices.Sorted(slices.Values(names(all, name)))); len(set) != len(all) {
		w.t.Errorf("%d rows, %d of them different", len(all), len(set))
	}
}

func names[T any](rows []T, name func(T) string) (all []string) {
	for _, r := range rows {
		all = append(all, name(r))
	}
	return all
}

func TestPages_Campaigns(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for i := range 5 { // three of them at one instant
		w.turn(firstDay)
		if i > 2 {
			w.turn(fmt.Sprintf("2020-04-2%d 08:30", i))
		}
		w.draft(strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", fmt.Sprintf("id: copy-%d\n", i)))
	}
	page := func(before time.Time, id string, limit int) ([]postgres.CampaignRow, error) {
		return w.desk.Campaigns(w.ctx, w.staff(), before, id, limit)
	}
	whole, err := page(time.Time{}, "", 100)
	w.must(err)
	w.same("copy-4 copy-3 hangzhou-2020 copy-2 copy-1 copy-0", []string{strings.Join(names(whole, campaignID), " ")})
	walk(w, whole, campaignID, func(last *postgres.CampaignRow) ([]postgres.CampaignRow, error) {
		if last == nil {
			return page(time.Time{}, "", 2)
		}
		return page(last.CreatedAt, last.ID, 2)
	})
}

func campaignID(c postgres.CampaignRow) string { return c.ID }

func TestPages_Duties(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for _, f := range []postgres.DutyFilter{
		{}, {States: []string{"OPEN", "OVERDUE"}}, {Seats: []string{"g01-convenor"}}, {DueBy: date(t, "2020-06-10")},
	} {
		page := func(f postgres.DutyFilter, limit int) ([]postgres.DutyView, error) {
			f.Limit = limit
			return w.desk.Duties(w.ctx, w.staff(), w.id, f)
		}
		whole, err := page(f, 1000)
		w.must(err)
		walk(w, whole, dutyName, func(last *postgres.DutyView) ([]postgres.DutyView, error) {
			if last != nil {
				f.AfterDay, f.AfterID = last.Window.Last, last.ID
			}
			return page(f, 2)
		})
		if !slices.IsSorted(names(whole, dutyName)) {
			t.Errorf("not in the order of the last day and id: %v", names(whole, dutyName))
		}
	}
}

func dutyName(d postgres.DutyView) string { return d.Window.Last.String() + " " + d.ID }

func TestPages_DutiesAreThoseAskedFor(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	all, err := w.desk.Duties(w.ctx, w.staff(), w.id, postgres.DutyFilter{
		States: []string{"OPEN"}, Seats: []string{"g01-d1"}, DueBy: date(t, "2020-06-10"), Limit: 100,
	})
	w.must(err)
	w.same("2020-06-10 "+partD1, names(all, dutyName))
}

// Made and ahead are one list in one order, even where a command has made the calls of one duty and the clock has not
// made those of the others yet.
func TestPages_Agenda(t *testing.T) {
	t.Parallel()
	w := reporting(t)
	w.turn("2020-12-28 12:00")
	w.must(w.excuse("group-report/g05/2020", "小组并入第二小组"))
	for _, onlyAhead := range []bool{false, true} {
		page := func(after supervision.Call, limit int) ([]desk.CallView, error) {
			return w.desk.Agenda(w.ctx, w.staff(), w.id, onlyAhead, after, limit)
		}
		whole, err := page(supervision.Call{}, 10_000)
		w.must(err)
		walk(w, whole, callName, func(last *desk.CallView) ([]desk.CallView, error) {
			if last == nil {
				return page(supervision.Call{}, 2)
			}
			return page(callOf(*last), 2)
		})
		if !slices.IsSortedFunc(whole, func(a, b desk.CallView) int { return supervision.CompareCalls(callOf(a), callOf(b)) }) {
			t.Errorf("not in order: %v", names(whole, callName))
		}
	}
}

func callOf(c desk.CallView) supervision.Call {
	return supervision.Call{At: c.At, Duty: c.DutyID, Kind: c.Kind}
}

func callName(c desk.CallView) string { return callLine(c) + " " + c.DutyID }

func TestPages_Notes(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for i := range 7 { // at one instant
		_, err := w.desk.SubmitNote(w.ctx, w.as("g01-d1"), week, fmt.Sprintf("n%d", i), "进度正常")
		w.must(err)
	}
	page := func(after time.Time, id string, limit int) ([]postgres.NoteRow, error) {
		return w.desk.Notes(w.ctx, w.staff(), week, after, id, limit)
	}
	whole, err := page(time.Time{}, "", 100)
	w.must(err)
	walk(w, whole, func(n postgres.NoteRow) string { return n.ID }, func(last *postgres.NoteRow) ([]postgres.NoteRow, error) {
		if last == nil {
			return page(time.Time{}, "", 2)
		}
		return page(last.SubmittedAt, last.ID, 2)
	})
}

func TestPages_Notices(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	for _, everybody := range []bool{true, false} {
		page := func(before time.Time, id uuid.UUID, limit int) ([]postgres.NoticeRow, error) {
			return w.desk.Notices(w.ctx, w.staff(), postgres.NoticeFilter{Before: before, BeforeID: id, Limit: limit}, everybody)
		}
		whole, err := page(time.Time{}, uuid.Nil, 10_000)
		w.must(err)
		walk(w, whole, func(n postgres.NoticeRow) string { return n.ID.String() }, func(last *postgres.NoticeRow) ([]postgres.NoticeRow, error) {
			if last == nil {
				return page(time.Time{}, uuid.Nil, 2)
			}
			return page(last.At, last.ID, 2)
		})
	}
}

func TestNotices_EverybodysAreForStaff(t *testing.T) {
	t.Parallel()
	w := inspecting(t)
	_, err := w.desk.Notices(w.ctx, w.as("g01-d1"), postgres.NoticeFilter{Limit: 10}, true)
	w.refused(supervision.NotAllowed, err)
	own, err := w.desk.Notices(w.ctx, w.as("g01-d1"), postgres.NoticeFilter{Person: "hangzhou/g02-d1", Limit: 100}, false)
	w.must(err)
	for _, n := range own {
		if n.PersonID != "hangzhou/g01-d1" {
			t.Errorf("saw a notice to %s", n.PersonID)
		}
	}
	if len(own) == 0 {
		t.Error("no notices of one's own")
	}
}
