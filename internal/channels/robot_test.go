package channels_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"duban/internal/channels"
)

const (
	robotToken = "566cc69da782ec33e42541b09b08551f09fbe864eb8008112e994b43887"
	robotKey   = "SECb0e1f5c9a7d34826"
	weComKey   = "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa"
)

// group is what came to a robot's group.
type group chan string

// dingTalk answers like the provider: timestamp in milliseconds, at most an hour off; sign = urlencode(base64(HMAC-SHA256(key,
// timestamp + "\n" + key))); 200 whatever it thinks.
func (g group) dingTalk(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	stamp, _ := strconv.ParseInt(query.Get("timestamp"), 10, 64)
	h := hmac.New(sha256.New, []byte(robotKey))
	fmt.Fprintf(h, "%s\n%s", query.Get("timestamp"), robotKey)
	body, _ := io.ReadAll(r.Body)
	var m struct {
		Type string `json:"msgtype"`
		Text struct{ Content string }
	}
	switch {
	case r.Method != http.MethodPost || !strings.HasPrefix(r.Header.Get("Content-Type"), "application/json"):
		fmt.Fprint(w, `{"errcode":43004,"errmsg":"无效的HTTP HEADER Content-Type"}`)
	case r.URL.Path != "/robot/send" || query.Get("access_token") != robotToken:
		fmt.Fprint(w, `{"errcode":300005,"errmsg":"token is not exist"}`)
	case now.Sub(time.UnixMilli(stamp)).Abs() > time.Hour || query.Get("sign") != base64.StdEncoding.EncodeToString(h.Sum(nil)):
		fmt.Fprint(w, `{"errcode":310000,"errmsg":"sign not match"}`)
	case len(body) > 20_000:
		fmt.Fprint(w, `{"errcode":460101,"errmsg":"message too long, exceed 20000 bytes"}`)
	case json.Unmarshal(body, &m) != nil || m.Type != "text" || m.Text.Content == "":
		fmt.Fprint(w, `{"errcode":40035,"errmsg":"缺少参数 json"}`)
	default:
		g <- m.Text.Content
		fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
	}
}

// weCom answers like the provider.
func (g group) weCom(w http.ResponseWriter, r *http.Request) {
	var m struct {
		Type string `json:"msgtype"`
		Text struct{ Content string }
	}
	err := json.NewDecoder(r.Body).Decode(&m)
	switch {
	case r.URL.Path != "/cgi-bin/webhook/send" || r.URL.Query().Get("key") != weComKey:
		fmt.Fprint(w, `{"errcode":93000,"errmsg":"invalid webhook url, hint: [1591146000], from ip: 10.1.2.3"}`)
	case err != nil || m.Type != "text" || m.Text.Content == "":
		fmt.Fprint(w, `{"errcode":44004,"errmsg":"empty content"}`)
	case len(m.Text.Content) > 2048 || !utf8.ValidString(m.Text.Content):
		fmt.Fprint(w, `{"errcode":40058,"errmsg":"text.content exceed max length 2048"}`)
	default:
		g <- m.Text.Content
		fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
	}
}

// robots are a robot of each provider, and what comes to their group.
func robots(t *testing.T, a authority) (group, map[string]channels.Line) {
	t.Helper()
	g := make(group, 10)
	return g, map[string]channels.Line{
		"DingTalk": {
			Kind: channels.DingTalk, Address: peer(t, a, g.dingTalk) + "/robot/send", Secret: secret(robotToken + " " + robotKey), Inside: true,
		},
		"WeCom": {Kind: channels.WeCom, Address: peer(t, a, g.weCom) + "/cgi-bin/webhook/send", Secret: secret(weComKey), Inside: true},
	}
}

// list is a letter to a group: nobody is addressed.
func list(text string) channels.Letter {
	l := letter()
	l.To, l.Text = channels.Recipient{}, text
	return l
}

