package supervision

import "time"

// Window is a span of whole days, both included. Its instants form a half-open interval, [Opens, Closes), in the zone
// of whoever keeps it.
type Window struct{ First, Last Date }

// Opens is the first instant of the window: its first day at 00:00 in the zone.
func (w Window) Opens(zone *time.Location) time.Time { return w.First.At(0, zone) }

// Closes is the first instant after the window: the day after its last at 00:00 in the zone.
func (w Window) Closes(zone *time.Location) time.Time { return w.Last.AddDays(1).At(0, zone) }

// Contains reports whether the day lies in the window.
func (w Window) Contains(d Date) bool { return !d.Before(w.First) && !d.After(w.Last) }

// Overlaps reports whether the two windows have a day in common.
func (w Window) Overlaps(o Window) bool { return !w.Last.Before(o.First) && !o.Last.Before(w.First) }

// Shift moves both ends by calendar days, so the window keeps its length and may lose its dekads.
func (w Window) Shift(days int) Window { return Window{w.First.AddDays(days), w.Last.AddDays(days)} }

// String writes both days in full, 2020-09-01..2020-11-30, or one day alone; ParseWindow reads it in any year.
func (w Window) String() string {
	if w.First == w.Last {
		return w.First.String()
	}
	return w.First.String() + ".." + w.Last.String()
}

// MarshalText writes what String does.
func (w Window) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// UnmarshalText reads what MarshalText writes, or any window that names its years; nothing is the zero Window.
func (w *Window) UnmarshalText(text []byte) (err error) {
	if len(text) == 0 {
		*w = Window{}
		return nil
	}
	*w, err = ParseWindow(string(text), 0)
	return err
}
