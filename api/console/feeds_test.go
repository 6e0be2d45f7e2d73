package console

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func (c *congress) ListFeeds(context.Context, *v1.ListFeedsRequest) (*v1.ListFeedsResponse, error) {
	return &v1.ListFeedsResponse{Feeds: []*v1.Feed{
		{MadeAt: timestamppb.New(fridayMorning), ReadOn: "2026-09-17"},
		{Office: "unit-3", OfficeName: "市民政局", MadeAt: timestamppb.New(fridayMorning)},
	}}, nil
}

// seated is a house in which the auditor also sits as an official of a unit.
func seated(t *testing.T) *house {
	t.Helper()
	h := newHouse(t, nil)
	keeper := desk.Caller{Person: "shili/system-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	for _, err := range []error{
		h.desk.SaveOffice(t.Context(), keeper, desk.OfficeRow{ID: "mz", Name: "市民政局", Kind: supervision.ResponsibleUnit}),
		h.desk.SaveSeat(t.Context(), keeper, supervision.Seat{ID: "mz-1", Office: "mz", Role: supervision.RoleOfficial, Title: "联络员"}, ""),
		h.desk.SavePerson(t.Context(), keeper, supervision.Person{ID: "0012", Name: "陈国平"}),
		h.desk.SeatPerson(t.Context(), keeper, desk.Seating{Person: "0012", Seat: "mz-1"}),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	guard := desk.Caller{Person: "shili/security-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSecurityAdmin}}}
	once, err := h.desk.ResetAccount(t.Context(), guard, "0012", "chen@shili")
	if err != nil {
		t.Fatal(err)
	}
	h.made["chen@shili"] = once
	return h
}

// An address is shown once, where it was made; then only that it is there. It is offered to whoever has a calendar.
func TestFeeds_MadeAndRevoked(t *testing.T) {
	h := seated(t)
	me := h.admitted("chen@shili", h.made["chen@shili"].Password)
	for _, page := range []struct{ path, office, name string }{{"/me", "", "我的日历"}, {"/offices", "mz", "市民政局"}} {
		form := url.Values{"office": {page.office}}
		h.says(h.page(h.get(page.path, me), http.StatusOK), page.name, "还没有订阅地址", "生成订阅地址")
		text := h.page(h.post(page.path+"/feed", form, me), http.StatusOK)
		_, rest, _ := strings.Cut(text, `<code id="feed-address">https://example.com/feeds/`)
		token, _, _ := strings.Cut(rest, ".ics<")
		if len(token) != 43 {
			t.Fatalf("the address is %q", token)
		}
		h.says(text, "只显示这一次", `href="webcal://example.com/feeds/`+token+`.ics"`, "换一个地址", "停用")
		if _, err := h.desk.Feed(t.Context(), token); err != nil {
			t.Error(err)
		}
		text = h.page(h.get(page.path, me), http.StatusOK)
		h.says(text, "2026年9月18日 10:30 设立 · 最近读取：2026年9月18日")
		h.silent(text, token)
		if r := h.post(page.path+"/feed/revoked", form, me); r.Code != http.StatusSeeOther {
			t.Errorf("revoked: %d", r.Code)
		}
		h.says(h.page(h.get(page.path, me), http.StatusOK), "还没有订阅地址")
	}
	h.silent(h.page(h.get("/me", h.signedIn()), http.StatusOK), "日历订阅")
}

// An address leads to where people sign in, wherever it was made: a telephone knows nothing of the office's own network.
func TestFeeds_LeadToTheSite(t *testing.T) {
	h := seated(t)
	me := h.admitted("chen@shili", h.made["chen@shili"].Password)
	h.handler = New(h.edge.Conn(), Options{Now: h.now, Secure: true, Site: "https://duban.example.cn/"})
	h.says(h.page(h.post("/me/feed", url.Values{}, me), http.StatusOK),
		`<code id="feed-address">https://duban.example.cn/feeds/`, `href="webcal://duban.example.cn/feeds/`)
}

// In a real browser, on a desk and on a telephone.
func TestFeedsInChromium(t *testing.T) {
	h := seated(t)
	h.admitted("chen@shili", h.made["chen@shili"].Password)
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := browse(t, size[0], size[1], New(h.edge.Conn(), Options{Now: func() time.Time { return fridayMorning }}))
			b.visit("/signin")
			b.do(
				chromedp.SendKeys(chromedp.ID("login"), "chen@shili"), chromedp.SendKeys(chromedp.ID("password"), secret+"\r"),
				chromedp.WaitNotPresent(chromedp.ID("login")),
			)
			for _, page := range []string{"/me", "/offices"} {
				b.visit(page)
				b.do(chromedp.Click(chromedp.CSS("#feeds button")), chromedp.WaitVisible(chromedp.ID("feed-address")))
				b.wellMade("feed-" + page[1:] + "-" + screen)
			}
		})
	}
}
