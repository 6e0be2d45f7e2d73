package console

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"duban/activities"
	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
	"duban/workflows"
)

const (
	systemAdmin  = "system-admin@shili"
	mailPassword = "the-password-of-mail"
	robotToken   = "566cc69da782ec33e42541b09b08551f"
	robotKey     = "SEC7d348260aa51cc"
)

// connected is a house that keeps secrets, has two offices, and whose system administrator can be written to.
func connected(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, nil)
	ring, err := secrets.ParseRing(secrets.NewKey())
	must(t, err)
	h.desk.KeepSecrets(ring)
	keeper := desk.Caller{Person: "shili/system-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	must(t, h.desk.SaveOffice(t.Context(), keeper, desk.OfficeRow{ID: "office", Name: "市人大常委会办公厅", Kind: supervision.GeneralOffice}))
	must(t, h.desk.SaveOffice(t.Context(), keeper, desk.OfficeRow{ID: "cg", Name: "市城管局", Kind: supervision.ResponsibleUnit}))
	must(t, h.desk.SavePerson(t.Context(), keeper, supervision.Person{ID: "system-admin", Name: "系统管理员", Email: "admin@example.cn"}))
	return h
}

// enter signs somebody in who has just been founded.
func (h *house) enter(login string) visitor {
	h.t.Helper()
	return h.admitted(login, h.made[login].Password)
}

// deliver sends what waits on a channel, as the worker does.
func (h *house) deliver(channel string) {
	h.t.Helper()
	hands := activities.Activities{Desk: h.desk, Clock: h.now, Post: new(channels.Post)}
	_, err := hands.Deliver(h.t.Context(), workflows.Due{Ref: workflows.Ref{Host: "shili", ID: "shili/" + channel}})
	must(h.t, err)
}

// rest lets two minutes pass, in which a test that failed is given up.
func (h *house) rest(channel string) {
	h.t.Helper()
	h.late.Add(int64(2 * time.Minute))
	h.deliver(channel)
}

// postbox is a mail server on loopback, which wants a password; what arrives, it hands on.
type postbox struct{ arrived chan string }

func (b postbox) open(t *testing.T) (address string) {
	t.Helper()
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return b, nil }))
	server.Domain, server.AllowInsecureAuth, server.ErrorLog = "mail.example.cn", true, log.New(io.Discard, "", 0)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(func() { _ = server.Close() })
	return "smtp+insecure://duban@" + listener.Addr().String()
}

func (postbox) Reset()                               {}
func (postbox) Logout() error                        { return nil }
func (postbox) AuthMechanisms() []string             { return []string{sasl.Plain} }
func (postbox) Mail(string, *smtp.MailOptions) error { return nil }
func (postbox) Rcpt(string, *smtp.RcptOptions) error { return nil }
func (postbox) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, user, password string) error {
		if user != "duban" || password != mailPassword {
			return &smtp.SMTPError{Code: 535, EnhancedCode: smtp.EnhancedCode{5, 7, 8}, Message: "authentication failed, see the handbook"}
		}
		return nil
	}), nil
}

func (b postbox) Data(r io.Reader) error {
	text, err := io.ReadAll(r)
	b.arrived <- string(text)
	return err
}

// dingTalk is a group whose robot checks token and signature as its provider's documentation says, and answers 200 whatever it
// thinks.
func dingTalk(t *testing.T) (address string, group chan string) {
	t.Helper()
	group = make(chan string, 10)
	peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		h := hmac.New(sha256.New, []byte(robotKey))
		fmt.Fprintf(h, "%s\n%s", query.Get("timestamp"), robotKey)
		body, _ := io.ReadAll(r.Body)
		switch {
		case query.Get("access_token") != robotToken:
			fmt.Fprint(w, `{"errcode":300005,"errmsg":"token is not exist"}`)
		case query.Get("sign") != base64.StdEncoding.EncodeToString(h.Sum(nil)):
			fmt.Fprint(w, `{"errcode":310000,"errmsg":"sign not match"}`)
		default:
			group <- string(body)
			fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
		}
	}))
	t.Cleanup(peer.Close)
	return peer.URL + "/robot/send", group
}

// try presses the test button, has the worker send, and reads the page of the answer.
func (h *house) try(channel string, admin visitor) string {
	h.t.Helper()
	pressed := h.post("/channels/"+channel+"/tests", url.Values{}, admin)
	path := pressed.Header().Get("Location")
	if pressed.Code != http.StatusSeeOther || !strings.HasPrefix(path, "/channels/"+channel+"/tests/") {
		h.t.Fatalf("%d to %q: %s", pressed.Code, path, pressed.Body)
	}
	h.says(h.page(h.get(path, admin), http.StatusOK), "对方还没有回答", `data-again="`+path+`?looks=1"`, `href="`+path+`"`)
	h.deliver(channel)
	page := h.page(h.get(path, admin), http.StatusOK)
	h.silent(page, "data-again")
	return page
}

