package channels_test

import (
	"bufio"
	"crypto/tls"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"log"
	"mime"
	"net"
	"net/mail"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"
	"github.com/google/go-cmp/cmp"

	"duban/internal/channels"
)

const (
	mailUser     = "duban@example.cn"
	mailPassword = "a-mail-password"
)

// postbox is a mail server. Where no step is set, it takes what it is given.
type postbox struct {
	address string
	calls   atomic.Int64
	auths   atomic.Int64
	arrived chan []byte

	auth             func(user, password string) error
	from, rcpt, data func() error
}

// open starts it: with TLS from the start, with TLS for whoever asks, or with none.
func (b *postbox) open(t *testing.T, implicit bool, offered *tls.Config) {
	t.Helper()
	b.arrived = make(chan []byte, 10)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return visit{b}, nil }))
	server.Domain = "mail.example.cn"
	server.AllowInsecureAuth = offered == nil
	server.ErrorLog = log.New(io.Discard, "", 0)
	server.TLSConfig = offered
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	b.address = listener.Addr().String()
	listener = counted{listener, &b.calls}
	if implicit {
		listener = tls.NewListener(listener, offered)
	}
	served := make(chan error, 1)
	go func() { served <- server.Serve(listener) }()
	t.Cleanup(func() {
		server.Close()
		listener.Close() // of which the server knows nothing yet if nobody came
		if err := <-served; err != nil && !errors.Is(err, net.ErrClosed) {
			t.Error(err)
		}
	})
}

// counted counts who calls.
type counted struct {
	net.Listener
	calls *atomic.Int64
}

func (c counted) Accept() (net.Conn, error) {
	conn, err := c.Listener.Accept()
	if err == nil {
		c.calls.Add(1)
	}
	return conn, err
}

// visit is one conversation.
type visit struct{ *postbox }

func (visit) Reset()        {}
func (visit) Logout() error { return nil }

func (visit) AuthMechanisms() []string { return []string{sasl.Plain} }

func (v visit) Auth(string) (sasl.Server, error) {
	v.auths.Add(1)
	return sasl.NewPlainServer(func(_, user, password string) error {
		if v.auth != nil {
			return v.auth(user, password)
		}
		if user != mailUser || password != mailPassword {
			return smtp.ErrAuthFailed
		}
		return nil
	}), nil
}

func (v visit) Mail(string, *smtp.MailOptions) error { return step(v.from) }
func (v visit) Rcpt(string, *smtp.RcptOptions) error { return step(v.rcpt) }

func (v visit) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	if err := step(v.data); err != nil {
		return err
	}
	v.arrived <- text
	return nil
}

func step(f func() error) error {
	if f == nil {
		return nil
	}
	return f()
}

// says answers with a code.
func says(code int, text string) func() error {
	return func() error { return &smtp.SMTPError{Code: code, EnhancedCode: smtp.NoEnhancedCode, Message: text} }
}

func (b *postbox) line(scheme string) channels.Line {
	return channels.Line{
		Kind: channels.Mail, Address: fmt.Sprintf("%s://%s@%s", scheme, mailUser, b.address),
		Sender: "杭州市人大常委会 <duban@example.cn>", Secret: secret(mailPassword), Inside: true,
	}
}

