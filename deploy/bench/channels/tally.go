package main

import (
	"fmt"
	"strings"
)

// told is one message as the database has it.
type told struct {
	ID      string // its key
	Who     string // a person, or the office of a group
	Day     string
	Channel string // the first that was tried
	Listed  bool   // as undelivered, to be called or out of date
}

// tally is what a series of crashes has cost.
type tally struct{ messages, duplicates, lost, listed, repeated int }

func (t *tally) String() string {
	return fmt.Sprintf("%d messages: %d doubled, %d lost; %d are listed as undelivered, %d came again under their keys", t.messages, t.duplicates,
		t.lost, t.listed, t.repeated)
}

// count compares what the other sides have taken with what was to be told: something to each person and each group on
// each day, written `who day`. What comes again to the same peer under the same key counts once; to another peer, under
// another key or where there are no keys, it has reached somebody twice.
func count(due []string, messages []told, took []arrival) (t tally) {
	first := map[string]string{} // peers, by what they took first
	for _, a := range took {
		peer, again := first[a.what]
		switch {
		case !again:
			first[a.what] = a.peer
		case a.group || peer != a.peer:
			t.duplicates++
		default:
			t.repeated++
		}
	}
	composed := map[string]int{}
	for _, m := range messages {
		composed[m.Who+" "+m.Day]++
		t.message(m, first[m.ID] != "" || heard(m, took))
	}
	for _, d := range due {
		if composed[d] == 0 {
			t.lost++
		}
		t.duplicates += max(composed[d]-1, 0)
	}
	return t
}

// message counts one message, which has arrived or not.
func (t *tally) message(m told, arrived bool) {
	t.messages++
	switch {
	case m.Listed:
		t.listed++
	case !arrived:
		t.lost++
	}
}

// heard reports whether a group has heard of a day from its robot.
func heard(m told, took []arrival) bool {
	for _, a := range took {
		if a.group && a.peer == m.Channel && strings.Contains(a.what, m.Day) {
			return true
		}
	}
	return false
}
