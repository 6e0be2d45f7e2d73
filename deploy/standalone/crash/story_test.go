package crash_test

import (
	"testing"
	"time"

	"duban/supervision"
)

// scheduled is a deed that no call depends on, so that the months in memory know nothing of it.
const scheduled supervision.DeedKind = "SCHEDULED"

// whatPeopleDo in these months: in time, late, not at all, handed back, extended, excused, together, by ballot.
func whatPeopleDo(t *testing.T) []supervision.Deed {
	t.Helper()
	day := func(text string) supervision.Date {
		d, err := supervision.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	done := func(at string, duties ...string) (all []supervision.Deed) {
		for _, d := range duties {
			all = append(all, supervision.Deed{At: instant(t, at), Kind: supervision.DeedDone, Duty: d})
		}
		return all
	}
	one := func(at string, kind supervision.DeedKind, duty, last, reason string) []supervision.Deed {
		d := supervision.Deed{At: instant(t, at), Kind: kind, Duty: duty, Reason: reason}
		if last != "" {
			d.Day = day(last)
		}
		return []supervision.Deed{d}
	}
	return join(
		done("2020-09-08 10:07", "overall-plan/campaign/2020"),
		done("2020-09-16 10:07", "kickoff/campaign/2020"),
		done("2020-09-28 15:07", "group-plan/g1/2020"),
		done("2020-10-03 11:07", "group-plan/g2/2020"),
		one("2020-10-12 10:07", scheduled, "october-visit/g1/2020", "2020-10-15", ""),
		one("2020-10-13 10:07", scheduled, "october-visit/g2/2020", "2020-10-20", ""),
		done("2020-10-15 16:07", "october-visit/g1/2020/g1-d1", "october-visit/g1/2020"),
		done("2020-10-22 11:07", "october-visit/g2/2020/g2-d1", "october-visit/g2/2020"),
		done("2020-10-27 10:07", "hearing/campaign/2020"),
		one("2020-11-03 10:07", scheduled, "november-visit/g1/2020", "2020-11-06", ""),
		done("2020-11-06 16:07", "november-visit/g1/2020/g1-d1", "november-visit/g1/2020"),
		one("2020-11-09 10:07", supervision.DeedExcused, "november-visit/g2/2020/g2-d1", "", "因公出差"),
		done("2020-12-07 15:07", "group-report/g1/2020", "group-report/g2/2020"),
		one("2020-12-08 10:07", supervision.DeedAccepted, "group-report/g1/2020", "", ""),
		one("2020-12-08 10:09", supervision.DeedReturned, "group-report/g2/2020", "", "缺少问题清单"),
		one("2020-12-09 10:07", supervision.DeedExtended, "completion-report/campaign/2020", "2020-12-14", "等待验收数据"),
		done("2020-12-11 16:07", "group-report/g2/2020"),
		done("2020-12-14 11:07", "completion-report/campaign/2020"),
		one("2020-12-15 10:07", supervision.DeedAccepted, "group-report/g2/2020", "", ""),
		one("2020-12-15 10:08", supervision.DeedAccepted, "completion-report/campaign/2020", "", ""),
		one("2020-12-15 10:09", supervision.DeedSubmitted, "", "", ""),
		done("2020-12-18 15:07", "deliberation/campaign/2020"),
		done("2020-12-23 15:07", vote("m1")),
		done("2020-12-25 15:07", vote("m2")),
	)
}

func vote(seat string) string { return "satisfaction-vote/" + seat + "/2020" }

func join(parts ...[]supervision.Deed) (all []supervision.Deed) {
	for _, p := range parts {
		all = append(all, p...)
	}
	return all
}

// takeUp is when the campaign is launched.
const takeUp = "2020-09-01 08:30"

// inMemory are the same months lived by the rules alone.
func inMemory(t *testing.T, p *supervision.Plan) *supervision.Year {
	t.Helper()
	y := supervision.NewYear(*p, instant(t, takeUp), supervision.ChinaCalendar())
	for _, deed := range whatPeopleDo(t) {
		if deed.Kind == scheduled {
			continue
		}
		if err := y.Do(deed); err != nil {
			t.Fatalf("%s %s: %v", deed.Kind, deed.Duty, err)
		}
	}
	y.LiveOut()
	return y
}

var china = time.FixedZone("UTC+8", 8*60*60)

func instant(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", text, china)
	if err != nil {
		t.Fatal(err)
	}
	return at
}
