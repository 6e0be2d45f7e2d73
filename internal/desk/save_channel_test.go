package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// Nobody reads a secret, and none goes to an address for which it was not given.
func TestSaveChannel_KeepsItsSecret(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.counted(2, "channel where secret is not null and position('key' in encode(secret, 'escape')) = 0 and position('password' in encode(secret, 'escape')) = 0")
	w.counted(0, "audit_payload where payload::text like '%password-of-mail%' or payload::text like '%signing-key%'")
	elsewhere := hook("hook")
	elsewhere.Address, elsewhere.Secret = "https://elsewhere.example.com/", secrets.Secret{}
	w.refused(supervision.InvalidRequest, w.desk.SaveChannel(w.ctx, admin("hangzhou"), elsewhere))
	stolen := mail("post")
	stolen.Address, stolen.Secret = "smtps://duban@elsewhere.example.com:465", secrets.Secret{}
	w.refused(supervision.InvalidRequest, w.desk.SaveChannel(w.ctx, admin("hangzhou"), stolen))
	_, err := w.owner.Exec(w.ctx, "update channel set secret = (select secret from channel where id = 'post') where id = 'hook'")
	w.must(err)
	bag, err := w.desk.NextDeliveries(w.ctx, "hangzhou", "hook")
	w.must(err)
	if !bag.Secret.Empty() {
		t.Error("a secret that was moved to another channel opens")
	}
}

func TestSaveChannel_RefusesWhatCannotWork(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	for name, change := range map[string]func(*desk.ChannelForm){
		"no id":            func(f *desk.ChannelForm) { f.ID = "" },
		"the log's id":     func(f *desk.ChannelForm) { f.ID = "log" },
		"no such kind":     func(f *desk.ChannelForm) { f.Kind = "CALL_LIST" },
		"a line's end":     func(f *desk.ChannelForm) { f.Sender = "a@example.cn\r\nBcc: b@example.cn" },
		"a long address":   func(f *desk.ChannelForm) { f.Address = "smtps://" + strings.Repeat("a", 10_000) },
		"a word":           func(f *desk.ChannelForm) { f.Address = "mail" },
		"an open password": func(f *desk.ChannelForm) { f.Address = "smtps://a:b@example.cn:465" },
	} {
		f := mail("other")
		change(&f)
		if err := w.desk.SaveChannel(w.ctx, admin("hangzhou"), f); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
	f := mail("other")
	f.OfficeID = "nowhere"
	w.refused(supervision.NotFound, w.desk.SaveChannel(w.ctx, admin("hangzhou"), f))
	w.counted(0, "channel where id = 'other'")
}

// Only the security administrator lets a channel inside, and only to where it led then.
func TestAllowInside(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	address := hook("hook").Address
	w.refused(supervision.NotAllowed, w.desk.AllowInside(w.ctx, admin("hangzhou"), "hook", address, true))
	w.refused(supervision.WrongState, w.desk.AllowInside(w.ctx, security("hangzhou"), "hook", "https://10.0.0.9/", true))
	w.counted(0, "channel where inside")
	w.exec("update channel set failures = 3, paused_until = $1 where id = 'hook'", w.now().Add(time.Hour))
	w.exec("delete from nudge")
	w.must(w.desk.AllowInside(w.ctx, security("hangzhou"), "hook", address, true))
	w.counted(1, "channel where id = 'hook' and failures = 0 and paused_until is null")
	w.counted(1, "nudge where kind = 'delivery' and id = 'hangzhou/hook'")
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), hook("hook")))
	w.counted(1, "channel where inside")
	moved := hook("hook")
	moved.Address = "https://10.0.0.1/"
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), moved))
	w.counted(0, "channel where inside")
}

func TestTestChannel_TellsWhatTheOtherSideAnswered(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	message, err := w.desk.TestChannel(w.ctx, admin("hangzhou"), "hook", uuid.New())
	w.must(err)
	l := w.next("hook")
	if len(l) != 1 || l[0].MessageID != message {
		t.Fatalf("%+v", l)
	}
	w.settle("hook", l[0], desk.Outcome{Said: "200 OK: 收到"})
	all, err := w.desk.DeliveriesOf(w.ctx, admin("hangzhou"), message)
	w.must(err)
	if len(all) != 1 || all[0].State != supervision.DeliveryAccepted || all[0].Reason != "200 OK: 收到" {
		t.Errorf("%+v", all)
	}
	w.refused(supervision.NotFound, func() error { _, err := w.desk.TestChannel(w.ctx, admin("hangzhou"), "none", uuid.New()); return err }())
}

// A robot's token shows in no address: whoever chooses the wrong kind is told which is right, and nothing is kept.
func TestSaveChannel_KeepsNoTokenInAnAddress(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	for address, want := range map[string]string{
		"https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef":    "DINGTALK",
		"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=0123456789abcdef": "WECOM",
		"https://hook.example.cn/duban?token=0123456789abcdef":                  "query",
	} {
		f := hook("other")
		f.Address = address
		err := w.desk.SaveChannel(w.ctx, admin("hangzhou"), f)
		w.refused(supervision.InvalidRequest, err)
		if err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "0123456789abcdef") {
			t.Errorf("%s: %v", address, err)
		}
	}
	w.counted(0, "audit_payload where payload::text like '%0123456789abcdef%'")
}

// Where the key is lost, what was sealed under it can still be switched off, so that nobody waits for it; but not on again.
func TestSaveChannel_SwitchesOffWhatNoKeyOpens(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	another, err := secrets.ParseRing(secrets.NewKey())
	w.must(err)
	for _, ring := range []*secrets.Ring{another, nil} {
		w.desk.KeepSecrets(ring)
		post := mail("post")
		post.Secret = secrets.Secret{}
		w.refused(supervision.InvalidRequest, w.desk.SaveChannel(w.ctx, admin("hangzhou"), post))
		post.Off = true
		w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), post))
		post.Sender = "a@example.cn\r\nBcc: b@example.cn"
		w.refused(supervision.InvalidRequest, w.desk.SaveChannel(w.ctx, admin("hangzhou"), post))
	}
	_, err = w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	if got := w.ways(); got != "post FAILED, hook QUEUED" {
		t.Error(got)
	}
}

// A new token of a DingTalk robot leaves its signing key as it is, unless another is given.
func TestSaveChannel_ANewTokenKeepsTheSigningKey(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	for _, c := range []struct{ token, key, want string }{
		{"one", "SEC1", "one SEC1"}, {"two", "", "two SEC1"}, {"", "", "two SEC1"}, {"three", "SEC3", "three SEC3"},
	} {
		f := desk.ChannelForm{ID: "ding", OfficeID: "gov", Kind: supervision.ChannelDingTalk, Address: "https://oapi.dingtalk.com/robot/send", Secret: secrets.New(c.key)}
		if c.token != "" {
			f.Address += "?access_token=" + c.token
		}
		w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), f))
		bag, err := w.desk.NextDeliveries(w.ctx, "hangzhou", "ding")
		w.must(err)
		if got := bag.Secret.Reveal(); got != c.want {
			t.Errorf("given %q and %q: %q, want %q", c.token, c.key, got, c.want)
		}
	}
}
