package desk_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"duban/internal/desk"
	"duban/supervision"
)

// The year in memory (supervision.Year) and the desk with its database give one answer to one stream of deeds: the same
// calls at the same instants, and the same duties at the end.
func TestYear_TheDeskAnswersAlike(t *testing.T) {
	t.Parallel()
	for seed := range uint64(6) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel()
			w := hanging(t)
			y := supervision.NewYear(*w.plan, w.now(), supervision.ChinaCalendar())
			for _, deed := range deeds(w.plan, y.Duties(), rand.New(rand.NewPCG(seed, 0))) {
				w.live(deed.At.In(shanghai).Format(time.DateTime))
				atDesk, inMemory := w.do(deed), y.Do(deed)
				if (atDesk == nil) != (inMemory == nil) {
					t.Logf("%s %s %s: the desk says %v, the year %v", deed.At.In(shanghai), deed.Kind, deed.Duty, atDesk, inMemory)
				}
			}
			w.live("2021-03-01 00:00:00")
			y.Live(instant(t, "2021-03-01 00:00"))
			w.same(callsOf(y), w.query(`select to_char(at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI:SS.US') || ' ' || kind || ' ' || duty_id
				|| case when passed then ' PASSED' else '' end from call where campaign_id = $1 order by at, duty_id,
				array_position(array['OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE'], kind)`, w.id))
			for _, d := range y.Duties() {
				if got := w.duty(d.ID); got.State != d.State || got.Window != d.Window {
					t.Errorf("%s: %s %s at the desk, %s %s in memory", d.ID, got.State, got.Window, d.State, d.Window)
				}
			}
		})
	}
}

// deeds are a hundred things that people may do, in order, some of which will be refused.
func deeds(p *supervision.Plan, duties []supervision.Duty, r *rand.Rand) []supervision.Deed {
	at := p.Period.Opens(p.Zone).Add(9 * time.Hour)
	all := make([]supervision.Deed, 100)
	for i := range all {
		at = at.Add(time.Duration(1+r.IntN(130)) * time.Hour / 2)
		d := duties[r.IntN(len(duties))]
		kinds := []supervision.DeedKind{supervision.DeedDone, supervision.DeedDone, supervision.DeedDone, supervision.DeedReturned, supervision.DeedExtended, supervision.DeedExcused}
		all[i] = supervision.Deed{At: at, Kind: kinds[r.IntN(len(kinds))], Duty: d.ID, Day: d.Window.Last.AddDays(r.IntN(20)), Reason: fmt.Sprint("第", i, "件")}
		if d.Undated() || i%25 == 24 {
			all[i] = supervision.Deed{At: at, Kind: supervision.DeedDated, Event: []string{"session", "receipt"}[r.IntN(2)], Day: supervision.DateOf(at, p.Zone).AddDays(r.IntN(60)), Reason: "定期"}
		}
	}
	return all
}

func (w *world) do(deed supervision.Deed) error {
	switch deed.Kind {
	case supervision.DeedExtended:
		return w.desk.ExtendDuty(w.ctx, w.staff(), w.id, deed.Duty, deed.Day, deed.Reason)
	case supervision.DeedExcused:
		return w.desk.ExcuseDuty(w.ctx, w.staff(), w.id, deed.Duty, deed.Reason)
	case supervision.DeedDated:
		_, err := w.desk.DateEvent(w.ctx, w.staff(), w.id, deed.Event, deed.Day, desk.Revising{ConfirmEarlier: true, Reason: deed.Reason})
		return err
	default:
		if deed.Kind == supervision.DeedDone && w.duty(deed.Duty).Kind == supervision.Vote {
			return nil
		}
		return w.prove(w.duty(deed.Duty).Duty, deed)
	}
}

// prove hands in, concludes, notes or returns, by the duty's own way of being proven.
func (w *world) prove(d supervision.Duty, deed supervision.Deed) (err error) {
	id := fmt.Sprint("d", deed.At.Unix())
	switch {
	case deed.Kind == supervision.DeedReturned:
		last := w.query("select id from submission where duty_id = $1 order by submitted_at desc limit 1", d.ID)
		return w.desk.ReturnSubmission(w.ctx, w.staff(), w.id, append(last, "none")[0], deed.Reason)
	case d.Kind == supervision.InspectionDuty && strings.Count(d.ID, "/") == 2:
		return w.desk.ConcludeInspection(w.ctx, w.as(d.Holder), d.Inspection, "总体顺利")
	case d.Kind == supervision.InspectionDuty:
		_, err = w.desk.SubmitNote(w.ctx, w.as(d.Holder), d.Inspection, id, "进度正常")
	default:
		_, err = w.desk.SubmitDocument(w.ctx, w.as(d.Holder), w.id, desk.Paper{ID: id, Duty: d.ID, Title: "材料", Text: "全文"})
	}
	return err
}

func callsOf(y *supervision.Year) (all string) {
	for _, c := range y.Calls {
		all += c.At.In(shanghai).Format("2006-01-02 15:04:05.000000 ") + string(c.Kind) + " " + c.Duty
		if c.Passed {
			all += " PASSED"
		}
		all += "\n"
	}
	return all
}
