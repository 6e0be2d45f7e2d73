package desk_test

import (
	"testing"

	"duban/supervision"
)

// A campaign without phases has one step ahead of it from the day of its launch: to close when its period is over.
func TestWithoutPhases_ClosesWithItsPeriod(t *testing.T) {
	t.Parallel()
	w := drafted(t, "2020-01-17 09:00")
	w.draft(winter)
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	s, err := w.desk.Standing(w.ctx, w.plan.Host.ID, w.id)
	w.must(err)
	if s.Phase != supervision.NoPhase || s.Step != supervision.StepClose || !s.StepAt.Equal(instant(t, "2020-07-01 00:00")) {
		t.Errorf("stands at %+v", s)
	}
	w.turn("2020-06-30 23:59")
	w.must(w.desk.CloseCampaign(w.ctx, w.plan.Host.ID, w.id))
	w.counted(1, "campaign where state = 'LIVE' and id = $1", w.id)
	w.turn("2020-07-01 00:00")
	w.must(w.desk.CloseCampaign(w.ctx, w.plan.Host.ID, w.id))
	w.counted(1, "campaign where state = 'CLOSED' and id = $1", w.id)
}
