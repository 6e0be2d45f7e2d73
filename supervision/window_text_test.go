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
	const unread, early = "应写作 2020-05-11、4月下旬、9月..11月、第三季度、11月底前 或 12月..次年1月", "结束早于开始"
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
		{"..5月", 2020, 2, unread},
		{"..2020-05-11..", 2020, 12, unread},
		{"..2020-06-31", 2020, 10, "6月没有31日"},
		{"下半年..上半年", 2020, 5, "早于开始；若跨年，请写 次年上半年"},
		{"第三季度至第二季度", 2020, 5, "早于开始；若跨年，请写 次年第二季度"},
		{"第五季度", 2020, 0, unread},
		{"底", 2020, 0, unread},
		{"9月..底", 2020, 4, unread},
		{"底前", 2020, 0, unread},
		{"2020年", 2020, 0, unread},
		{"第一季度..10日", 2020, 6, unread},
		{"6月..2021年10日", 2020, 4, unread},
		{"11月前", 2020, 3, unread},
		{"11月上旬前", 2020, 5, unread},
		{"6月..11月底前", 2020, 8, unread},
		{"6月起100天", 2020, 2, unread},
		{"6月14日起100周", 2020, 5, unread},
		{"6月14日起0天", 2020, 6, "至少1天"},
		{"6月31日起100天", 2020, 2, "6月没有31日"},
		{"2199年12月1日起100天", 2020, 11, "年份2200不在1900至2199之间"},
		{"全年", 0, 0, "请写明年份，如 2020年4月"},
		{"11月底前", 0, 0, "请写明年份，如 2020年4月"},
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

func TestSC08_ByTheEndOfNovember(t *testing.T) {
	report := window(t, "11月底前", 2020)
	if !report.First.IsZero() || report.Last != day(t, "2020-11-30") {
		t.Errorf("11月底前 is %+v, want no first day and 30 November", report)
	}
	expectWindows(t, map[string]string{"11月底": "2020-11-30", "2月底": "2020-02-29", "2021年2月底": "2021-02-28"})
}

func TestYH06_AHundredDaysBeginWithTheFirst(t *testing.T) {
	campaign := window(t, "6月14日起100天", 2020)
	if campaign.String() != "2020-06-14..2020-09-21" || campaign.First.DaysUntil(campaign.Last)+1 != 100 {
		t.Errorf("100 days from 14 June: %s", campaign)
	}
	expectWindows(t, map[string]string{
		"2020-06-14 起 １００ 日": "2020-06-14..2020-09-21",
		"6月14日起1天":           "2020-06-14",
		"12月1日起60天":          "2020-12-01..2021-01-29",
	})
}

func TestYH07_PeriodOfTwoYears(t *testing.T) {
	expectWindows(t, map[string]string{
		"2020年6月..2021年底": "2020-06-01..2021-12-31",
		"6月..次年年底":        "2020-06-01..2021-12-31",
		"6月至次年底":          "2020-06-01..2021-12-31",
		"全年..次年上半年":       "2020-01-01..2021-06-30",
	})
}

func TestYH10_ByTheEndOfTheYear(t *testing.T) {
	for text, last := range map[string]string{
		"年底前": "2020-12-31", "2021年底前": "2021-12-31", "2021年年底以前": "2021-12-31", "次年底之前": "2021-12-31",
		"6月10日前": "2020-06-10", "2020-06-10前": "2020-06-10", "..2020-06-10": "2020-06-10", ".. 2020-06-10": "2020-06-10",
	} {
		if got := window(t, text, 2020); got != (supervision.Window{Last: day(t, last)}) {
			t.Errorf("%s is %+v, want no first day and %s", text, got, last)
		}
	}
}

func TestPartsOfTheYear(t *testing.T) {
	expectWindows(t, map[string]string{
		"全年":          "2020-01-01..2020-12-31",
		"2021年全年":     "2021-01-01..2021-12-31",
		"上半年":         "2020-01-01..2020-06-30",
		"下半年":         "2020-07-01..2020-12-31",
		"第一季度":        "2020-01-01..2020-03-31",
		"二季度":         "2020-04-01..2020-06-30",
		"３季度":         "2020-07-01..2020-09-30",
		"第 4 季度":      "2020-10-01..2020-12-31",
		"次年第一季度":      "2021-01-01..2021-03-31",
		"2021年1季度":    "2021-01-01..2021-03-31",
		"第二季度至第三季度":   "2020-04-01..2020-09-30",
		"第四季度..次年1月":  "2020-10-01..2021-01-31",
		"5月中旬..下半年":   "2020-05-11..2020-12-31",
		"年底":          "2020-12-31",
		"2021年底":      "2021-12-31",
		"12月..年底":     "2020-12-01..2020-12-31",
		"次年1月..年底":    "2021-01-01..2021-12-31",
		"11月底..次年1月底": "2020-11-30..2021-01-31",
	})
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
		"全年", "次年上半年", "第 三 季度", "4季度..次年1季度", "6月14日起100天", "2199年12月1日起9999日", "11月底前", "2020年6月..2021年年底", "..2020-06-10",
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
