package supervision_test

import (
	"testing"
	"time"

	"duban/supervision"
)

// 1 to 5 May 2020 were a holiday, Saturday 9 May was worked in exchange.
func TestQuietHours(t *testing.T) {
	t.Parallel()
	shanghai, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		t.Fatal(err)
	}
	night := supervision.QuietHours{From: 21 * 60, To: 8 * 60}
	always := supervision.QuietHours{From: 21 * 60, To: 8 * 60, RestDays: true}
	noon := supervision.QuietHours{From: 12 * 60, To: 14 * 60}
	for _, c := range []struct {
		hours    supervision.QuietHours
		at, over string
	}{
		{night, "2020-04-28 20:59", "2020-04-28 20:59"},
		{night, "2020-04-28 21:00", "2020-04-29 08:00"},
		{night, "2020-04-29 03:00", "2020-04-29 08:00"},
		{night, "2020-04-29 08:00", "2020-04-29 08:00"},
		{night, "2020-04-30 22:00", "2020-05-06 08:00"},
		{night, "2020-05-02 12:00", "2020-05-06 08:00"},
		{night, "2020-05-09 12:00", "2020-05-09 12:00"},
		{always, "2020-05-02 12:00", "2020-05-02 12:00"},
		{always, "2020-04-30 22:00", "2020-05-01 08:00"},
		{noon, "2020-04-29 12:30", "2020-04-29 14:00"},
		{noon, "2020-05-02 12:30", "2020-05-06 00:00"},
		{supervision.QuietHours{From: 480, To: 480}, "2020-04-29 08:00", "2020-04-29 08:00"},
	} {
		at, err := time.ParseInLocation("2006-01-02 15:04", c.at, shanghai)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.hours.Over(at, shanghai, supervision.ChinaCalendar()).In(shanghai).Format("2006-01-02 15:04"); got != c.over {
			t.Errorf("%+v at %s: %s, want %s", c.hours, c.at, got, c.over)
		}
	}
}
