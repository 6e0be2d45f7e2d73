package console

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"duban/activities"
	"duban/api"
	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/internal/secrets"
	"duban/plans"
	"duban/supervision"
	"duban/workflows"
)

func (c *congress) ListUndelivered(context.Context, *v1.ListUndeliveredRequest) (*v1.ListUndeliveredResponse, error) {
	return &v1.ListUndeliveredResponse{Deliveries: []*v1.Delivery{{
		Person: "shili/0012", PersonName: "陈国平" + evil, Kind: v1.Message_DIGEST, Day: "2026-09-18", ChannelKind: v1.Channel_MAIL, Channel: "post",
		State: v1.Delivery_FAILED, Reason: "REFUSED: 550 no such user" + evil, OfficeName: "市民政局",
	}}}, nil
}

func (c *congress) CountPhoneCalls(context.Context, *v1.CountPhoneCallsRequest) (*v1.CountPhoneCallsResponse, error) {
	return &v1.CountPhoneCallsResponse{Calls: desk.MostCounted}, nil
}

func (c *congress) GetPreference(context.Context, *v1.GetPreferenceRequest) (*v1.Preference, error) {
	return &v1.Preference{}, nil
}

// dutyRoom is a real site on the morning after the Hangzhou campaign was launched: the first convenor, who also sits in the
// first unit, has asked for the webhook, which a real peer refuses; the second has a telephone alone, and nobody knows the
// others' numbers.
type dutyRoom struct {
	*site
	desk  *desk.Desk
	edge  *api.Edge
	owner string // address of its database for whoever owns it
	now   atomic.Pointer[time.Time]
	token string
	me    visitor
}

var keeperOf = desk.Caller{Person: "system", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}, {Role: supervision.RoleSecurityAdmin}}}

func newDutyRoom(t *testing.T) *dutyRoom {
	t.Helper()
	dsn, owner := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(db.Close)
	d := &dutyRoom{site: &site{t: t}, owner: owner}
	d.at("2020-05-20T10:00")
	d.desk = desk.New(db, func() time.Time { return *d.now.Load() }, supervision.ChinaCalendar())
	ring, err := secrets.ParseRing(secrets.NewKey())
	must(t, err)
	d.desk.KeepSecrets(ring)
	_, err = d.desk.CreateCampaign(t.Context(), keeperOf, plans.Hangzhou2020())
	must(t, err)
	must(t, d.desk.LaunchCampaign(t.Context(), keeperOf, "hangzhou-2020"))
	d.refusing()
	d.morning()
	_, d.token, err = d.desk.GrantSignIn(t.Context(), "hangzhou", "office-staff")
	must(t, err)
	d.edge, err = api.New(d.desk, api.Options{PageKey: make([]byte, 32), Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	must(t, err)
	t.Cleanup(func() { d.edge.Close(context.Background()) })
	d.handler = New(d.edge.Conn(), Options{Now: func() time.Time { return *d.now.Load() }, Secure: true})
	d.me = as(d.token)
	return d
}

// at sets the clock, to a time in Hangzhou.
func (d *dutyRoom) at(local string) {
	d.t.Helper()
	now, err := time.ParseInLocation("2006-01-02T15:04", local, china)
	must(d.t, err)
	d.now.Store(&now)
}

// refusing sets up a webhook that refuses whatever it gets, for a first convenor who has asked for it.
func (d *dutyRoom) refusing() {
	d.t.Helper()
	peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusUnprocessableEntity)
		_, _ = io.WriteString(w, "该用户已调离")
	}))
	d.t.Cleanup(peer.Close)
	ctx := d.t.Context()
	must(d.t, d.desk.SaveChannel(ctx, keeperOf, desk.ChannelForm{
		ID: "oa", Title: "政务办公平台", OfficeID: "office", Kind: supervision.ChannelWebhook, Address: peer.URL, Secret: secrets.New("signing-key-of-the-hook"),
	}))
	must(d.t, d.desk.AllowInside(ctx, keeperOf, "oa", peer.URL, true))
	must(d.t, d.desk.SavePerson(ctx, keeperOf, supervision.Person{ID: "g01-convenor", Name: "王小明", Phone: "13800000001"}))
	must(d.t, d.desk.SavePerson(ctx, keeperOf, supervision.Person{ID: "g02-convenor", Name: "陈国平", Phone: "0571-85250000"}))
	must(d.t, d.desk.SaveSeat(ctx, keeperOf, supervision.Seat{ID: "u01-more", Office: "u01", Role: supervision.RoleOfficial, Title: "联络员"}, ""))
	must(d.t, d.desk.SeatPerson(ctx, keeperOf, desk.Seating{Person: "g01-convenor", Seat: "u01-more"}))
	first := desk.Caller{Person: "hangzhou/g01-convenor", Host: "hangzhou", Seats: []supervision.Seat{{ID: "g01-convenor", Role: supervision.RoleDeputy}}}
	must(d.t, d.desk.SavePreference(ctx, first, desk.PreferenceRow{Channels: []supervision.ChannelKind{supervision.ChannelWebhook}}))
}

