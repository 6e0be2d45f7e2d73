// Package clock is one compressed clock for several processes, which one of them holds back: how far it may go stands in
// a file that they all see. It knows nothing of Duban but its pace.
package clock

import (
	"encoding/binary"
	"encoding/json"
	"io"
	"os"
	"sort"
	"sync"
	"time"

	"duban/internal/pace"
)

// Clock says how the clock runs and which file holds its limits. It is handed on as JSON.
type Clock struct {
	From  time.Time // what it showed when it began
	Began time.Time // when that was, by the wall
	Speed float64   // its seconds in one of the wall's
	File  string    // of its limits
}

// Parse reads what String wrote.
func Parse(text string) (c Clock, err error) {
	return c, json.Unmarshal([]byte(text), &c)
}

func (c Clock) String() string {
	text, _ := json.Marshal(c) //nolint:errchkjson // times and a finite number can always be written
	return string(text)
}

// Pace is the clock as a program and its workflows live by it. Until its first limit stands in the file, it stands still.
func (c Clock) Pace() (pace.Pace, error) {
	file, err := os.OpenFile(c.File, os.O_RDONLY|os.O_CREATE, 0o600)
	if err != nil {
		return pace.Pace{}, err
	}
	l := &limits{file: file, from: c.From}
	return pace.Pace{From: c.From, Began: c.Began, Speed: c.Speed, LimitAt: l.at}, nil
}

// soon is how far ahead a limit is announced, so that all know it before it holds: what a workflow has seen once it must
// see in every replay.
const soon = 15 * time.Millisecond

// Release lets the clock go on, from a moment later, as far as an instant, which must not be before the last one given;
// the zero instant lets it run for ever. It counts microseconds.
func (c Clock) Release(until time.Time) error {
	if until.IsZero() {
		until = time.UnixMicro(1 << 60)
	}
	file, err := os.OpenFile(c.File, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer file.Close()
	return binary.Write(file, binary.LittleEndian, limit{time.Now().Add(soon).UnixMicro(), until.UnixMicro()})
}

// limit is a record of the file: from an instant of the wall's on, how far the clock goes; both in Unix microseconds.
type limit struct{ Wall, Until int64 }

const limitSize = 16

// limits are those of the file, read as far as it went.
type limits struct {
	file *os.File
	from time.Time

	mu    sync.Mutex
	known []limit
}

// at is how far the clock goes at an instant of the wall's.
func (l *limits) at(wall time.Time) time.Time {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.readOn()
	instant := wall.UnixMicro()
	i := sort.Search(len(l.known), func(i int) bool { return l.known[i].Wall > instant })
	if i == 0 {
		return l.from
	}
	return time.UnixMicro(l.known[i-1].Until)
}

func (l *limits) readOn() {
	for {
		next := io.NewSectionReader(l.file, int64(len(l.known))*limitSize, limitSize)
		var one limit
		if binary.Read(next, binary.LittleEndian, &one) != nil { // nothing, or not all of it yet
			return
		}
		l.known = append(l.known, one)
	}
}
