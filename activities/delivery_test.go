package activities_test

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/activities"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/plans"
	"duban/supervision"
	"duban/workflows"
)

// receiver is the other side of a webhook.
type receiver struct {
	*httptest.Server
	mu   sync.Mutex
	came map[string][]string // by key: when, by the year's clock
}

func (y *year) receiver() *receiver {
	r := &receiver{came: map[string][]string{}}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		var letter struct{ Key string }
		y.must(json.NewDecoder(q.Body).Decode(&letter))
		r.mu.Lock()
		defer r.mu.Unlock()
		r.came[letter.Key] = append(r.came[letter.Key], stamp(y.now()))
		w.WriteHeader(http.StatusAccepted)
	}))
	y.t.Cleanup(r.Close)
	return r
}

// hanging is a mail server that takes every connection and says nothing; it answers its address, and how often it was tried.
func (y *year) hanging() (address string, tried *atomic.Int32) {
	l, err := new(net.ListenConfig).Listen(y.ctx, "tcp", "127.0.0.1:0")
	y.must(err)
	y.t.Cleanup(func() { l.Close() })
	tried = new(atomic.Int32)
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			tried.Add(1)
			y.t.Cleanup(func() { c.Close() })
		}
	}()
	return "smtp+insecure://" + l.Addr().String(), tried
}

func (y *year) channel(f desk.ChannelForm) {
	host := y.plan.Host.ID
	y.must(y.desk.SaveChannel(y.ctx, holder(host, supervision.RoleSystemAdmin), f))
	y.must(y.desk.AllowInside(y.ctx, holder(host, supervision.RoleSecurityAdmin), f.ID, f.Address, true))
}

func holder(host string, role supervision.Role) desk.Caller {
	return desk.Caller{Person: host + "/" + string(role), Host: host, Seats: []supervision.Seat{{ID: string(role), Role: role}}}
}

// prefers says how somebody wants to be reached, who also has an address of mail.
func (y *year) prefers(seat string, order ...supervision.ChannelKind) {
	host := y.plan.Host.ID
	y.must(y.desk.SavePerson(y.ctx, holder(host, supervision.RoleSystemAdmin), supervision.Person{ID: seat, Name: "王小明", Email: "x@example.cn"}))
	y.must(y.desk.SavePreference(y.ctx, y.as(seat), postgres.PreferenceRow{Channels: order}))
}

// The congress's mail hangs for the whole spring, and its webhook lives. What goes by the webhook goes out at nine, each message
// once, as if nothing were wrong; what waits for mail goes by the webhook at eleven, and why is listed.
func TestDelivery_ADeadChannelDelaysNobodyElse(t *testing.T) {
	t.Parallel()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-21 08:30")
	ring, err := secrets.ParseRing(secrets.NewKey())
	y.must(err)
	y.desk.KeepSecrets(ring)
	y.post.Within = 50 * time.Millisecond
	living, office := y.receiver(), "office"
	address, tried := y.hanging()
	y.channel(desk.ChannelForm{ID: "hook", OfficeID: office, Kind: supervision.ChannelWebhook, Address: living.URL, Secret: secrets.New("the-signing-key-of-it")})
	y.channel(desk.ChannelForm{ID: "mail", OfficeID: office, Kind: supervision.ChannelMail, Address: address, Sender: "duban@example.cn"})
	y.prefers("office-staff", supervision.ChannelMail, supervision.ChannelWebhook)
	for _, group := range []string{"g01", "g02", "g03"} {
		y.prefers(group+"-convenor", supervision.ChannelWebhook)
	}
	y.live("2020-05-20 00:00")

	undelivered, err := y.desk.Undelivered(y.ctx, y.staff(), office, zero, uuid.Nil, 100)
	y.must(err)
	fell := map[string]bool{}
	for _, d := range undelivered {
		if fell[d.MessageID.String()] = true; d.ChannelID != "mail" || !strings.Contains(d.Reason, "TIMED_OUT") || stamp(d.At)[11:] != "11:00" {
			t.Errorf("%+v", d)
		}
	}
	for key, came := range living.came {
		when := " 09:00"
		if fell[key] {
			when = " 11:00"
		}
		if len(came) != 1 || !strings.HasSuffix(came[0], when) {
			t.Errorf("%s came at %v", key, came)
		}
	}
	if len(fell) < 3 || len(living.came) < len(fell)+6 {
		t.Errorf("%d messages of %d fell to the living channel", len(fell), len(living.came))
	}
	if n, most := int(tried.Load()), 8*len(fell); n < len(fell) || n > most { // two hours of pauses that grow
		t.Errorf("the dead channel was tried %d times for %d messages", n, len(fell))
	}
}

// A worker that is ended while a message is under way still records that it arrived, and begins no other.
func TestDelivery_AnOrderlyEndLosesNoAnswer(t *testing.T) {
	t.Parallel()
	y := newYear(t, plans.Hangzhou2020(), "2020-04-21 09:30")
	ring, err := secrets.ParseRing(secrets.NewKey())
	y.must(err)
	y.desk.KeepSecrets(ring)
	living := y.receiver()
	ctx, dismiss := context.WithCancel(y.ctx)
	answer := living.Config.Handler
	living.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		dismiss()
		answer.ServeHTTP(w, q)
	})
	y.channel(desk.ChannelForm{ID: "hook", OfficeID: "office", Kind: supervision.ChannelWebhook, Address: living.URL, Secret: secrets.New("the-signing-key-of-it")})
	_, err = y.desk.ComposeDigests(y.ctx, y.plan.Host.ID, y.now())
	y.must(err)
	a := &activities.Activities{Desk: y.desk, Clock: y.now, Post: y.post}
	due := workflows.Due{Ref: workflows.Ref{Host: y.plan.Host.ID, ID: y.plan.Host.ID + "/hook"}}
	if _, err := a.Deliver(ctx, due); !errors.Is(err, context.Canceled) {
		t.Errorf("the end went unnoticed: %v", err)
	}
	y.same("ACCEPTED 1\nQUEUED 10", y.facts("select state || ' ' || count(*) from delivery where channel_id = 'hook' group by state order by state"))
	_, err = a.Deliver(y.ctx, due)
	y.must(err)
	for key, came := range living.came {
		if len(came) != 1 {
			t.Errorf("%s came %d times", key, len(came))
		}
	}
	y.same("ACCEPTED 11", y.facts("select state || ' ' || count(*) from delivery where channel_id = 'hook' group by state"))
}