// Channels are made by kind, stand under their offices, and are read by whoever looks after people; only who sets them up is
// offered that.
func TestChannels_ByOffice(t *testing.T) {
	h := connected(t)
	admin, guardian := h.enter(systemAdmin), h.enter(guard)
	page := h.page(h.get("/channels", admin), http.StatusOK)
	h.says(page, "还没有渠道", `href="/channels/new/mail?office="`, "企业微信群机器人", "也不能用作个人的接收方式")
	h.says(h.page(h.get("/channels/new/mail", admin), http.StatusOK), "发件人", "smtps://duban@mail.example.cn:465", "授权码", "市城管局")
	page = h.page(h.get("/channels/new/wecom", admin), http.StatusOK)
	h.says(page, "qyapi.weixin.qq.com", `value="WECOM"`)
	h.silent(page, `name="sender"`, `name="secret"`)
	h.page(h.get("/channels/new/pigeon", admin), http.StatusNotFound)

	h.leadsTo(h.post("/channels", url.Values{
		"kind": {"DINGTALK"}, "id": {"cg-group"}, "office": {"cg"}, "title": {"城管局督办群"}, "secret": {" " + robotKey + "\n"},
		"address": {"https://oapi.dingtalk.com/robot/send?access_token=" + robotToken},
	}, admin), "/channels/cg-group?done=yes")
	h.leadsTo(h.post("/channels", url.Values{
		"kind": {"WEBHOOK"}, "id": {"oa"}, "office": {"office"}, "address": {"https://oa.example.cn/duban"}, "secret": {"a key of sixteen characters"},
	}, admin), "/channels/oa?done=yes")
	page = h.page(h.get("/channels", admin), http.StatusOK)
	h.says(page, "城管局督办群", "市城管局</h2>", "https://oapi.dingtalk.com/robot/send · 还没有发送过", "推送接口 oa", "启用")
	h.silent(page, robotToken, robotKey, "还没有渠道")
	if strings.Index(page, "市城管局</h2>") > strings.Index(page, "市人大常委会办公厅</h2>") {
		t.Error("the offices are not in their order")
	}
	h.silent(h.page(h.get("/channels?office=cg", admin), http.StatusOK), "推送接口 oa")
	page = h.page(h.get("/channels/oa", guardian), http.StatusOK)
	h.says(page, "/v1/hosts/shili/channels/oa/receipts", "放行内网地址")
	h.silent(page, `id="try"`, `id="change"`)
	h.silent(h.page(h.get("/channels", guardian), http.StatusOK), "/channels/new/")
	h.page(h.get("/channels", h.enter(auditor)), http.StatusForbidden)
	h.page(h.get("/channels/none", admin), http.StatusNotFound)
}

// An office that has no channel of its own is not told that nobody is reached: its people are, by those of others.
func TestChannels_OfAnOfficeWithNone(t *testing.T) {
	h := connected(t)
	admin := h.enter(systemAdmin)
	h.says(h.page(h.get("/channels?office=cg", admin), http.StatusOK), "消息渠道：市城管局</h1>", "还没有渠道", "谁也收不到")
	h.leadsTo(h.post("/channels", url.Values{
		"kind": {"MAIL"}, "id": {"post"}, "office": {"office"}, "address": {"smtps://h.cn"}, "sender": {"a@h.cn"},
	}, admin), "/channels/post?done=yes")
	page := h.page(h.get("/channels?office=cg", admin), http.StatusOK)
	h.says(page, "本机构没有自己的渠道", `<a href="/channels">全部渠道</a>`)
	h.silent(page, "还没有渠道", "谁也收不到")
	h.says(h.page(h.get("/channels/new/webhook", admin), http.StatusOK), "没有电话号码")
}

