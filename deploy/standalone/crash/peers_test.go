package crash_test

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"net/mail"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"
)

// The other sides of the channels live in this process and outlive every worker: what they have taken, they have.

// arrival is a message that somebody has received.
type arrival struct{ Channel, Key, To, Text string }

// peers are a mail server and the receiver of a webhook. They go by the key, as people's mailboxes and offices' programs do.
type peers struct {
	mail, hook string // their addresses

	mu     sync.Mutex
	took   []arrival
	armed  string // the channel on which one more death is due; empty: on none
	left   int    // how many messages it takes before
	strike func()
}

// openPeers starts them.
func openPeers(t *testing.T) *peers {
	t.Helper()
	p := &peers{}
	p.mail = "smtp+insecure://" + listen(t, func(l net.Listener) error {
		s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &dialogue{peers: p}, nil }))
		s.ErrorLog = log.New(io.Discard, "", 0) // workers die in the middle of a word
		defer s.Close()
		return s.Serve(l)
	})
	p.hook = "http://" + listen(t, func(l net.Listener) error { return http.Serve(l, http.HandlerFunc(p.post)) })
	return p
}

// listen serves on loopback until the test ends.
func listen(t *testing.T, serve func(net.Listener) error) (address string) {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	go func() { _ = serve(l) }()
	return l.Addr().String()
}

// dieBefore has the worker die when a channel's other side has taken the nth message from now on, and has not answered.
func (p *peers) dieBefore(channel string, nth int, strike func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.armed, p.left, p.strike = channel, nth, strike
}

// take takes a message for good; the worker may not live to hear of it.
func (p *peers) take(a arrival) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.took = append(p.took, a)
	if p.armed != a.Channel {
		return
	}
	if p.left--; p.left == 0 {
		p.armed = ""
		p.strike()
	}
}

// arrivals are all that was taken, however often.
func (p *peers) arrivals() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.took)
}

// post is the receiver of the webhook.
func (p *peers) post(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Key, Subject, Text string
		To                 struct{ Person string }
	}
	if err := json.NewDecoder(r.Body).Decode(&m); err != nil || m.Key != r.Header.Get("Idempotency-Key") {
		http.Error(w, "no message", http.StatusBadRequest)
		return
	}
	p.take(arrival{"hook", m.Key, m.To.Person[strings.LastIndexByte(m.To.Person, '/')+1:], m.Subject + "\n" + m.Text})
	w.WriteHeader(http.StatusAccepted)
}

// dialogue is one conversation with the mail server.
type dialogue struct {
	*peers
	to string
}

// Mail takes whoever it is from.
func (*dialogue) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt has a mailbox for everybody.
func (d *dialogue) Rcpt(to string, _ *smtp.RcptOptions) error {
	d.to, _, _ = strings.Cut(to, "@")
	return nil
}

// Data takes the message.
func (d *dialogue) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	text, unread := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	key, _, found := strings.Cut(strings.TrimPrefix(m.Header.Get("Message-Id"), "<"), "@")
	if unread != nil || !found {
		return cmp.Or(unread, errors.New("no message"))
	}
	d.take(arrival{"mail", key, d.to, m.Header.Get("Subject") + "\n" + strings.ReplaceAll(string(text), "\r\n", "\n")})
	return nil
}

// Reset has nothing to forget.
func (*dialogue) Reset() {}

// Logout ends the conversation.
func (*dialogue) Logout() error { return nil }
