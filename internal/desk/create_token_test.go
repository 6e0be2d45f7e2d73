package desk_test

import (
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// A token is for a program: it is good until its day, until it is ended, and as long as its maker could sign in.
func TestCreateToken(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	caller := w.recognised(w.enters("zhang", secret))
	token := func(days int) desk.SignedIn {
		t.Helper()
		s, err := w.desk.CreateToken(w.ctx, caller, "月报", []string{"read"}, days)
		w.must(err)
		return s
	}
	day, month := token(1), token(30)
	if got := w.recognised(month.Token).Session; got.Kind != desk.ByToken || len(got.Scopes) != 1 || got.Scopes[0] != "read" {
		t.Errorf("it stands for %+v", got)
	}
	w.nobody(month.Token+"A", w.desk)
	all, err := w.desk.Sessions(w.ctx, caller)
	w.must(err)
	kinds := map[string]int{}
	for _, s := range all {
		kinds[s.Kind+s.Label]++
	}
	if len(all) != 4 || kinds["TOKEN月报"] != 2 || kinds["PASSWORD"] != 2 { // one was opened when the password was chosen
		t.Errorf("listed are %+v", all)
	}
	w.turnTo(w.now().AddDate(0, 0, 1))
	w.nobody(day.Token, w.desk)
	w.signedIn(month.Token, "g01-convenor")
	stranger := w.as("g02-convenor")
	w.refused(supervision.NotFound, w.desk.EndSession(w.ctx, stranger, month.ID))
	w.must(w.desk.EndSession(w.ctx, caller, month.ID))
	w.nobody(month.Token, w.desk, w.anotherProcess())
	w.refused(supervision.NotFound, w.desk.EndSession(w.ctx, caller, month.ID))

	caller = w.recognised(w.enters("zhang", secret)) // the one before was for a day
	last := token(365)
	_, err = w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, "")
	w.must(err)
	w.nobody(last.Token, w.desk)
}

func TestCreateToken_NotWithoutEnd(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	caller := w.recognised(w.enters("zhang", secret))
	var err error
	for range 101 {
		if _, err = w.desk.CreateToken(w.ctx, caller, "月报", nil, 1); err != nil {
			break
		}
	}
	w.refused(supervision.WrongState, err)
	w.counted(100, "session where ended_at is null and kind = 'TOKEN'")
}