// morning composes the day's digests and delivers what goes by the webhook, as the worker does.
func (d *dutyRoom) morning() {
	d.t.Helper()
	d.at("2020-05-21T09:00")
	_, err := d.desk.ComposeDigests(d.t.Context(), "hangzhou", *d.now.Load())
	must(d.t, err)
	hands := activities.Activities{Desk: d.desk, Clock: func() time.Time { return *d.now.Load() }, Post: new(channels.Post)}
	_, err = hands.Deliver(d.t.Context(), workflows.Due{Ref: workflows.Ref{Host: "hangzhou", ID: "hangzhou/oa"}})
	must(d.t, err)
	d.at("2020-05-21T10:30")
}

// exec runs a statement as the database's owner, under no policy.
func (d *dutyRoom) exec(sql string) {
	d.t.Helper()
	conn, err := pgx.Connect(d.t.Context(), d.owner)
	must(d.t, err)
	defer func() { _ = conn.Close(d.t.Context()) }()
	_, err = conn.Exec(d.t.Context(), sql)
	must(d.t, err)
}

var tickForm = regexp.MustCompile(`action="(/calls/[0-9a-f-]+)"`)

// ticks are the addresses at which the calls of a page are ticked off, in its order.
func ticks(page string) (all []string) {
	for _, found := range tickForm.FindAllStringSubmatch(page, -1) {
		all = append(all, found[1])
	}
	return all
}

// The list says whom to ring, at which number, and what to say; what is ticked off leaves it, and whom nobody reached stands
// under what did not arrive.
func TestCalls_RungAndTickedOff(t *testing.T) {
	d := newDutyRoom(t)
	page := d.page(d.get("/calls", d.me), http.StatusOK)
	d.says(page, "电话名单", "截至 2020年5月21日 10:30", "王小明", `href="tel:13800000001"`, "陈国平", `href="tel:0571-85250000"`, "名册中没有电话",
		"“座谈会：听取项目牵头实施单位有关情况介绍”进入办理期，期限2020年5月31日", "5月21日 09:00 列入")
	before := ticks(page)
	d.leadsTo(d.post(before[0], url.Values{"note": {"已停机，\r\n下午再试"}, "reached": {"no"}}, d.me), "/calls?office=&ticked="+messageOn(before[0]))
	d.leadsTo(d.post(before[1], url.Values{"reached": {"yes"}, "office": {"office"}}, d.me), "/calls?office=office&ticked="+messageOn(before[1]))
	page = d.page(d.get("/calls?office=&ticked="+messageOn(before[1]), d.me), http.StatusOK)
	d.says(page, "，已电话告知。", `action="`+before[1]+`/again"`, "撤销")
	if after := ticks(page); len(after) != len(before)-2 || strings.Contains(page, `"`+before[0]+`"`) || strings.Contains(page, `"`+before[1]+`"`) {
		t.Errorf("%d calls, then %d", len(before), len(after))
	}
	page = d.page(d.post(before[1], url.Values{"reached": {"no"}}, d.me), http.StatusConflict)
	d.says(page, "该电话已登记过", `href="/calls?office="`)
	page = d.page(d.get("/undelivered", d.me), http.StatusOK)
	d.says(page, "电话未联系上：已停机， 下午再试", "后来已告知")
	d.leadsTo(d.post(ticks(page)[0], url.Values{"reached": {"yes"}, "vain": {"yes"}}, d.me), "/undelivered?office=&done=yes")
	d.silent(d.page(d.get("/undelivered", d.me), http.StatusOK), "电话未联系上：", "后来已告知")
}

// messageOn is the id of the message whose call is ticked off at an address.
func messageOn(tick string) string { return strings.TrimPrefix(tick, "/calls/") }

