package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"duban/internal/desk"
	"duban/internal/postgres"
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
	if diff := cmp.Diff(handed, again, cmpopts.IgnoreFields(desk.Letter{}, "NextAt", "TakenAt")); diff != "" {
		t.Errorf("the letter differs (-handed +again):\n%s", diff)
	}
	lines, err := w.desk.MessageLines(w.ctx, w.staff(), handed[0].MessageID)
	w.must(err)
	if len(lines) != 1 || lines[0].DutyID != handed[0].Notices[0].DutyID {
		t.Errorf("to be read out are %+v, want %+v", lines, handed[0].Notices)
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
