package console

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/oauth2-proxy/mockoidc"

	"duban/api"
	"duban/internal/desk"
	"duban/supervision"
)

const guard = "security-admin@shili"

// deputy puts somebody without an account on the roll and into a seat.
func (h *house) deputy(host, person, name string) {
	h.t.Helper()
	keeper := desk.Caller{Person: host + "/system-admin", Host: host, Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	must(h.t, h.desk.SavePerson(h.t.Context(), keeper, supervision.Person{ID: person, Name: name}))
	must(h.t, h.desk.SaveSeat(h.t.Context(), keeper, supervision.Seat{ID: "d1", Role: supervision.RoleDeputy, Title: "代表"}, ""))
	must(h.t, h.desk.SeatPerson(h.t.Context(), keeper, desk.Seating{Person: person, Seat: "d1"}))
}

var shownOnce = regexp.MustCompile(`<code id="once">([^<]+)</code>`)

// reset gives somebody an account, and reads the one-time password.
func (h *house) reset(me visitor, id, login string) string {
	h.t.Helper()
	r := h.post("/accounts", url.Values{"id": {id}, "login": {login}}, me)
	page := h.page(r, http.StatusOK)
	h.says(page, "口令只显示这一次", "先修改口令", login)
	found := shownOnce.FindStringSubmatch(page)
	if found == nil || r.Header().Get("Cache-Control") != "no-store" {
		h.t.Fatalf("%v, %v: %s", found, r.Header(), page)
	}
	return found[1]
}

// Who only keeps accounts begins with them, gives one to somebody on the roll, and the password is shown that once.
func TestAccounts_FirstPassword(t *testing.T) {
	h := newHouse(t, nil)
	h.deputy("shili", "0012", "陈国平")
	me := h.admitted(guard, h.made[guard].Password)
	h.says(h.page(h.get("/", me), http.StatusOK), `href="/accounts"`, "安全管理员", "登录名 system-admin@shili", "待修改一次性口令")
	h.says(h.page(h.get("/people/shili/0012", me), http.StatusOK), `href="/accounts?person=shili%2F0012#new-account"`)
	h.says(h.page(h.get("/accounts?person=shili%2F0012", me), http.StatusOK), `<details class="names" id="new-account" open>`, `value="shili/0012"`)

	once := h.reset(me, "0012", "chen")
	page := h.page(h.get("/accounts", me), http.StatusOK)
	h.says(page, "陈国平", "shili/0012 · 登录名 chen · 一次性口令有效至2026年9月25日")
	h.silent(page, once, `action="/accounts/identity"`)
	chen := h.admitted("chen", once)
	h.says(h.page(h.get("/me", chen), http.StatusOK), "陈国平")
	h.silent(h.page(h.get("/me", chen), http.StatusOK), `href="/accounts"`)
	h.page(h.get("/accounts", chen), http.StatusForbidden)
	h.page(h.post("/accounts", url.Values{"id": {"nobody"}, "login": {"x1"}}, me), http.StatusNotFound)
	h.page(h.post("/accounts", url.Values{"id": {"system-admin"}, "login": {"chen"}}, me), http.StatusConflict)
}

// What is done to an account is in force at once, and stands in the list.
func TestAccounts_LockedAndSignedOut(t *testing.T) {
	h := newHouse(t, nil)
	h.deputy("shili", "0012", "陈国平")
	me := h.admitted(guard, h.made[guard].Password)
	chen := h.admitted("chen", h.reset(me, "0012", "chen"))
	because := url.Values{"id": {"shili/0012"}, "reason": {"手机遗失"}}
	h.page(h.post("/accounts/sessions-ended", url.Values{"id": {"shili/0012"}}, me), http.StatusBadRequest)
	h.says(h.page(h.get("/me", chen), http.StatusOK), "陈国平")
	h.leadsTo(h.post("/accounts/sessions-ended", because, me), "/accounts?done=yes")
	h.leadsTo(h.get("/me", chen), "/signin?next=%2Fme")
	in := h.post("/signin", url.Values{"login": {"chen"}, "password": {secret}, "next": {"/me"}})
	h.leadsTo(in, "/me")
	h.leadsTo(h.post("/accounts/locked", because, me), "/accounts?done=yes")
	h.leadsTo(h.get("/me", visitorWith(in)), "/signin?next=%2Fme")
	h.says(h.page(h.post("/signin", url.Values{"login": {"chen"}, "password": {secret}}), http.StatusForbidden), "账号已被锁定")
	h.says(h.page(h.get("/accounts?done=yes", me), http.StatusOK), "已保存。", "已锁定，重置后恢复")
	h.admitted("chen", h.reset(me, "0012", "chen"))
	h.silent(h.page(h.get("/accounts", me), http.StatusOK), "已锁定")
}

// Of an account the page says what its holder can do with it now.
func TestAccounts_Stale(t *testing.T) {
	h := newHouse(t, nil)
	me := h.admitted(guard, h.made[guard].Password)
	h.handler = New(h.edge.Conn(), Options{Now: func() time.Time { return fridayMorning.Add(7 * 24 * time.Hour) }, Secure: true})
	page := h.page(h.get("/accounts", me), http.StatusOK)
	h.says(page, "一次性口令已过期")
	h.silent(page, "待修改一次性口令")
}

// Somebody of another congress comes in by the account that it keeps once it is admitted, and no longer than that.
func TestAccounts_Admitted(t *testing.T) {
	h := newHouse(t, nil)
	h.deputy("xihu", "shili/auditor", "审计员")
	visiting := h.signedIn()
	me := h.admitted("security-admin@xihu", h.made["security-admin@xihu"].Password)
	form := url.Values{"id": {"shili/auditor"}, "keeper": {"shili"}}
	h.leadsTo(h.post("/accounts/admitted", form, me), "/accounts?done=yes")
	h.says(h.page(h.get("/me", visiting), http.StatusOK), "切换到西湖区人大常委会")
	form.Set("no_longer", "yes")
	h.leadsTo(h.post("/accounts/admitted", form, me), "/accounts?done=yes")
	h.silent(h.page(h.get("/me", visiting), http.StatusOK), "切换到")
	h.page(h.post("/accounts/admitted", url.Values{"id": {"shili/auditor"}, "keeper": {"nowhere"}}, me), http.StatusNotFound)
}

// Whoever is let in is listed, a page at a time, with the congress on whose word; on the host's own word with the address by
// which they are recognised. Whoever is let in no longer leaves the list.
func TestAccounts_WhoIsAdmittedIsListed(t *testing.T) {
	h := newHouse(t, nil)
	keeper := desk.Caller{Person: "shili/system-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	mine := desk.Caller{Person: "shili/security-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSecurityAdmin}}}
	admit := func(p supervision.Person, by string) {
		must(t, h.desk.SavePerson(t.Context(), keeper, p))
		must(t, h.desk.AdmitAccount(t.Context(), mine, p.ID, by, false))
	}
	me := h.admitted(guard, h.made[guard].Password)
	h.silent(h.page(h.get("/accounts", me), http.StatusOK), "已认可的人员")
	admit(supervision.Person{ID: "0001", Name: "陈国平", Email: "chen@example.cn"}, "shili")
	for i := range aPage {
		admit(supervision.Person{ID: fmt.Sprintf("1%03d", i), Name: "王五", Email: "wang@example.cn"}, "xihu")
	}
	page := h.page(h.get("/accounts", me), http.StatusOK)
	h.says(page, "陈国平", "shili/0001 · 由示例市人大常委会担保 · 首次登录按 chen@example.cn 识别", "shili/1000 · 由西湖区人大常委会担保")
	h.silent(page, "wang@example.cn", "shili/1049")
	_, rest, _ := strings.Cut(page, `href="/accounts?admissions=`)
	token, _, _ := strings.Cut(rest, `"`)
	page = h.page(h.get("/accounts?admissions="+token, me), http.StatusOK)
	h.says(page, "shili/1049")
	h.silent(page, "陈国平")
	h.leadsTo(h.post("/accounts/admitted", url.Values{"id": {"shili/0001"}, "keeper": {"shili"}, "no_longer": {"yes"}}, me), "/accounts?done=yes")
	h.silent(h.page(h.get("/accounts", me), http.StatusOK), "陈国平")
}