func TestRobot_TellsItsGroup(t *testing.T) {
	a := newAuthority(t)
	g, lines := robots(t, a)
	for name, line := range lines {
		// What would be mark-up in another kind of message is text in this one, and stands as it is.
		takes(t, a.post(), line, list("到期 <1> & [改造](http://evil.example) **逾期**\n# 退回 \"2\""))
		want := "【督办】今日待办 2 项\n到期 <1> & [改造](http://evil.example) **逾期**\n# 退回 \"2\"\n\nhttps://duban.example.cn/duties"
		if got := <-g; got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

// What the robot is given is what a clerk copies out of its settings.
func TestRobot_OfTheAddressAsItIsShown(t *testing.T) {
	a := newAuthority(t)
	g, lines := robots(t, a)
	for name, shown := range map[string]struct{ query, secret string }{
		"DingTalk": {"?access_token=" + robotToken, robotKey},
		"WeCom":    {"?key=" + weComKey, ""},
	} {
		line := lines[name]
		bare, sealed := channels.Part(line.Kind, line.Address+shown.query, shown.secret)
		if bare != line.Address || sealed != line.Secret.Reveal() {
			t.Errorf("%s: parted into %q and %q", name, bare, sealed)
		}
		line.Address, line.Secret = bare, secret(sealed)
		takes(t, a.post(), line, list("一"))
		<-g
	}
}

// The value was computed with another program, as the provider's documentation does it.
func TestDingTalk_SignsAsDocumented(t *testing.T) {
	a := newAuthority(t)
	query := make(chan string, 1)
	line := channels.Line{
		Kind: channels.DingTalk, Secret: secret(robotToken + " " + robotKey), Inside: true,
		Address: peer(t, a, func(w http.ResponseWriter, r *http.Request) {
			query <- r.URL.RawQuery
			fmt.Fprint(w, `{"errcode":0}`)
		}),
	}
	takes(t, a.post(), line, list("一"))
	if got := <-query; got != "access_token="+robotToken+"&sign=rfor654Qc8FEK6%2B71uBdUuOQR1PxBeK0pLoZ15IiC6Q%3D&timestamp=1591146000000" {
		t.Error(got)
	}
	line.Secret = secret(robotToken) // kept by a keyword or by addresses, it asks for no signature
	takes(t, a.post(), line, list("一"))
	if got := <-query; got != "access_token="+robotToken {
		t.Error(got)
	}
}

func TestRobot_WrongKeys(t *testing.T) {
	a := newAuthority(t)
	_, lines := robots(t, a)
	for _, c := range []struct{ name, secret, said string }{
		{"DingTalk", robotToken, "310000: sign not match"},
		{"DingTalk", robotToken + " SECanother", "310000: sign not match"},
		{"DingTalk", "another " + robotKey, "300005: token is not exist"},
		{"WeCom", "another", "93000: invalid webhook url"},
	} {
		line := lines[c.name]
		line.Secret = secret(c.secret)
		fails(t, a.post(), line, list("一"), channels.Failure{Channel: true, Cause: channels.Denied, Said: c.said})
	}
}

// Providers count bytes: a list too long is cut between lines, says so and keeps its link.
func TestRobot_CutsAtBytes(t *testing.T) {
	a := newAuthority(t)
	g, lines := robots(t, a)
	for name, most := range map[string]int{"DingTalk": 20_000, "WeCom": 2048} {
		for _, line := range []string{"逾期：城中村改造\n", "\"\t\"\n", "a\n"} {
			for shift := range 4 {
				takes(t, a.post(), lines[name], list(strings.Repeat("x", shift)+strings.Repeat(line, 20_000/len([]rune(line))/2)))
				got := <-g
				if len(got) > most || len(got) < most/5 || !utf8.ValidString(got) {
					t.Errorf("%s: %d bytes", name, len(got))
				}
				if !strings.HasSuffix(got, "\n"+strings.TrimSpace(line)+"\n更多请登录查看\nhttps://duban.example.cn/duties") && len(got) > most/2 {
					t.Errorf("%s: ends in %q", name, got[len(got)-120:])
				}
			}
		}
	}
	for shift := range 4 {
		takes(t, a.post(), lines["WeCom"], list(strings.Repeat("x", shift)+strings.Repeat("督", 1500)))
		if got := <-g; len(got) > 2048 || len(got) < 2040 || !strings.HasSuffix(got, "督\n更多请登录查看\nhttps://duban.example.cn/duties") {
			t.Errorf("a line without end: %d bytes, %q", len(got), got[len(got)-120:])
		}
	}
}

// What a robot adds is in the letter's language; and the link, which a text names where its template has it so, stands there
// once, whether the text was cut or not.
func TestRobot_AddsInTheLettersLanguage(t *testing.T) {
	a := newAuthority(t)
	g, lines := robots(t, a)
	for want, text := range map[string]string{
		"overdue: 1\nSign in to read on: https://duban.example.cn/duties": "overdue: 1\n",
		"overdue: 1\nSign in for more\nhttps://duban.example.cn/duties":   strings.Repeat("overdue: 1\n", 200),
	} {
		l := list(text + "Sign in to read on: https://duban.example.cn/duties")
		l.English = true
		takes(t, a.post(), lines["WeCom"], l)
		if got := <-g; !strings.HasSuffix(got, want) || strings.Count(got, "https://") != 1 {
			t.Errorf("%q, want it to end in %q", got, want)
		}
	}
}

func TestRobot_SaysWhoseFaultItWas(t *testing.T) {
	a := newAuthority(t)
	for name, c := range map[string]struct {
		kind, answer string
		status       int
		want         channels.Failure
	}{
		"DingTalk, too fast": {
			channels.DingTalk, `{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}`, 200,
			channels.Failure{Channel: true, Cause: channels.Throttled, After: 10 * time.Minute, Said: "send too fast"},
		},
		"DingTalk, limited":   {channels.DingTalk, `{"errcode":410100}`, 200, channels.Failure{Channel: true, Cause: channels.Throttled, After: 10 * time.Minute}},
		"DingTalk, busy":      {channels.DingTalk, `{"errcode":-1,"errmsg":"系统繁忙"}`, 200, channels.Failure{Channel: true, Cause: channels.Broken, Said: "系统繁忙"}},
		"DingTalk, dissolved": {channels.DingTalk, `{"errcode":400013}`, 200, channels.Failure{Channel: true, Cause: channels.Broken, Said: "400013"}},
		"DingTalk, not this":  {channels.DingTalk, `{"errcode":430104,"errmsg":"不合适的内容"}`, 200, channels.Failure{Cause: channels.Refused, Said: "不合适的内容"}},
		"WeCom, too fast":     {channels.WeCom, `{"errcode":45009,"errmsg":"api freq out of limit"}`, 200, channels.Failure{Channel: true, Cause: channels.Throttled, After: 65 * time.Second}},
		"WeCom, not this":     {channels.WeCom, `{"errcode":40058}`, 200, channels.Failure{Cause: channels.Refused}},
		"no code":             {channels.WeCom, `{"errmsg":"ok"}`, 200, channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true}},
		"a page":              {channels.WeCom, `<html>请先登录</html>`, 200, channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true, Said: "请先登录"}},
		"nothing":             {channels.DingTalk, ``, 200, channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true}},
		"no such page":        {channels.DingTalk, ``, 404, channels.Failure{Channel: true, Cause: channels.Broken}},
		"broken":              {channels.DingTalk, ``, 502, channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true}},
	} {
		t.Run(name, func(t *testing.T) {
			line := channels.Line{Kind: c.kind, Secret: secret("token"), Inside: true}
			line.Address = peer(t, a, func(w http.ResponseWriter, _ *http.Request) {
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.answer)
			})
			fails(t, a.post(), line, list("一"), c.want)
		})
	}
}

// An answer that breaks off says nothing, even if what came looks like one.
func TestRobot_AnswerBreaksOff(t *testing.T) {
	a := newAuthority(t)
	line := channels.Line{Kind: channels.WeCom, Secret: secret("token"), Inside: true}
	line.Address = peer(t, a, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", "1000")
		fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
	})
	fails(t, a.post(), line, list("一"), channels.Failure{Channel: true, Cause: channels.Broken, Unclear: true})
}

func TestPart_LeavesTheRest(t *testing.T) {
	for _, c := range []struct{ kind, address string }{
		{channels.Webhook, "https://example.cn/hook?key=1&access_token=2"},
		{channels.Mail, "smtps://user@host:465"},
		{channels.WeCom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send"},
		{channels.WeCom, "https://qyapi.weixin.qq.com/%zz?key=1"},
	} {
		if bare, sealed := channels.Part(c.kind, c.address, "s"); bare != c.address || sealed != "s" {
			t.Errorf("%s became %q and %q", c.address, bare, sealed)
		}
	}
}
