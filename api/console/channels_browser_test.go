package console

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// code is what a visitor's browser keeps of a session.
func (h *house) code(who visitor) string {
	h.t.Helper()
	carried := httptest.NewRequest(http.MethodGet, "/", nil)
	who(carried)
	token, err := carried.Cookie(hostPrefix + sessionCookie)
	must(h.t, err)
	return token.Value
}

// enterFields writes into fields of the channel's form, by their names, and sends it.
func (b *browser) enterFields(fields map[string]string) {
	b.t.Helper()
	for name, text := range fields {
		evaluate[chromedp.Void](b, `document.querySelector("#channel-`+name+`").value = ""`)
		b.do(chromedp.SendKeys(chromedp.ID("channel-"+name), text))
	}
	evaluate[chromedp.Void](b, `document.body.dataset.mark = "form"`)
	b.do(chromedp.Click(chromedp.CSS("#channel-form button")), chromedp.WaitVisible(chromedp.CSS("body:not([data-mark]) main")))
}

// try presses the test button, has the worker send while the page looks again, and reads what it says then.
func (b *browser) try(h *house, channel, picture string) string {
	b.t.Helper()
	b.visit("/channels/" + channel)
	b.do(chromedp.Click(chromedp.CSS("#try button")), chromedp.WaitVisible(chromedp.CSS("#trial .waits")))
	b.wellMade(picture + "-waits")
	h.deliver(channel)
	b.do(chromedp.WaitVisible(chromedp.CSS("#trial .filed")))
	b.wellMade(picture)
	h.rest(channel)
	return b.text("#trial")
}

// In a real browser: a channel of mail is made, tested, let inside, tested with a wrong password and then with the right one,
// and the mail arrives at a real server.
func TestMailChannelInChromium(t *testing.T) {
	h := connected(t)
	admin, guardian := h.code(h.enter(systemAdmin)), h.code(h.enter(guard))
	box := postbox{arrived: make(chan string, 10)}
	address := box.open(t)
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := browse(t, size[0], size[1], New(h.edge.Conn(), Options{Now: h.now}))
			b.carry(admin)
			b.visit("/channels")
			b.wellMade("channels-" + screen)
			b.do(chromedp.Click(chromedp.CSS("#new-channel a")), chromedp.WaitVisible(chromedp.ID("channel-form")))
			b.wellMade("channel-new-" + screen)
			id := "mail-" + screen
			b.enterFields(map[string]string{"id": id, "title": "市人大邮箱", "address": "mail.example.cn", "sender": "督办", "secret": "wrong-password"})
			if said := b.text("#channel-address-says"); !strings.Contains(said, "格式应为 smtps://") {
				t.Errorf("at the address it says %q", said)
			}
			b.complaints() // the browser itself reports the 400
			b.wellMade("channel-refused-" + screen)
			b.enterFields(map[string]string{"address": address, "sender": "督办 <duban@example.cn>", "secret": "wrong-password"})
			b.wellMade("channel-" + screen)
			if said := b.try(h, id, "trial-inside-"+screen); !strings.Contains(said, "内网") {
				t.Errorf("it says %q", said)
			}

			b.carry(guardian)
			b.visit("/channels/" + id)
			b.wellMade("channel-security-" + screen)
			b.do(chromedp.Click(chromedp.CSS("#inside button")), chromedp.WaitVisible(chromedp.CSS(".filed")))
			b.carry(admin)
			said := b.try(h, id, "trial-refused-"+screen)
			for _, part := range []string{"没有发出去", "对方不认可口令、令牌或签名", "535", "authentication failed, see the handbook"} {
				if !strings.Contains(said, part) {
					t.Errorf("it says %q, which has no %q", said, part)
				}
			}
			b.visit("/channels")
			b.wellMade("channels-resting-" + screen)
			b.visit("/channels/" + id)
			b.do(chromedp.Click(chromedp.CSS("#change summary")), chromedp.WaitVisible(chromedp.ID("channel-secret")))
			b.wellMade("channel-change-" + screen)
			b.enterFields(map[string]string{"secret": mailPassword})
			if said := b.try(h, id, "trial-taken-"+screen); !strings.Contains(said, "对方已收下") || !strings.Contains(said, "queued") {
				t.Errorf("it says %q", said)
			}
			if len(box.arrived) != 1 || !strings.Contains(<-box.arrived, "admin@example.cn") {
				t.Error("the mail has not arrived, or more than that")
			}
		})
	}
}

// In a real browser: what DingTalk refuses is told in its own words, on a page for each screen, and the order of an office.
func TestRobotInChromium(t *testing.T) {
	h := connected(t)
	admin, guardian := h.enter(systemAdmin), h.enter(guard)
	address, group := dingTalk(t)
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := browse(t, size[0], size[1], New(h.edge.Conn(), Options{Now: h.now}))
			b.carry(h.code(admin))
			b.visit("/channels/new/dingtalk?office=cg")
			b.wellMade("robot-new-" + screen)
			id := "group-" + screen
			b.enterFields(map[string]string{"id": id, "title": "城管局督办群", "address": address + "?access_token=" + robotToken, "secret": "SECwrong"})
			h.leadsTo(h.post("/channels/"+id+"/inside", map[string][]string{"inside": {"yes"}, "address": {address}}, guardian), "/channels/"+id+"?done=yes")
			if said := b.try(h, id, "robot-refused-"+screen); !strings.Contains(said, "errcode 310000: sign not match") || strings.Contains(said, robotToken) {
				t.Errorf("it says %q", said)
			}
			if len(group) != 0 {
				t.Error("the group reads what was refused")
			}
			for _, page := range []string{"webhook", "wecom"} {
				b.visit("/channels/new/" + page)
				b.wellMade(page + "-new-" + screen)
			}
			b.visit("/offices/cg/order")
			b.do(
				chromedp.SetValue(chromedp.ID("first"), "WEBHOOK"), chromedp.Click(chromedp.CSS("main form button")), chromedp.WaitVisible(chromedp.CSS(".filed")),
			)
			b.wellMade("order-" + screen)
			if chosen := evaluate[string](b, `document.querySelector("#first").value`); chosen != "WEBHOOK" {
				t.Errorf("first comes %q", chosen)
			}
		})
	}
}