// read is a mail's headers, decoded, and its text.
func read(t *testing.T, text []byte) (map[string]string, string) {
	t.Helper()
	m, err := mail.ReadMessage(strings.NewReader(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	headers := map[string]string{}
	for name := range m.Header {
		if headers[name], err = new(mime.WordDecoder).DecodeHeader(m.Header.Get(name)); err != nil {
			t.Fatal(err)
		}
	}
	body, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	if err != nil {
		t.Fatal(err)
	}
	return headers, string(body)
}

func TestMail_ArrivesWhole(t *testing.T) {
	a := newAuthority(t)
	for scheme, implicit := range map[string]bool{"smtps": true, "smtp": false} {
		t.Run(scheme, func(t *testing.T) {
			var box postbox
			box.open(t, implicit, a.config())
			answer := takes(t, a.post(), box.line(scheme), letter())
			headers, text := read(t, <-box.arrived)
			if diff := cmp.Diff(map[string]string{
				"From":                      `杭州市人大常委会 <duban@example.cn>`,
				"To":                        `王小明，第一监督小组 <wang@example.cn>`,
				"Subject":                   "【督办】今日待办 2 项",
				"Message-Id":                "<7d8f2c4e-5a1b-5c3d-8e9f-0a1b2c3d4e5f@example.cn>",
				"Date":                      "Wed, 03 Jun 2020 01:00:00 +0000",
				"Auto-Submitted":            "auto-generated",
				"Mime-Version":              "1.0",
				"Content-Type":              "text/plain; charset=UTF-8",
				"Content-Transfer-Encoding": "base64",
			}, headers); diff != "" {
				t.Error(diff)
			}
			want := "请在2020-06-10前完成「“代表监督周”专项督查」\r\n明日座谈会\r\n\r\nhttps://duban.example.cn/duties\r\n"
			if text != want {
				t.Errorf("the text is %q", text)
			}
			if answer.Reference != headers["Message-Id"] || !strings.Contains(answer.Said, "queued") {
				t.Errorf("answered %+v", answer)
			}
		})
	}
}

// Whoever keeps mail knows by its id that it is the same one again.
func TestMail_IsTheSameAgain(t *testing.T) {
	a := newAuthority(t)
	var box postbox
	box.open(t, true, a.config())
	post := a.post()
	takes(t, post, box.line("smtps"), letter())
	takes(t, post, box.line("smtps"), letter())
	first, _ := read(t, <-box.arrived)
	second, _ := read(t, <-box.arrived)
	if first["Message-Id"] != second["Message-Id"] {
		t.Errorf("%s, then %s", first["Message-Id"], second["Message-Id"])
	}
}

func TestMail_SaysWhoseFaultItWas(t *testing.T) {
	a := newAuthority(t)
	for name, c := range map[string]struct {
		box  *postbox
		want channels.Failure
	}{
		"no such recipient": {&postbox{rcpt: says(550, "no such user")}, channels.Failure{Cause: channels.Refused, Said: `550 "no such user"`}},
		"who names them":    {&postbox{rcpt: says(550, "<Wang@example.cn>: no such user, nor wang@EXAMPLE.cn")}, channels.Failure{Cause: channels.Refused, Said: `<***>: no such user, nor ***`}},
		"no relay for us": {
			&postbox{rcpt: func() error {
				return &smtp.SMTPError{Code: 550, EnhancedCode: smtp.EnhancedCode{5, 7, 1}, Message: "relaying denied"}
			}},
			channels.Failure{Channel: true, Cause: channels.Broken, Said: "relaying denied"},
		},
		"out of turn":         {&postbox{rcpt: says(503, "MAIL first")}, channels.Failure{Channel: true, Cause: channels.Broken, Said: "MAIL first"}},
		"a text it refuses":   {&postbox{data: says(554, "looks like spam")}, channels.Failure{Cause: channels.Refused, Said: `554 "looks like spam"`}},
		"a full mailbox":      {&postbox{rcpt: says(452, "mailbox full")}, channels.Failure{Again: true, Cause: channels.Throttled, Said: `452 "mailbox full"`}},
		"ask me twice":        {&postbox{rcpt: says(450, "greylisted")}, channels.Failure{Again: true, Cause: channels.Throttled, Said: "greylisted"}},
		"closing, recipient":  {&postbox{rcpt: says(421, "closing")}, channels.Failure{Channel: true, Cause: channels.Broken, Said: `421 "closing"`}},
		"closing, sender":     {&postbox{from: says(421, "too busy")}, channels.Failure{Channel: true, Cause: channels.Broken, Said: `421 "too busy"`}},
		"not that sender":     {&postbox{from: says(553, "not yours")}, channels.Failure{Channel: true, Cause: channels.Broken, Said: `553 "not yours"`}},
		"sign in first":       {&postbox{rcpt: says(530, "sign in")}, channels.Failure{Channel: true, Cause: channels.Denied, Said: `530 "sign in"`}},
		"no room for a while": {&postbox{data: says(452, "disk full")}, channels.Failure{Channel: true, Cause: channels.Broken, Said: `452 "disk full"`}},
		"wrong password": {
			&postbox{auth: func(string, string) error { return smtp.ErrAuthFailed }},
			channels.Failure{Channel: true, Cause: channels.Denied, Said: "535"},
		},
		"a server that repeats the password": {
			&postbox{auth: func(user, password string) error {
				coded := base64.StdEncoding.EncodeToString([]byte("\x00" + user + "\x00" + password))
				return &smtp.SMTPError{Code: 535, Message: "wrong: " + password + " (" + coded + ")"}
			}},
			channels.Failure{Channel: true, Cause: channels.Denied, Said: "wrong: *** (***)"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			c.box.open(t, false, a.config())
			fails(t, a.post(), c.box.line("smtp"), letter(), c.want)
			if len(c.box.arrived) > 0 {
				t.Error("the mail arrived all the same")
			}
		})
	}
}

// Somebody between us and the server hides that it speaks TLS: neither password nor mail go to them.
func TestMail_WithoutTLSNothingIsSaid(t *testing.T) {
	a := newAuthority(t)
	var stripped, forged postbox
	stripped.open(t, false, nil)
	fails(t, a.post(), stripped.line("smtp"), letter(), channels.Failure{Channel: true, Cause: channels.Untrusted, Said: "STARTTLS"})
	fails(t, a.post(), stripped.line("smtps"), letter(), channels.Failure{Channel: true, Cause: channels.Untrusted, Said: "TLS handshake"})
	forged.open(t, false, newAuthority(t).config())
	fails(t, a.post(), forged.line("smtp"), letter(), channels.Failure{Channel: true, Cause: channels.Untrusted, Said: "certificate"})
	for _, box := range []*postbox{&stripped, &forged} {
		if n := box.auths.Load(); n > 0 || len(box.arrived) > 0 {
			t.Errorf("%d signed in, %d mails came", n, len(box.arrived))
		}
	}
}

// What an administrator has allowed, an old server inside the network gets without TLS.
func TestMail_InsecureInside(t *testing.T) {
	var box postbox
	box.open(t, false, nil)
	takes(t, &channels.Post{}, box.line("smtp+insecure"), letter())
	nobody := box.line("smtp+insecure")
	nobody.Address, nobody.Secret = "smtp+insecure://"+box.address, secret("")
	takes(t, &channels.Post{}, nobody, letter())
	if box.auths.Load() != 1 || len(box.arrived) != 2 {
		t.Errorf("%d signed in, %d mails came", box.auths.Load(), len(box.arrived))
	}
}

func TestMail_DoesNotWaitForEver(t *testing.T) {
	a := newAuthority(t)
	over := make(chan struct{})
	t.Cleanup(func() { close(over) })
	post := a.post()
	post.Within = 300 * time.Millisecond
	box := postbox{data: func() error { <-over; return errors.New("over") }}
	box.open(t, false, a.config())
	for name, c := range map[string]struct {
		line channels.Line
		want channels.Failure
	}{
		"says nothing":         {mute(t, func(net.Conn) { <-over }), channels.Failure{Channel: true, Cause: channels.TimedOut}},
		"a character a moment": {mute(t, drip), channels.Failure{Channel: true, Cause: channels.TimedOut}},
		"no answer at the end": {box.line("smtp"), channels.Failure{Channel: true, Cause: channels.TimedOut, Unclear: true}},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			fails(t, post, c.line, letter(), c.want)
			if took := time.Since(began); took > 3*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

// drip keeps each deadline for a line away.
func drip(conn net.Conn) {
	for _, err := conn.Write([]byte("2")); err == nil; _, err = conn.Write([]byte("2")) {
		time.Sleep(20 * time.Millisecond)
	}
}

// An endless greeting would otherwise be kept in memory until the time is over.
func TestMail_ReadsNoEndlessLine(t *testing.T) {
	var said atomic.Int64
	line := mute(t, func(conn net.Conn) {
		for n, err := conn.Write(make([]byte, 4096)); err == nil; n, err = conn.Write(make([]byte, 4096)) {
			said.Add(int64(n))
		}
	})
	fails(t, newAuthority(t).post(), line, letter(), channels.Failure{Channel: true, Cause: channels.Unreachable, Said: "too much"})
	if n := said.Load(); n > 16<<20 {
		t.Errorf("read %d bytes", n)
	}
}

// mute is a server that does as it is told with whoever calls.
func mute(t *testing.T, does func(net.Conn)) channels.Line {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				does(conn)
			}()
		}
	}()
	box := postbox{address: listener.Addr().String()}
	return box.line("smtp")
}

// A server that goes away after it took the mail has taken it.
func TestMail_IsTakenEvenIfNobodySaysGoodbye(t *testing.T) {
	line := mute(t, func(conn net.Conn) {
		from := bufio.NewReader(conn)
		for _, say := range []string{"220 hello", "250 hello", "250 sender", "250 recipient"} {
			fmt.Fprintf(conn, "%s\r\n", say)
			if _, err := from.ReadString('\n'); err != nil {
				return
			}
		}
		fmt.Fprint(conn, "354 go on\r\n")
		for text := ""; text != ".\r\n"; {
			text, _ = from.ReadString('\n')
		}
		fmt.Fprint(conn, "250 2.0.0 Ok: queued as 4F2A\r\n")
	})
	line.Address, line.Secret = strings.Replace(line.Address, "smtp://"+mailUser+"@", "smtp+insecure://", 1), secret("")
	if answer := takes(t, &channels.Post{}, line, letter()); !strings.Contains(answer.Said, "queued as 4F2A") {
		t.Errorf("answered %+v", answer)
	}
}