// An identity is bound and taken away again; without another way in, the list says so.
func TestAccounts_Identity(t *testing.T) {
	p, err := mockoidc.Run()
	must(t, err)
	t.Cleanup(func() { _ = p.Shutdown() })
	h := newHouse(t, &api.Provider{
		Issuer: p.Issuer(), ClientID: p.ClientID, ClientSecret: p.ClientSecret, Redirect: "https://duban.example.cn/signin/identity/done",
	})
	h.deputy("shili", "0012", "陈国平")
	me := h.admitted(guard, h.made[guard].Password)
	h.leadsTo(h.post("/accounts/identity", url.Values{"id": {"0012"}, "subject": {"1001"}}, me), "/accounts?done=yes")
	h.says(h.page(h.get("/accounts", me), http.StatusOK), "shili/0012 · 统一身份 1001", "正常", "解除统一身份")
	h.leadsTo(h.post("/accounts/identity", url.Values{"id": {"0012"}, "subject": {""}}, me), "/accounts?done=yes")
	page := h.page(h.get("/accounts", me), http.StatusOK)
	h.says(page, "没有登录方式", "绑定统一身份")
	h.silent(page, "1001", "解除统一身份")
}

// In a real browser: an account is made from the roll, told, locked with a reason, and opened again.
func TestAccountsInChromium(t *testing.T) {
	h := newHouse(t, nil)
	h.deputy("shili", "0012", "陈国平")
	me := h.admitted(guard, h.made[guard].Password)
	carried := httptest.NewRequest(http.MethodGet, "/", nil)
	me(carried)
	token, err := carried.Cookie(hostPrefix + sessionCookie)
	must(t, err)
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := browse(t, size[0], size[1], New(h.edge.Conn(), Options{Now: func() time.Time { return fridayMorning }, Provider: "浙里办"}))
			b.carry(token.Value)
			b.visit("/people/shili/0012")
			b.do(chromedp.Click(chromedp.CSS(".actions a")), chromedp.WaitVisible(chromedp.ID("new-login")))
			b.wellMade("account-new-" + screen)
			b.do(chromedp.SendKeys(chromedp.ID("new-login"), "chen\r"), chromedp.WaitVisible(chromedp.ID("once")))
			b.wellMade("account-once-" + screen)
			b.do(
				chromedp.Click(chromedp.CSS(".actions a")), chromedp.WaitVisible(chromedp.ID("accounts")),
				chromedp.Click(chromedp.CSS("#accounts li:first-child summary")),
				chromedp.WaitVisible(chromedp.CSS("#accounts li:first-child [name=reason]")),
			)
			b.wellMade("accounts-" + screen)
			b.do(
				chromedp.SendKeys(chromedp.CSS("#accounts li:first-child [name=reason]"), "手机遗失"),
				chromedp.Click(chromedp.CSS(`#accounts li:first-child [formaction="/accounts/locked"]`)), chromedp.WaitVisible(chromedp.CSS(".filed")),
			)
			if said := evaluate[string](b, `document.querySelector("#accounts li").innerText`); !strings.Contains(said, "陈国平") || !strings.Contains(said, "已锁定") {
				t.Errorf("the account is %q", said)
			}
			b.do(chromedp.Click(chromedp.CSS("#other-accounts summary")), chromedp.WaitVisible(chromedp.ID("keeper")))
			b.wellMade("accounts-locked-" + screen)
		})
	}
}
