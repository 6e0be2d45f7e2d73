package main

import (
	"errors"
	"testing"
	"time"

	"duban/internal/channels"
)

// Each peer takes what the product sends, and notes it by its key, or by its text.
func TestPeers(t *testing.T) {
	t.Parallel()
	for _, w := range ways {
		t.Run(w.id, func(t *testing.T) {
			t.Parallel()
			p, send := reached(t, w)
			if err := send(); err != nil {
				t.Fatal(err)
			}
			want := arrival{peer: w.id, what: "a-key", group: !w.people}
			if !w.people {
				want.what = "今日待办\n一项"
			}
			took := p.arrivals()
			if len(took) != 1 || took[0].peer != want.peer || took[0].what != want.what || took[0].group != want.group {
				t.Errorf("took %+v, want %+v", took, want)
			}
		})
	}
}

// A peer that is not well takes nothing, and the product sees whose fault it is; then it is well again.
func TestPeers_Moods(t *testing.T) {
	t.Parallel()
	for m, want := range map[mood]channels.Cause{hangs: channels.TimedOut, refuses: channels.Unreachable, ails: channels.Broken} {
		t.Run(m.String(), func(t *testing.T) {
			t.Parallel()
			p, send := reached(t, way{id: "hook", kind: channels.Webhook, people: true})
			if err := p.feel(m); err != nil {
				t.Fatal(err)
			}
			if f, failed := errors.AsType[*channels.Failure](send()); !failed || !f.Channel || f.Cause != want || len(p.arrivals()) != 0 {
				t.Errorf("failed with %+v, want %s; took %v", f, want, p.arrivals())
			}
			if err := p.feel(well); err != nil {
				t.Fatal(err)
			}
			if err := send(); err != nil || len(p.arrivals()) != 1 {
				t.Errorf("well again: %v, took %v", err, p.arrivals())
			}
		})
	}
}

// reached is a peer, and how the product sends it a letter.
func reached(t *testing.T, w way) (p *peer, send func() error) {
	t.Helper()
	p = newPeer(w)
	if err := p.listen(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.deaf(); err != nil {
			t.Error(err)
		}
	})
	f := p.form(w)
	line := channels.Line{Kind: string(w.kind), Address: f.Address, Sender: f.Sender, Secret: f.Secret, Inside: true}
	post := &channels.Post{Within: 500 * time.Millisecond}
	letter := channels.Letter{Key: "a-key", To: channels.Recipient{Person: "city/a", Mail: "a@example.cn"}, Subject: "今日待办", Text: "一项"}
	return p, func() error {
		_, err := post.Send(t.Context(), line, letter, time.Now())
		return err
	}
}
