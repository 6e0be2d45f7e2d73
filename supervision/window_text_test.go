package supervision_test

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"duban/supervision"
)

// expectWindows reads each text in the campaign year 2020.
func expectWindows(t *testing.T, want map[string]string) {
	t.Helper()
	for text, days := range want {
		if got := window(t, text, 2020).String(); got != days {
			t.Errorf("%s is %s, want %s", text, got, days)
		}
	}
}

func TestHZ05_KickOffFallsOneDayAfterItsPhase(t *testing.T) {
	phase, meeting := window(t, "4月下旬至5月上旬", 2020), window(t, "5月11日", 2020)
	if phase.Overlaps(meeting) || phase.Last.DaysUntil(meeting.First) != 1 {
		t.Errorf("phase %s, meeting %s", phase, meeting)
	}
}

func TestHZ06_DekadsOfPhaseOne(t *testing.T) {
	expectWindows(t, map[string]string{
		"4月上旬":       "2020-04-01..2020-04-10",
		"4月中旬":       "2020-04-11..2020-04-20",
		"4月下旬":       "2020-04-21..2020-04-30",
		"4月下旬..5月上旬": "2020-04-21..2020-05-10",
		"2月下旬":       "2020-02-21..2020-02-29",
		"2021年2月下旬":  "2021-02-21..2021-02-28",
	})
}

func TestHZ09_MonitoringToTheEndOfNovember(t *testing.T) {
	expectWindows(t, map[string]string{"5月中旬至11月下旬": "2020-05-11..2020-11-30"})
}

func TestHZ11_SupervisionWeek(t *testing.T) {
	expectWindows(t, map[string]string{"6月上旬": "2020-06-01..2020-06-10"})
}

func TestHZ13_InspectionWithinThreeMonths(t *testing.T) {
	expectWindows(t, map[string]string{"9月至11月": "2020-09-01..2020-11-30", "9月..11月": "2020-09-01..2020-11-30"})
}

func TestHZ14_EvaluationCrossesTheYearEnd(t *testing.T) {
	expectWindows(t, map[string]string{
		"12月至次年1月":            "2020-12-01..2021-01-31",
		"12月..次年1月":           "2020-12-01..2021-01-31",
		"12月..2021年1月":        "2020-12-01..2021-01-31",
		"2020-12-01..次年1月":    "2020-12-01..2021-01-31",
		"次年1月":                "2021-01-01..2021-01-31",
		"2021年1月":             "2021-01-01..2021-01-31",
		"次年1月..2月":            "2021-01-01..2021-02-28",
		"次年1月..次年2月":          "2021-01-01..2021-02-28",
		"2021年12月..次年1月":      "2021-12-01..2022-01-31",
		"2021年12月1日..2022年1月": "2021-12-01..2022-01-31",
	})
}

func TestWindowsAsClerksWriteThem(t *testing.T) {
	expectWindows(t, map[string]string{
		"2020-05-11":             "2020-05-11",
		"2020-05-11..2020-06-01": "2020-05-11..2020-06-01",
		"2020-05-11-2020-06-01":  "2020-05-11..2020-06-01",
		"6月1日":                   "2020-06-01",
		"6月1日..10日":              "2020-06-01..2020-06-10",
		"６月１号 到 １０号":             "2020-06-01..2020-06-10",
		"5月上旬..中旬":               "2020-05-01..2020-05-20",
		"9月—11月":                 "2020-09-01..2020-11-30",
		"9月——11月":                "2020-09-01..2020-11-30",
		"9月-11月":                 "2020-09-01..2020-11-30",
		"9月 ～ 11月":               "2020-09-01..2020-11-30",
		"　4 月　下旬 .. 5 月 上旬\n":    "2020-04-21..2020-05-10",
		"2020 年 06 月 01 日":       "2020-06-01",
		"6月..6月":                 "2020-06-01..2020-06-30",
	})
}

func TestWindowThatNamesItsYearNeedsNone(t *testing.T) {
	for text, want := range map[string]string{
		"2020年9月..11月":      "2020-09-01..2020-11-30",
		"2020-12-01..次年1月":  "2020-12-01..2021-01-31",
		"2020-09-01..11月上旬": "2020-09-01..2020-11-10",
	} {
		if got := window(t, text, 0).String(); got != want {
			t.Errorf("%s is %s, want %s", text, got, want)
		}
	}
}

