package main

import (
	"encoding/json"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/mail"
	"strings"
	"time"

	"github.com/emersion/go-smtp"
)

// newWebhook is a receiver of webhooks that goes by the key.
func newWebhook(id string) *peer {
	p := &peer{id: id}
	p.overHTTP(func(r *http.Request, body []byte) (string, error) {
		var m struct {
			Key string `json:"key"`
		}
		if err := json.Unmarshal(body, &m); err != nil || m.Key == "" || m.Key != r.Header.Get("Idempotency-Key") {
			return "", fmt.Errorf("no message: %w", err)
		}
		p.take(m.Key, false)
		return `{"reference":"` + m.Key + `"}`, nil
	})
	return p
}

// newRobot is a messenger's robot, which knows no keys: its group reads all that it says.
func newRobot(id string) *peer {
	p := &peer{id: id}
	p.overHTTP(func(_ *http.Request, body []byte) (string, error) {
		var m struct {
			Text struct {
				Content string `json:"content"`
			} `json:"text"`
		}
		if err := json.Unmarshal(body, &m); err != nil || m.Text.Content == "" {
			return "", fmt.Errorf("no message: %w", err)
		}
		p.take(m.Text.Content, true)
		return `{"errcode":0,"errmsg":"ok"}`, nil
	})
	return p
}

// overHTTP has the peer answer what is posted to it.
func (p *peer) overHTTP(accept func(r *http.Request, body []byte) (answer string, err error)) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err == nil {
			err = p.endure(r.Context().Done())
		}
		if err != nil {
			http.Error(w, err.Error(), http.StatusServiceUnavailable)
			return
		}
		answer, err := accept(r, body)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		_, _ = io.WriteString(w, answer) // whoever has gone hears nothing
	})
	p.serve = func(l net.Listener) error {
		s := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute, ErrorLog: silent}
		defer s.Close()
		return s.Serve(l)
	}
}

var silent = log.New(io.Discard, "", 0)

// newMailServer is a mail server whose mailboxes go by the Message-ID.
func newMailServer(id string) *peer {
	p := &peer{id: id}
	p.serve = func(l net.Listener) error {
		s := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return dialogue{p}, nil }))
		s.Domain, s.ErrorLog = "mail.example.cn", silent
		defer s.Close()
		return s.Serve(l)
	}
	return p
}

// dialogue is one conversation with the mail server.
type dialogue struct{ *peer }

// Mail takes whoever it is from.
func (dialogue) Mail(string, *smtp.MailOptions) error { return nil }

// Rcpt takes whoever it is for.
func (dialogue) Rcpt(string, *smtp.RcptOptions) error { return nil }

// Data takes the message.
func (d dialogue) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	if err := d.endure(nil); err != nil {
		return err
	}
	key, _, _ := strings.Cut(strings.TrimPrefix(m.Header.Get("Message-Id"), "<"), "@")
	d.take(key, false)
	return nil
}

// Reset has nothing to forget.
func (dialogue) Reset() {}

// Logout ends the conversation.
func (dialogue) Logout() error { return nil }