// What was ticked off is listed with its note, and put back on the list by whoever ticked off the wrong line, or rings again: then
// number and words are there as before, and what was noted.
func TestCalls_TakenBack(t *testing.T) {
	d := newDutyRoom(t)
	d.says(d.page(d.get("/ticked", d.me), http.StatusOK), "近三十天没有登记过电话。")
	list := d.page(d.get("/calls", d.me), http.StatusOK)
	before := ticks(list)
	d.exec("update roll set phone = '13800000009'")
	d.says(list, fmt.Sprintf(`<span class="count">%d</span>`, len(before)))
	d.leadsTo(d.post(before[0], url.Values{"reached": {"yes"}, "note": {"看错了一行"}}, d.me), "/calls?office=&ticked="+messageOn(before[0]))
	d.leadsTo(d.post(before[1], url.Values{"reached": {"no"}, "note": {"停机"}}, d.me), "/calls?office=&ticked="+messageOn(before[1]))
	page := d.page(d.get("/ticked", d.me), http.StatusOK)
	d.says(page, "已电话告知", "备注：看错了一行", "撤销", "电话未联系上", "备注：停机", "再打一次", `href="tel:`)
	page = d.page(d.get("/undelivered", d.me), http.StatusOK)
	d.says(page, `href="tel:`, `formaction="`+before[1]+`/again"`)
	for _, tick := range before[:2] {
		d.leadsTo(d.post(tick+"/again", url.Values{"office": {""}}, d.me), "/calls?office=&back=yes")
	}
	page = d.page(d.get("/calls?office=&back=yes", d.me), http.StatusOK)
	d.says(page, "已放回电话名单。", "上次备注：看错了一行", "上次备注：停机")
	if after := ticks(page); len(after) != len(before) {
		t.Errorf("%d calls, then %d", len(before), len(after))
	}
	d.says(d.page(d.get("/ticked", d.me), http.StatusOK), "近三十天没有登记过电话。")
}

// Staff see on a person's page what they were told lately and what became of it; others do not.
func TestPerson_WhatTheyWereTold(t *testing.T) {
	d := newDutyRoom(t)
	page := d.page(d.get("/people/hangzhou/g01-convenor", d.me), http.StatusOK)
	d.says(page, "近三十天的消息", "2020年5月21日的每日提醒", "等待拨打电话")
	_, other, err := d.desk.GrantSignIn(t.Context(), "hangzhou", "g02-convenor")
	must(t, err)
	d.silent(d.page(d.get("/people/hangzhou/g01-convenor", as(other)), http.StatusOK), "近三十天的消息")
	d.silent(d.page(d.get("/", as(other)), http.StatusOK), `class="count"`)
}

// What did not arrive is told with whose it was, why, what the other side said and where it went next; and on the page of
// the office.
func TestUndelivered_SaysWhyAndWhereItWent(t *testing.T) {
	d := newDutyRoom(t)
	page := d.page(d.get("/undelivered", d.me), http.StatusOK)
	d.says(page, "王小明", "2020年5月21日的每日提醒", "推送接口（政务办公平台）", "发送失败：对方拒收这条消息（", "该用户已调离", "已转电话通知，等待拨打")
	en := d.page(d.get("/undelivered", d.me, english), http.StatusOK)
	d.says(en, "digest of 21 May 2020", "failed: the other side refuses this message (", "is to be told by telephone")
	d.says(d.page(d.get("/undelivered?office=gov", d.me), http.StatusOK), "未送达：市政府", "没有未送达的消息")
	d.says(d.page(d.get("/seats?office=u01", d.me), http.StatusOK), "该用户已调离", `href="/undelivered?office=u01"`)
	d.silent(d.page(d.get("/seats?office=gov", d.me), http.StatusOK), "未送达</h2>")
}

// A list can be narrowed to an office, and goes on page by page.
func TestCalls_OfAnOffice(t *testing.T) {
	d := newDutyRoom(t)
	page := d.page(d.get("/calls?office=u01", d.me), http.StatusOK)
	d.says(page, "<h1>电话名单：第1件实事项目牵头实施单位</h1>", `<option value="u01" selected`)
	if of := ticks(page); len(of) != 1 {
		t.Errorf("%d calls are the office's, want one", len(of))
	}
	d.page(d.get("/calls?page=x", d.me), http.StatusBadRequest)
}

// What urgent messages wait for is set by the staff.
func TestQuietHours_Set(t *testing.T) {
	d := newDutyRoom(t)
	d.says(d.page(d.get("/quiet", d.me), http.StatusOK), `value="21:00"`, `value="08:00"`)
	d.leadsTo(d.post("/quiet", url.Values{"from": {"22:30"}, "to": {"06:15"}, "rest_days": {"yes"}}, d.me), "/quiet?done=yes")
	d.says(d.page(d.get("/quiet?done=yes", d.me), http.StatusOK), `value="22:30"`, `value="06:15"`, "checked", "已保存。")
	d.page(d.post("/quiet", url.Values{"from": {"半夜"}, "to": {"06:15"}}, d.me), http.StatusBadRequest)
}