func TestParseWindowRefuses(t *testing.T) {
	const unread, early = "应写作 2020-05-11、4月下旬、9月..11月 或 12月..次年1月", "结束早于开始"
	tests := []struct {
		text   string
		year   int
		offset int
		zh     string
	}{
		{"12月..1月", 2020, 5, "早于开始；若跨年，请写 次年1月"},
		{"2020年12月至1月", 2020, 9, "早于开始；若跨年，请写 次年1月"},
		{"6月10日..1日", 2020, 7, early},
		{"6月下旬..上旬", 2020, 6, early},
		{"次年1月..2020年12月", 2020, 6, early},
		{"2020-06-01..2020-05-31", 2020, 12, early},
		{"6月31日", 2020, 2, "6月没有31日"},
		{"6月1日..31日", 2020, 6, "6月没有31日"},
		{"6月0日", 2020, 2, "6月没有0日"},
		{"2月29日", 2019, 2, "2019年2月没有29日"},
		{"2020-06-31", 2020, 8, "6月没有31日"},
		{"4月..13月", 2020, 4, "没有13月"},
		{"0月", 2020, 0, "没有0月"},
		{"4月", 0, 0, "请写明年份，如 2020年4月"},
		{"次年1月", 0, 0, "请写明年份，如 2020年4月"},
		{"次年1月", 2199, 0, "年份2200不在1900至2199之间"},
		{"", 2020, 0, unread},
		{"　", 2020, 1, unread},
		{"下旬", 2020, 0, unread},
		{"1日", 2020, 0, unread},
		{"次年", 2020, 0, unread},
		{"4月..", 2020, 4, unread},
		{"..5月", 2020, 0, unread},
		{"4月下旬左右", 2020, 4, unread},
		{"4月..5月..6月", 2020, 6, unread},
		{"20年4月", 2020, 0, unread},
		{"2020/05/11", 2020, 0, unread},
		{"\xff\x00", 2020, 0, unread},
	}
	for _, tt := range tests {
		_, err := supervision.ParseWindow(tt.text, tt.year)
		var got *supervision.DateError
		if !errors.As(err, &got) {
			t.Errorf("%q: error %v is no DateError", tt.text, err)
			continue
		}
		if got.Text != tt.text || got.Offset != tt.offset || got.Zh != tt.zh || got.En == "" {
			t.Errorf("%q: got %+v, want offset %d, %s", tt.text, *got, tt.offset, tt.zh)
		}
	}
}

func TestHugeTextIsRefusedInOneLine(t *testing.T) {
	_, err := supervision.ParseWindow(strings.Repeat("4月", 1<<20), 2020)
	if err == nil || len(err.Error()) > 500 || strings.Contains(err.Error(), "\n") {
		t.Errorf("%.100v", err)
	}
}

// A window that was read comes back from what it writes, whatever the year, and never runs backwards; an error points
// into its text.
func FuzzParseWindow(f *testing.F) {
	for _, s := range []string{
		"2020-05-11..2020-06-01", "4月下旬", "9月..11月", "12月..次年1月", "2021年1月", "6月1日至１０号", " 5 月—中旬", "6月31日", "..", "\xff",
	} {
		f.Add(s, 2020)
	}
	f.Add("次年12月", 2198)
	f.Fuzz(func(t *testing.T, s string, year int) {
		w, err := supervision.ParseWindow(s, year)
		if refused, ok := errors.AsType[*supervision.DateError](err); ok {
			if refused.Offset < 0 || refused.Offset > utf8.RuneCountInString(s) || refused.Zh == "" || refused.En == "" {
				t.Fatalf("%q in %d: %+v", s, year, *refused)
			}
			return
		}
		if err != nil || w.First.After(w.Last) {
			t.Fatalf("%q in %d: %s, %v", s, year, w, err)
		}
		if again, err := supervision.ParseWindow(w.String(), 0); err != nil || again != w {
			t.Fatalf("%q in %d: %s came back as %s, %v", s, year, w, again, err)
		}
	})
}
