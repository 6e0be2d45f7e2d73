package desk_test

import (
	"testing"

	"duban/internal/ledger"
)

func TestCheckRecord_FindsWhatWasChangedSinceItWasSealed(t *testing.T) {
	t.Parallel()
	for _, hash := range []ledger.Hash{ledger.SHA256, ledger.SM3} {
		w := sealedWith(t, hash)
		if report, err := w.desk.CheckRecord(w.ctx, w.plan.Host.ID); err != nil || report.Rows != 0 {
			t.Errorf("before anything is sealed: %+v, %v", report, err)
		}
		w.chain()
		report, err := w.desk.CheckRecord(w.ctx, w.plan.Host.ID)
		if w.must(err); report.Finding != nil || report.Rows == 0 || report.Vouched != report.Rows {
			t.Errorf("untouched: %+v", report)
		}
		_, err = w.owner.Exec(w.ctx, "update audit set reason = '改动' where seq = (select min(seq) from audit)")
		w.must(err)
		report, err = w.desk.CheckRecord(w.ctx, w.plan.Host.ID)
		if w.must(err); report.Finding == nil || report.Finding.Kind != ledger.Edited || report.Finding.Index != 0 {
			t.Errorf("edited: %+v", report)
		}
	}
}