// Everybody says how they want to be told; a robot is offered to nobody, and twice the same is refused.
func TestPreference_Saved(t *testing.T) {
	d := newDutyRoom(t)
	page := d.page(d.get("/me", d.me), http.StatusOK)
	d.says(page, "按本单位的设置", `<option value="WEBHOOK">`)
	d.silent(page, "DINGTALK", "WECOM")
	d.leadsTo(d.post("/me/preference", url.Values{"first": {"CALL_LIST"}, "second": {""}, "third": {"MAIL"}, "language": {"en"}}, d.me), "/me?saved=yes")
	d.says(d.page(d.get("/me?saved=yes", d.me), http.StatusOK), "已保存。", `<option value="CALL_LIST" selected>`, `<option value="MAIL" selected>`, `<option value="en" selected>`)
	page = d.page(d.post("/me/preference", url.Values{"first": {"MAIL"}, "second": {"MAIL"}}, d.me), http.StatusBadRequest)
	d.says(page, "邮件、推送接口和电话，每种一次")
	d.leadsTo(d.post("/me/preference", url.Values{}, d.me), "/me?saved=yes")
}

// Whatever stands as a reason is told in one language, with what the other side said beside it.
func TestWhyNot(t *testing.T) {
	for reason, want := range map[string][2]string{
		"REFUSED: 550 no such user":  {"对方拒收这条消息（550 no such user）", "the other side refuses this message (550 no such user)"},
		"TIMED_OUT: ":                {"对方长时间没有回应", "the other side did not answer in time"},
		"渠道已停用 / the channel is off": {"渠道已停用", "the channel is off"},
		"已调离":                        {"已调离", "已调离"},
	} {
		zh, en := frame{Lang: words.Chinese}.why(reason), frame{Lang: words.English}.why(reason)
		if zh != want[0] || en != want[1] {
			t.Errorf("%q is told as %q, %q", reason, zh, en)
		}
	}
}

// Where only the log takes messages, nobody is told anything, and neither page says that all is well.
func TestCalls_WhileNobodyIsReached(t *testing.T) {
	d := newDutyRoom(t)
	for _, path := range []string{"/calls", "/undelivered"} {
		d.silent(d.page(d.get(path, d.me), http.StatusOK), "谁也收不到")
	}
	d.exec("delete from channel where id = 'oa'")
	for _, path := range []string{"/calls", "/undelivered"} {
		d.says(d.page(d.get(path, d.me), http.StatusOK), "只写入服务器上的日志文件，谁也收不到", `href="/channels"`)
	}
}

// Paper says that there are more calls than it holds, and the screen offers all of them at once.
func TestCalls_MoreThanAPage(t *testing.T) {
	many := callsView{frame: frame{Lang: words.Chinese}, Calls: []*v1.PhoneCall{{Delivery: &v1.Delivery{PersonName: "陈国平"}}}, Next: "/calls?page=x"}
	var page strings.Builder
	must(t, callsPage(many).Render(t.Context(), &page))
	d := &dutyRoom{site: &site{t: t}}
	d.says(page.String(), `class="paper-only">后面还有，未打印在此。`, `href="/calls?all=yes&amp;office="`)
	many.Next = ""
	page.Reset()
	must(t, callsPage(many).Render(t.Context(), &page))
	d.silent(page.String(), "后面还有", "all=yes")
}

// What is urgent is marked, and stands first.
func TestCalls_UrgentFirst(t *testing.T) {
	d := newDutyRoom(t)
	page := d.page(d.get("/calls", d.me), http.StatusOK)
	d.silent(page, "急办</span>")
	d.exec("update notice set urgent = true where person_id = 'hangzhou/g02-convenor'")
	d.exec("update message set kind = 'URGENT', notice_id = (select id from notice where urgent) where person_id = 'hangzhou/g02-convenor'")
	_, list, _ := strings.Cut(d.page(d.get("/calls", d.me), http.StatusOK), `<table class="ring"`)
	d.says(list, "急办</span>")
	if first := strings.Index(list, "陈国平"); first < 0 || first > strings.Index(list, "王小明") {
		t.Error("what is urgent does not stand first")
	}
}
