package console

import (
	"testing"
	"time"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

func TestTimelineToday(t *testing.T) {
	cases := map[string]struct{ x, anchor, says string }{
		"2026-04-20": {"", "", "今天是2026年4月20日 星期一，活动将于2026年4月21日开始。"},
		"2026-04-21": {"0.17%", "start", "今天是2026年4月21日 星期二，部署发动第1天，共20天。"},
		"2026-05-11": {"7.17%", "start", "今天是2026年5月11日 星期一，监督推进第1天，共204天。"},
		"2026-09-18": {"52.62%", "middle", "今天是2026年9月18日 星期五，监督推进第131天，共204天。"},
		"2026-12-31": {"88.99%", "end", "今天是2026年12月31日 星期四，总结测评第31天，共62天。"},
		"2027-01-31": {"99.83%", "end", "今天是2027年1月31日 星期日，总结测评第62天，共62天。"},
		"2027-02-01": {"", "", "今天是2027年2月1日 星期一，活动已于2027年1月31日结束。"},
	}
	for day, want := range cases {
		line := layTimeline(city(), parseDay(day))
		if got := line.say(words.Chinese, parseDay(day)); got != want.says {
			t.Errorf("%s: %s, want %s", day, got, want.says)
		}
		var got mark
		if line.Today != nil {
			got = *line.Today
		}
		if got.X != want.x || got.Anchor != want.anchor {
			t.Errorf("%s: mark %+v, want %+v", day, got, want)
		}
	}
}

func TestTimelineBars(t *testing.T) {
	line := layTimeline(city(), parseDay("2026-09-18"))
	want := []struct {
		x, width, label string
		standing        standing
		roomy           bool
	}{{"0.00%", "6.99%", "3.50%", over, false}, {"6.99%", "71.33%", "29.81%", running, true}, {"78.32%", "21.68%", "89.16%", ahead, true}}
	for i, w := range want {
		if b := line.Bars[i]; b.X != w.x || b.Width != w.width || b.Label != w.label || b.Standing != w.standing || b.Roomy != w.roomy {
			t.Errorf("bar %d is %+v, want %+v", i+1, b, w)
		}
	}
	if n := len(line.Months); n != 10 || line.Months[0].Named || !line.Months[9].Named {
		t.Errorf("%d months: %+v", n, line.Months)
	}
}

// The year may go on otherwise than planned: what counts is the phase the campaign is in.
func TestStanding(t *testing.T) {
	c := city()
	for state, want := range map[v1.Campaign_State]standing{v1.Campaign_DRAFT: ahead, v1.Campaign_LIVE: running, v1.Campaign_CLOSED: over} {
		c.State, c.Phase = state, v1.PhaseEntry_MONITORING
		if got := stand(v1.PhaseEntry_MONITORING, c); got != want {
			t.Errorf("%v: %s, want %s", state, got, want)
		}
	}
}

func TestTimelineWithoutDays(t *testing.T) {
	for name, phases := range map[string][]*v1.Phase{"none": nil, "unreadable": {{FirstDay: "soon", LastDay: "later"}}, "backwards": {{FirstDay: "2026-02-01", LastDay: "2026-01-01"}}} {
		if line := layTimeline(&v1.Campaign{Phases: phases}, parseDay("2026-01-15")); len(line.Bars) != 0 {
			t.Errorf("%s: %+v", name, line)
		}
	}
}

// Midnight in China comes eight hours before midnight UTC.
func TestDayOf(t *testing.T) {
	evening := time.Date(2026, 9, 17, 16, 0, 0, 0, time.UTC)
	for name, want := range map[string]string{"Asia/Shanghai": "2026-09-18", "": "2026-09-18", "No/Such": "2026-09-18", "UTC": "2026-09-17"} {
		if got := dayOf(evening, zone(name)).Format(dayFormat); got != want {
			t.Errorf("%q: %s, want %s", name, got, want)
		}
	}
}
