package console

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "duban/api/supervisionv1"
)

func (c *congress) GetCircular(ctx context.Context, q *v1.GetCircularRequest) (*v1.Circular, error) {
	switch {
	case seat(ctx) != "office":
		return nil, refusal(codes.PermissionDenied, v1.ErrorReason_NOT_ALLOWED, "您无权办理 / this is not yours")
	case q.Month > "2026-09":
		return nil, refusal(codes.FailedPrecondition, v1.ErrorReason_NOT_OPEN, "该月尚未开始，没有通报 / the month has not begun, so there is no circular of it")
	}
	head, err := c.GetRecordHead(ctx, &v1.GetRecordHeadRequest{})
	told := &v1.Circular{
		Month: q.Month, HostName: "示例市人大常委会", TimeZone: "Asia/Shanghai", AsOf: timestamppb.New(fridayMorning),
		FirstDay: q.Month + "-01", LastDay: q.Month + "-31", Head: head,
	}
	if q.Month == "2026-09" {
		told.ToDate, told.LastDay, told.MoreCampaigns = true, "2026-09-17", 3
		told.Campaigns = []*v1.CampaignMonth{cityMonth(), winterMonth()}
	}
	return told, err
}

func cityMonth() *v1.CampaignMonth {
	return &v1.CampaignMonth{
		Id: cityID, Title: "示例市2026年民生实事项目专项监督", Demonstration: true, State: v1.Campaign_LIVE, Phase: v1.PhaseEntry_MONITORING,
		Due: 78, InTime: 41, Late: 12, Overdue: 17, Excused: 1, Pending: 7, Earlier: 2, Visits: 9, Unnamed: 9,
		Arrears: []*v1.Arrears{
			{HolderTitle: "市教育局", Duties: 7, Named: []*v1.OverdueDuty{
				{Id: "report/u07/1", Title: "第1份推进情况报告" + evil, LastDay: "2026-09-03"}, {Id: "report/u07/2", Title: "第2份推进情况报告", LastDay: "2026-09-10"},
			}},
			{HolderTitle: "第五监督小组召集人", Duties: 1, Named: []*v1.OverdueDuty{{Id: overdueD, Title: "制定第五监督小组监督计划", LastDay: "2026-09-16"}}},
		},
	}
}

// winterMonth is of a campaign without phases.
func winterMonth() *v1.CampaignMonth {
	return &v1.CampaignMonth{Id: "winter-2026", Title: "冬季供暖保障监督", State: v1.Campaign_CLOSED, Due: 4, InTime: 3, LeftOpen: 1}
}

const circularPage09 = "/circulars/2026-09"

// A circular tells its numbers, who has left undone what, and at its foot where the record stands, in both languages.
func TestCircular(t *testing.T) {
	s := newSite(t)
	zh := s.page(s.get(circularPage09, as("staff-token")), http.StatusOK)
	s.says(zh, "2026年9月监督工作通报（至今）", "示例市人大常委会", "期限在2026年9月1日 至 2026年9月17日的任务。", "数据截至2026年9月18日 10:30。",
		"演示：非真实活动", "监督推进", "<dd>78</dd>", "<dd>41</dd>", "待前置程序", "此前逾期未完成", "市教育局", "· 7 项",
		"（期限2026年9月10日）", "另有 5 项。", "其他承担人另有 9 项逾期任务", "活动结束时未完成", "另有 3 项监督活动未列出",
		"变更证据", "根值（SM3）", "<span>ab12</span>", "sm2:BKey=", "duban\n1234\n…", "duban verify", `href="/circulars/2026-08"`)
	s.silent(zh, `href="/circulars/2026-10"`, "<script>document")
	en := s.page(s.get(circularPage09, as("staff-token"), english), http.StatusOK)
	s.says(en, "Circular of September 2026, to date", "Duties due 1 Sep 2026 to 17 Sep 2026.", "As of 18 Sep 2026 10:30.", "Visits held",
		"What is overdue, and whose", "(due 10 Sep 2026)", "And 5 more.", "And 9 more, of holders", "3 more campaigns", "evidence of change")
}

// A month that is over is told whole, and leads to the next; one in which nothing went on says so.
func TestCircularOfAMonthThatIsOver(t *testing.T) {
	s := newSite(t)
	s.congress.unsealed = true
	told := s.page(s.get("/circulars/2026-08", as("staff-token")), http.StatusOK)
	s.says(told, "<h1>2026年8月监督工作通报</h1>", "本月没有监督活动", `href="/circulars/2026-09"`, `href="/circulars/2026-07"`, "尚无封存的记录")
}

// The way to the circulars stands on the record's page, for those whose they are; nobody else is shown one.
func TestCircularIsForStaff(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/record", as("staff-token")), http.StatusOK), `href="/circulars/2026-08"`, `href="/circulars/2026-09"`)
	for _, other := range []string{"deputy-token", "official-token", "auditor-token"} {
		s.silent(s.page(s.get("/record", as(other)), http.StatusOK), "/circulars/")
		s.page(s.get(circularPage09, as(other)), http.StatusForbidden)
	}
	s.says(s.page(s.get("/circulars/2026-10", as("staff-token")), http.StatusConflict), "该月尚未开始")
}

// It is as well made as every page, on a desk and on a phone, in both languages.
func TestCircularInChromium(t *testing.T) {
	for screen, size := range screens {
		b := open(t, size[0], size[1], "staff-token")
		b.visit(circularPage09)
		b.wellMade("circular-" + screen)
		b.do(chromedp.Click(chromedp.CSS(`button[name=to]`)), chromedp.WaitVisible(chromedp.CSS(`html[lang=en]`)))
		b.wellMade("circular-en-" + screen)
	}
}

// On paper a few campaigns take two sheets at the most, without what can only be pressed.
func TestCircularPrints(t *testing.T) {
	b := open(t, 673, 986, "staff-token") // A4 within its margins
	b.visit(circularPage09)
	byCSS := true
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &byCSS})
		if n := bytes.Count(printed.Data, []byte("/Type /Page\n")); n < 1 || n > 2 {
			t.Errorf("printed on %d sheets", n)
		}
		if err == nil {
			_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		}
		return err
	}))
	b.picture("circular-printed")
	if shown := evaluate[[]string](b, `[...document.querySelectorAll("a, button")].filter(e => e.checkVisibility() && !e.matches(".brand")).map(e => e.outerHTML)`); len(shown) > 0 {
		t.Errorf("printed too: %q", shown)
	}
	if foot := evaluate[string](b, `document.querySelector("#record").innerText`); !strings.Contains(foot, "变更证据") || !strings.Contains(foot, "ef56") {
		t.Errorf("the foot says %q", foot)
	}
}
