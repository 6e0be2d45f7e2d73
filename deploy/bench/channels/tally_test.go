package main

import (
	"slices"
	"testing"
)

// What is lost or comes twice is counted, in each way in which it can.
func TestCount(t *testing.T) {
	t.Parallel()
	due := []string{"city/a 2026-03-03", "city/b 2026-03-03", "team 2026-03-03"}
	messages := []told{{ID: "1", Who: "city/a", Day: "2026-03-03"}, {ID: "2", Who: "city/b", Day: "2026-03-03"}, {ID: "3", Who: "team", Day: "2026-03-03", Channel: "ding"}}
	list := arrival{peer: "ding", what: "team: 2026-03-03", group: true}
	took := []arrival{{peer: "mail", what: "1"}, {peer: "hook", what: "2"}, list}
	listed := slices.Clone(messages)
	listed[2].Listed = true
	for name, c := range map[string]struct {
		due      []string
		messages []told
		took     []arrival
		want     tally
	}{
		"everything arrives once":                    {due, messages, took, tally{messages: 3}},
		"a peer sees a key again and counts it once": {due, messages, append(slices.Clone(took), arrival{peer: "mail", what: "1"}), tally{messages: 3, repeated: 1}},
		"another peer takes the same":                {due, messages, append(slices.Clone(took), arrival{peer: "hook", what: "1"}), tally{messages: 3, duplicates: 1}},
		"a group reads its list twice":               {due, messages, append(slices.Clone(took), list), tally{messages: 3, duplicates: 1}},
		"a group's list does not arrive":             {due, messages, took[:2], tally{messages: 3, lost: 1}},
		"it does not arrive, but that is listed":     {due, listed, took[:2], tally{messages: 3, listed: 1}},
		"a person's message does not arrive":         {due, messages, took[1:], tally{messages: 3, lost: 1}},
		"something is due that nobody composed":      {append(slices.Clone(due), "city/c 2026-03-03"), messages, took, tally{messages: 3, lost: 1}},
		"two messages are composed of what is one's due": {
			due,
			append(slices.Clone(messages), told{ID: "4", Who: "city/a", Day: "2026-03-03"}),
			append(slices.Clone(took), arrival{peer: "mail", what: "4"}),
			tally{messages: 4, duplicates: 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := count(c.due, c.messages, c.took); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}
