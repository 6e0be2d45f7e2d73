package activities_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"

	"github.com/emersion/go-smtp"

	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// wild is a title that would be a formula, a page, a link, a call to all or bold, if anything took it for more than a text.
const wild = `=HYPERLINK("http://evil.example","x")<script>alert(1)</script> [改造](http://evil.example) @all **!** {{.Host}}`

// Whatever somebody has written into a plan's title reaches people as it stands, on every kind of channel: nobody is linked
// anywhere by it, called, or shown something bold.
func TestBadInput_MarkUpIsTextOnEveryChannel(t *testing.T) {
	t.Parallel()
	title, err := json.Marshal(wild) // which is YAML
	if err != nil {
		t.Fatal(err)
	}
	y := newYear(t, []byte(strings.Replace(smallPlan(t), "总体方案", string(title), 1)), "2020-09-01 08:30")
	ring, err := secrets.ParseRing(secrets.NewKey())
	y.must(err)
	y.desk.KeepSecrets(ring)
	post, letters := y.mailbox()
	hook, posted := y.mouthpiece()
	y.channel(desk.ChannelForm{ID: "post", OfficeID: "office", Kind: supervision.ChannelMail, Address: post, Sender: "duban@example.cn"})
	y.channel(desk.ChannelForm{ID: "hook", OfficeID: "office", Kind: supervision.ChannelWebhook, Address: hook, Secret: secrets.New("the-signing-key-of-it")})
	y.channel(desk.ChannelForm{ID: "ding", OfficeID: "office", Kind: supervision.ChannelDingTalk, Address: hook, Secret: secrets.New("token key")})
	y.channel(desk.ChannelForm{ID: "wecom", OfficeID: "office", Kind: supervision.ChannelWeCom, Address: hook, Secret: secrets.New("token")})
	y.prefers("office-staff", supervision.ChannelWebhook)
	y.quietly("2020-09-02 12:00", func() { y.prefers("office-staff", supervision.ChannelMail) })
	y.live("2020-09-09 00:00")

	told := map[string]int{}
	for _, body := range append(posted(), letters()...) {
		var said struct {
			Type string `json:"msgtype"`
			Text json.RawMessage
		}
		y.must(json.Unmarshal([]byte(body), &said))
		if strings.Contains(body, `"at"`) || strings.Contains(body, "mentioned") || !strings.Contains(plainly(t, said.Text), wild) {
			t.Errorf("%s does not say it, or says more", body)
		}
		told[said.Type]++
	}
	if told["text"] < 2 || told[""] == 0 || told["mail"] == 0 {
		t.Errorf("told were %v", told)
	}
}

// plainly is what a text says, of a robot's in its content.
func plainly(t *testing.T, text json.RawMessage) string {
	t.Helper()
	var content struct{ Content string }
	if json.Unmarshal(text, &content) == nil {
		return content.Content
	}
	var said string
	if err := json.Unmarshal(text, &said); err != nil {
		t.Error(err)
	}
	return said
}

// mouthpiece is the other side of webhooks and robots; it tells what was posted to it.
func (y *year) mouthpiece() (address string, posted func() []string) {
	var mu sync.Mutex
	var all []string
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		y.must(err)
		mu.Lock()
		defer mu.Unlock()
		all = append(all, string(body))
		_, _ = io.WriteString(w, `{"errcode":0}`)
	}))
	y.t.Cleanup(server.Close)
	return server.URL, func() []string {
		mu.Lock()
		defer mu.Unlock()
		return all
	}
}

// mailbox is a mail server; it tells the letters that it took as a webhook would be told them.
func (y *year) mailbox() (address string, letters func() []string) {
	b := &box{year: y}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return b, nil }))
	l, err := new(net.ListenConfig).Listen(y.ctx, "tcp", "127.0.0.1:0")
	y.must(err)
	go server.Serve(l) //nolint:errcheck // it ends with the test
	y.t.Cleanup(func() { server.Close() })
	return "smtp+insecure://" + l.Addr().String(), func() []string {
		b.mu.Lock()
		defer b.mu.Unlock()
		return b.took
	}
}

type box struct {
	*year
	mu   sync.Mutex
	took []string
}

func (*box) Reset()                               {}
func (*box) Logout() error                        { return nil }
func (*box) Mail(string, *smtp.MailOptions) error { return nil }
func (*box) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (b *box) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	b.must(err)
	if !strings.HasPrefix(m.Header.Get("Content-Type"), "text/plain;") {
		b.t.Errorf("a letter is %s", m.Header.Get("Content-Type"))
	}
	text, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, m.Body))
	b.must(err)
	body, err := json.Marshal(map[string]string{"msgtype": "mail", "text": string(text)})
	b.must(err)
	b.mu.Lock()
	defer b.mu.Unlock()
	b.took = append(b.took, string(body))
	return nil
}