// What is wrong is told at its field, in plain words; what is secret is not shown again, and a form does not change a channel
// that is there already.
func TestChannels_RefusedAtTheField(t *testing.T) {
	h := connected(t)
	admin := h.enter(systemAdmin)
	const token = "?access_token=" + robotToken
	for _, c := range []struct {
		form  url.Values
		field string
		says  string
	}{
		{url.Values{"kind": {"MAIL"}, "address": {"mail.example.cn"}, "sender": {"a@example.cn"}}, "address", "格式应为 smtps://用户名@主机:465"},
		{url.Values{"kind": {"MAIL"}, "address": {"smtps://u@h.cn"}, "sender": {"a@example.cn"}}, "secret", "地址里写了用户名，就要填口令。"},
		{url.Values{"kind": {"MAIL"}, "address": {"smtps://h.cn"}, "sender": {"督办"}}, "sender", "格式应为 duban@example.cn"},
		{url.Values{"kind": {"MAIL"}, "address": {"smtps://" + strings.Repeat("a", 10_000)}}, "address", "最多 500 个字符"},
		{url.Values{"kind": {"MAIL"}, "address": {""}}, "address", "要填写"},
		{url.Values{"kind": {"MAIL"}, "id": {"市 人大"}, "address": {"smtps://h.cn"}, "sender": {"a@h.cn"}}, "id", "只能用小写字母、数字和连字符"},
		{url.Values{"kind": {"DINGTALK"}, "address": {"https://oapi.dingtalk.com/robot/send"}, "secret": {robotKey}}, "address", "缺少机器人的令牌"},
		{url.Values{"kind": {"DINGTALK"}, "id": {"LOUD"}, "address": {"https://oapi.dingtalk.com/robot/send" + token}, "secret": {robotKey}}, "address", "请重新粘贴整条地址"},
		{url.Values{"kind": {"WECOM"}, "address": {"https://qyapi.weixin.qq.com/cgi-bin/webhook/send"}}, "address", "缺少机器人的 key"},
		{url.Values{"kind": {"WEBHOOK"}, "address": {"https://oa.example.cn"}, "secret": {"short"}}, "secret", "签名密钥至少 16 个字符"},
	} {
		form := url.Values{"id": {"made"}, "office": {"office"}, "title": {"试"}}
		maps.Copy(form, c.form)
		page := h.page(h.post("/channels", form, admin), http.StatusBadRequest)
		_, at, _ := strings.Cut(page, `id="channel-`+c.field+`-says"`)
		at, _, _ = strings.Cut(at, "</p>")
		if !strings.Contains(at, c.says) || !strings.Contains(page, "没有保存。") {
			t.Errorf("%v: at %s it says %q", c.form, c.field, at)
		}
		h.says(page, `value="试"`)
		h.silent(page, robotToken, robotKey, "value=\"short\"")
	}
	form := url.Values{"kind": {"MAIL"}, "id": {"made"}, "office": {"office"}, "address": {"smtps://h.cn"}, "sender": {"a@h.cn"}}
	h.leadsTo(h.post("/channels", form, admin), "/channels/made?done=yes")
	h.says(h.page(h.post("/channels", form, admin), http.StatusConflict), "这个编号已经有渠道了")
	page := h.page(h.post("/channels/made", url.Values{"address": {"nowhere"}}, admin), http.StatusBadRequest)
	h.says(page, `id="change" open`, `value="nowhere"`, "smtps://h.cn</code>", "格式应为 smtps://用户名@主机:465")
}

// A channel that is off keeps all that was set, and an inside address is let by the security administrator alone.
func TestChannels_OffAndInside(t *testing.T) {
	h := connected(t)
	admin, guardian := h.enter(systemAdmin), h.enter(guard)
	h.leadsTo(h.post("/channels", url.Values{
		"kind": {"MAIL"}, "id": {"post"}, "office": {"office"}, "address": {"smtps://duban@h.cn"}, "sender": {"督办 <a@h.cn>"}, "secret": {mailPassword},
	}, admin), "/channels/post?done=yes")
	h.leadsTo(h.post("/channels/post/switched", url.Values{"off": {"yes"}}, admin), "/channels/post?done=yes")
	h.says(h.page(h.get("/channels/post", admin), http.StatusOK), "已停用", "督办 &lt;a@h.cn&gt;", "smtps://duban@h.cn")
	h.leadsTo(h.post("/channels/post", url.Values{"address": {"smtps://duban@h.cn"}, "sender": {"b@h.cn"}}, admin), "/channels/post?done=yes")
	h.says(h.page(h.get("/channels/post", admin), http.StatusOK), "已停用", "b@h.cn")
	h.leadsTo(h.post("/channels/post/switched", url.Values{}, admin), "/channels/post?done=yes")
	h.silent(h.page(h.get("/channels/post", admin), http.StatusOK), "已停用", mailPassword)
	h.page(h.post("/channels/post/inside", url.Values{"inside": {"yes"}, "address": {"smtps://duban@h.cn"}}, admin), http.StatusForbidden)
	h.leadsTo(h.post("/channels/post/inside", url.Values{"inside": {"yes"}, "address": {"smtps://duban@h.cn"}}, guardian), "/channels/post?done=yes")
	h.says(h.page(h.get("/channels/post", guardian), http.StatusOK), "可发往内网", "取消放行")
	h.leadsTo(h.post("/channels/post/inside", url.Values{}, guardian), "/channels/post?done=yes")
	h.silent(h.page(h.get("/channels/post", guardian), http.StatusOK), "可发往内网")
}

