package supervision_test

import (
	"encoding/json"
	"testing"
	"time"

	"duban/supervision"
)

func window(t *testing.T, s string, year int) supervision.Window {
	t.Helper()
	w, err := supervision.ParseWindow(s, year)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestWindowIsHalfOpenInItsZone(t *testing.T) {
	w := window(t, "6月上旬", 2020)
	opens, closes := time.Date(2020, 5, 31, 16, 0, 0, 0, time.UTC), time.Date(2020, 6, 10, 16, 0, 0, 0, time.UTC)
	if got := w.Opens(shanghai); !got.Equal(opens) {
		t.Errorf("opens %s, want %s", got.UTC(), opens)
	}
	if got := w.Closes(shanghai); !got.Equal(closes) {
		t.Errorf("closes %s, want %s", got.UTC(), closes)
	}
}

func TestWindowContainsBothItsEnds(t *testing.T) {
	w := window(t, "6月上旬", 2020)
	for s, want := range map[string]bool{"2020-05-31": false, "2020-06-01": true, "2020-06-10": true, "2020-06-11": false} {
		if got := w.Contains(day(t, s)); got != want {
			t.Errorf("%s contains %s: %t", w, s, got)
		}
	}
}

func TestWindowsOverlapInOneDay(t *testing.T) {
	june := window(t, "6月", 2020)
	for s, want := range map[string]bool{"5月": false, "5月..6月1日": true, "6月中旬": true, "5月..7月": true, "6月30日": true, "7月": false} {
		other := window(t, s, 2020)
		if june.Overlaps(other) != want || other.Overlaps(june) != want {
			t.Errorf("%s overlaps %s: not %t both ways", june, s, want)
		}
	}
}

func TestShiftKeepsTheLength(t *testing.T) {
	w := window(t, "2月下旬", 2020)
	if got := w.Shift(366).String(); got != "2021-02-21..2021-03-01" {
		t.Errorf("a year later: %s", got)
	}
	if got := w.Shift(366).Shift(-366); got != w {
		t.Errorf("there and back: %s", got)
	}
}

func TestWindowAsText(t *testing.T) {
	type plan struct{ Phase, Meeting, None supervision.Window }
	want := plan{Phase: window(t, "12月..次年1月", 2020), Meeting: window(t, "5月11日", 2020)}
	text, err := json.Marshal(want)
	if err != nil || string(text) != `{"Phase":"2020-12-01..2021-01-31","Meeting":"2020-05-11","None":""}` {
		t.Fatalf("%s, %v", text, err)
	}
	var got plan
	if err := json.Unmarshal(text, &got); err != nil || got != want {
		t.Errorf("%s came back as %+v, %v", text, got, err)
	}
	if err := json.Unmarshal([]byte(`{"Phase":"4月下旬"}`), &got); err == nil {
		t.Error("a window without a year was read from JSON")
	}
}
