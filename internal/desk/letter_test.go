package desk_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"duban/internal/desk"
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
	if diff := cmp.Diff(handed, again, cmpopts.IgnoreFields(desk.Letter{}, "NextAt")); diff != "" {
		t.Errorf("the letter differs (-handed +again):\n%s", diff)
	}
	lines, err := w.desk.MessageLines(w.ctx, w.staff(), handed[0].MessageID)
	w.must(err)
	if len(lines) != 1 || lines[0].DutyID != handed[0].Notices[0].DutyID {
		t.Errorf("to be read out are %+v, want %+v", lines, handed[0].Notices)
	}
}