// The test button tells what the robot's provider answered, in the reader's language and then in its own words.
func TestTrial_TellsWhatTheRobotSaid(t *testing.T) {
	h := connected(t)
	admin, guardian := h.enter(systemAdmin), h.enter(guard)
	address, group := dingTalk(t)
	form := url.Values{
		"kind": {"DINGTALK"}, "id": {"group"}, "office": {"cg"}, "address": {address + "?access_token=" + robotToken}, "secret": {"SECwrong"},
	}
	h.leadsTo(h.post("/channels", form, admin), "/channels/group?done=yes")
	h.says(h.try("group", admin), "没有发出去", "地址在内网，未获安全管理员准许", "请安全管理员在渠道页面上放行")
	h.leadsTo(h.post("/channels/group/inside", url.Values{"inside": {"yes"}, "address": {address}}, guardian), "/channels/group?done=yes")
	h.rest("group")
	page := h.try("group", admin)
	h.says(page, "没有发出去", "对方不认可口令、令牌或签名", "errcode 310000: sign not match", "渠道暂停到2026年9月18日 10:")
	h.silent(page, robotToken, "SECwrong")
	h.says(h.page(h.get("/channels", guardian), http.StatusOK), "出错，暂停到2026年9月18日 10:", "errcode 310000: sign not match")

	h.rest("group")
	form.Set("secret", robotKey)
	h.leadsTo(h.post("/channels/group", form, admin), "/channels/group?done=yes")
	h.says(h.try("group", admin), "对方已收下", "errcode 0: ok")
	if len(group) != 1 || !strings.Contains(<-group, "测试消息") {
		t.Error("the group does not read the test, or more than that")
	}
	h.says(h.page(h.get("/channels/group", admin), http.StatusOK), "<dd>2026年9月18日 10:")
}

// Who waits for long is told to look again later; the page does not ask for ever.
func TestTrial_Bounded(t *testing.T) {
	h := connected(t)
	admin := h.enter(systemAdmin)
	h.leadsTo(h.post("/channels", url.Values{
		"kind": {"MAIL"}, "id": {"post"}, "office": {"office"}, "address": {"smtps://h.cn"}, "sender": {"a@h.cn"},
	}, admin), "/channels/post?done=yes")
	path := h.post("/channels/post/tests", url.Values{"test": {"0b3c7b9e-5d0e-4f9a-8a51-1d9a4a5f3c11"}}, admin).Header().Get("Location")
	h.leadsTo(h.post("/channels/post/tests", url.Values{"test": {"0b3c7b9e-5d0e-4f9a-8a51-1d9a4a5f3c11"}}, admin), path)
	h.says(h.page(h.get(path+"?looks=44", admin), http.StatusOK), `data-again="`+path+`?looks=45"`)
	page := h.page(h.get(path+"?looks=45", admin), http.StatusOK)
	h.says(page, "过一会儿再看", "查看最新结果")
	h.silent(page, "data-again")
	h.page(h.get("/channels/post/tests/0b3c7b9e-5d0e-4f9a-8a51-1d9a4a5f3c12", admin), http.StatusNotFound)
}

// An office's people are reached in the order that its page says; robots are not offered.
func TestOfficeOrder(t *testing.T) {
	h := connected(t)
	admin := h.enter(systemAdmin)
	h.says(h.page(h.get("/offices", admin), http.StatusOK), `href="/offices/cg/order"`)
	page := h.page(h.get("/offices/cg/order", admin), http.StatusOK)
	h.says(page, "消息次序：市城管局", `href="/channels?office=cg"`)
	h.silent(page, "DINGTALK", "selected")
	h.leadsTo(h.post("/offices/cg/order", url.Values{"first": {"WEBHOOK"}, "third": {"MAIL"}}, admin), "/offices/cg/order?done=yes")
	page = h.page(h.get("/offices/cg/order?done=yes", admin), http.StatusOK)
	h.says(page, "已保存。", `<option value="WEBHOOK" selected>`, `<option value="MAIL" selected>`)
	h.says(h.page(h.post("/offices/cg/order", url.Values{"first": {"MAIL"}, "second": {"MAIL"}}, admin), http.StatusBadRequest), "每种一次")
	h.page(h.get("/offices/none/order", admin), http.StatusNotFound)
	guardian := h.enter(guard)
	h.page(h.get("/offices/cg/order", guardian), http.StatusForbidden)
	h.employ()
	clerk := h.admitted("chen", h.reset(guardian, "0012", "chen"))
	page = h.page(h.get("/offices/cg/order", clerk), http.StatusOK)
	h.says(page, "<li>推送接口</li>", "<li>邮件</li>")
	h.silent(page, "<select")
}
