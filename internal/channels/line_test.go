package channels_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"duban/internal/channels"
)

func TestLine_Check(t *testing.T) {
	long := strings.Repeat("a", 10_000)
	const mailTo, hookTo = "smtps://duban%40example.cn@smtp.example.cn:465", "https://example.cn/hook"
	type line = channels.Line
	key, password := secret(signingKey), secret("password")
	for name, c := range map[string]struct {
		line line
		want string // a part of what is said; empty where nothing is wrong
	}{
		"mail":                     {line{Kind: channels.Mail, Address: mailTo, Secret: password}, ""},
		"mail, user as it is":      {line{Kind: channels.Mail, Address: "smtp://duban@example.cn@smtp.example.cn", Secret: password}, ""},
		"mail, sender":             {line{Kind: channels.Mail, Address: "smtp://u@h.cn", Sender: "督办 <duban@example.cn>", Secret: password}, ""},
		"mail, no TLS inside":      {line{Kind: channels.Mail, Address: "smtp+insecure://h.cn", Sender: "duban@example.cn", Inside: true}, ""},
		"mail, no TLS":             {line{Kind: channels.Mail, Address: "smtp+insecure://h.cn", Sender: "duban@example.cn"}, "without TLS"},
		"mail, no sender":          {line{Kind: channels.Mail, Address: "smtps://u@h.cn", Secret: password}, "sender"},
		"mail, two senders":        {line{Kind: channels.Mail, Address: mailTo, Sender: "a@b.cn, c@d.cn", Secret: password}, "sender"},
		"mail, sender with a line": {line{Kind: channels.Mail, Address: mailTo, Sender: "督办\r\nBcc: all@example.cn <duban@example.cn>", Secret: password}, "sender"},
		"mail, password shown":     {line{Kind: channels.Mail, Address: "smtps://u:hunter2@h.cn", Sender: "a@b.cn", Secret: password}, "password belongs"},
		"mail, no password":        {line{Kind: channels.Mail, Address: mailTo}, "go together"},
		"mail, no user":            {line{Kind: channels.Mail, Address: "smtps://h.cn", Sender: "a@b.cn", Secret: password}, "go together"},
		"mail, a web address":      {line{Kind: channels.Mail, Address: hookTo, Secret: password}, "smtps://"},
		"mail, a path":             {line{Kind: channels.Mail, Address: mailTo + "/x", Secret: password}, "may follow"},
		"webhook":                  {line{Kind: channels.Webhook, Address: hookTo, Secret: key}, ""},
		"webhook, no TLS inside":   {line{Kind: channels.Webhook, Address: "http://sms.intern:8080/", Secret: key, Inside: true}, ""},
		"webhook, no TLS":          {line{Kind: channels.Webhook, Address: "http://example.cn/", Secret: key}, "without TLS"},
		"webhook, short key":       {line{Kind: channels.Webhook, Address: hookTo, Secret: secret("0123456789abcde")}, "16 characters"},
		"webhook, a user":          {line{Kind: channels.Webhook, Address: "https://u:hunter2@example.cn", Secret: key}, "user has no place"},
		"webhook, a file":          {line{Kind: channels.Webhook, Address: "file:///etc/passwd", Secret: key}, "scheme://host"},
		"webhook, gopher":          {line{Kind: channels.Webhook, Address: "gopher://example.cn/", Secret: key}, "https://host"},
		"webhook, no host":         {line{Kind: channels.Webhook, Address: "https:///hook", Secret: key}, "scheme://host"},
		"webhook, no address":      {line{Kind: channels.Webhook, Secret: key}, "scheme://host"},
		"webhook, port":            {line{Kind: channels.Webhook, Address: "https://example.cn:70000", Secret: key}, "port"},
		"webhook, too long":        {line{Kind: channels.Webhook, Address: "https://example.cn/" + long, Secret: key}, "10019 characters"},
		"webhook, header in it":    {line{Kind: channels.Webhook, Address: "https://example.cn/\r\nX-Evil: hunter2", Secret: key}, "control character"},
		"webhook, bad escape":      {line{Kind: channels.Webhook, Address: "https://example.cn/%zz?hunter2", Secret: key}, "scheme://host"},
		"webhook, key with a line": {line{Kind: channels.Webhook, Address: hookTo, Secret: secret(signingKey + "\n")}, "secret"},
		"webhook, long key":        {line{Kind: channels.Webhook, Address: hookTo, Secret: secret(long)}, "secret"},
		"DingTalk":                 {line{Kind: channels.DingTalk, Address: "https://oapi.dingtalk.com/robot/send", Secret: secret("t SECk")}, ""},
		"webhook, a query":         {line{Kind: channels.Webhook, Address: hookTo + "?token=hunter2", Secret: key}, "no query"},
		"webhook, DingTalk's":      {line{Kind: channels.Webhook, Address: "https://OAPI.dingtalk.com./robot/send?access_token=hunter2", Secret: key}, "choose DINGTALK"},
		"webhook, WeCom's":         {line{Kind: channels.Webhook, Address: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=hunter2", Secret: key}, "choose WECOM"},
		"DingTalk, token shown":    {line{Kind: channels.DingTalk, Address: "https://oapi.dingtalk.com/robot/send?access_token=hunter2"}, "token belongs"},
		"DingTalk, key alone":      {line{Kind: channels.DingTalk, Address: "https://oapi.dingtalk.com/robot/send", Secret: secret("SECk")}, "access token"},
		"DingTalk, no token":       {line{Kind: channels.DingTalk, Address: "https://oapi.dingtalk.com/robot/send"}, "access token"},
		"WeCom":                    {line{Kind: channels.WeCom, Address: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", Secret: secret("k")}, ""},
		"WeCom, two keys":          {line{Kind: channels.WeCom, Address: "https://qyapi.weixin.qq.com/cgi-bin/webhook/send", Secret: secret("k k")}, "robot's key"},
		"log":                      {line{Kind: channels.Log}, ""},
		"call list":                {line{Kind: "CALL_LIST", Address: hookTo}, "nothing is sent"},
	} {
		err := c.line.Check()
		if c.want == "" {
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			continue
		}
		var f *channels.Flaw
		if !errors.As(err, &f) || !strings.Contains(f.Error(), c.want) || f.Zh == "" {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		} else if strings.Contains(f.Error()+f.Zh, "hunter2") {
			t.Errorf("%s: %v shows the secret", name, err)
		}
		if _, err := new(channels.Post).Send(t.Context(), c.line, letter(), now); err == nil || !strings.Contains(err.Error(), f.Error()) {
			t.Errorf("%s: sending says %v", name, err)
		}
	}
}

// What is malformed is refused before anybody is called, on every kind of line.
func TestSend_RefusesWhatIsMalformed(t *testing.T) {
	var box postbox
	box.open(t, false, nil)
	change := func(f func(*channels.Letter)) channels.Letter {
		l := letter()
		f(&l)
		return l
	}
	lines := []channels.Line{
		box.line("smtp+insecure"),
		{Kind: channels.Webhook, Address: "http://" + box.address, Secret: secret(signingKey), Inside: true},
		{Kind: channels.DingTalk, Address: "http://" + box.address, Secret: secret(robotToken), Inside: true},
		{Kind: channels.WeCom, Address: "http://" + box.address, Secret: secret(weComKey), Inside: true},
		{Kind: channels.Log},
	}
	for want, l := range map[string]channels.Letter{
		"key: ":                  change(func(l *channels.Letter) { l.Key = "a b" }),
		"key: not 1 to 200":      change(func(l *channels.Letter) { l.Key = "" }),
		"subject: empty":         change(func(l *channels.Letter) { l.Subject = "" }),
		"subject: a line's end":  change(func(l *channels.Letter) { l.Subject = "待办\r\nBcc: all@example.cn" }),
		"subject: a line's":      change(func(l *channels.Letter) { l.Subject = "待办\nBcc: all@example.cn" }),
		"subject: 10000":         change(func(l *channels.Letter) { l.Subject = strings.Repeat("督", 10_000) }),
		"name: a line's end":     change(func(l *channels.Letter) { l.To.Name = "王小明\r\nBcc: all@example.cn" }),
		"name: a line's":         change(func(l *channels.Letter) { l.To.Name = "王\u202e明小" }),
		"name: a line's e":       change(func(l *channels.Letter) { l.To.Name = "王\u2028明" }),
		"name: not UTF-8":        change(func(l *channels.Letter) { l.To.Name = "\xcd\xf5" }),
		"mail: 10011 characters": change(func(l *channels.Letter) { l.To.Mail = strings.Repeat("a", 10_000) + "@example.cn" }),
		"mail: a line's end":     change(func(l *channels.Letter) { l.To.Mail = "wang@example.cn\r\nRCPT TO:<all@example.cn>" }),
		"person: a line's end":   change(func(l *channels.Letter) { l.To.Person = "\x00" }),
		"phone: a line's end":    change(func(l *channels.Letter) { l.To.Phone = "138\n" }),
		"text: a line's end or":  change(func(l *channels.Letter) { l.Text = "一\x1b[2J" }),
		"text: 20001 characters": change(func(l *channels.Letter) { l.Text = strings.Repeat("督", 20_001) }),
		"link: a line's end":     change(func(l *channels.Letter) { l.Link = "https://a\r\nb" }),
		"day: 11 characters":     change(func(l *channels.Letter) { l.Day = "2020-06-031" }),
	} {
		for _, line := range lines {
			fails(t, &channels.Post{Within: time.Second}, line, l, channels.Failure{Cause: channels.Malformed, Said: want})
		}
	}
	for _, mail := range []string{"", "wang", "wang@", "@example.cn", "wang example@example.cn", "a@b@example.cn", "<wang@example.cn>", "王@example.cn", "a@b.cn,c@d.cn"} {
		l := change(func(l *channels.Letter) { l.To.Mail = mail })
		fails(t, &channels.Post{Within: time.Second}, lines[0], l, channels.Failure{Cause: channels.Malformed, Said: "mail: no address"})
	}
	if n := box.calls.Load(); n > 0 {
		t.Errorf("called %d times", n)
	}
}
