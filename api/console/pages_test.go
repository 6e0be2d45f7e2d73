package console

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const campaignPath2026 = "/campaigns/" + cityID

func TestCampaigns(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/", as("deputy-token")), http.StatusOK), "示例市2026年民生实事项目专项监督", "进行中", "杭州市2020年民生实事项目专项监督", "草案", `href="/campaigns/hangzhou-2020"`)
	s.congress.campaigns = nil
	s.says(s.page(s.get("/", as("deputy-token")), http.StatusOK), "还没有监督活动")
}

func TestCampaign(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(campaignPath2026, as("official-token")), http.StatusOK)
	s.says(page, "演示：非真实活动", "今天是2026年9月18日 星期五，监督推进第131天，共204天。",
		"逾期2天", "还有7天", "明天", "目标未知（家）", "62,000 个", "不少于 90 %", "责任单位：市民政局", "召集人：第三监督小组召集人",
		"下一次提醒或期限：2026年9月21日 09:00", `href="/campaigns/shili-2026/duties/group-plan/g05/1"`)
	s.silent(page, "我的督查", "流程运行页", ">0 家<", "消息已暂停")
	s.says(s.page(s.get(campaignPath2026, as("staff-token")), http.StatusOK), `href="http://127.0.0.1:8233"`)

	s.congress.campaigns[0].Held = true
	s.says(s.page(s.get(campaignPath2026, as("official-token")), http.StatusOK), "消息已暂停，期限照常计算。")
}

func TestDraftHasNothingDue(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get("/campaigns/hangzhou-2020", as("staff-token")), http.StatusOK)
	s.says(page, "活动尚未启动", "今天是2026年9月18日 星期五，活动已于2021年1月31日结束。", "还没有监督小组")
	s.silent(page, `id="overdue"`, "演示")
}

// A deputy is led straight to what he or she can write.
func TestOwnInspections(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get(campaignPath2026, as("deputy-token")), http.StatusOK), "我的督查", `href="/inspections/`+openID+`"`)
}

func TestHostileTextIsText(t *testing.T) {
	s := newSite(t)
	for _, path := range []string{campaignPath2026, campaignPath2026 + "/groups", campaignPath2026 + "/projects", "/inspections/" + openID} {
		page := s.page(s.get(path, as("deputy-token")), http.StatusOK)
		s.silent(page, "<script>document")
		s.says(page, "&lt;script&gt;document")
	}
	s.silent(s.page(s.get("/signin?next="+url.QueryEscape(`/"><script>x`)), http.StatusOK), "<script>x")
}

func TestDutiesPage(t *testing.T) {
	s := newSite(t)
	first := s.page(s.get(campaignPath2026+"/duties", as("staff-token")), http.StatusOK)
	next := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(first)
	if next == nil {
		t.Fatal("92 duties fit on one page")
	}
	second := s.page(s.get(strings.ReplaceAll(next[1], "&amp;", "&"), as("staff-token")), http.StatusOK)
	if a, b := strings.Count(first, `class="what"`), strings.Count(second, `class="what"`); a != aPage || a+b != len(cityDuties()) {
		t.Errorf("pages of %d and %d duties, want %d in all", a, b, len(cityDuties()))
	}
	mine := s.page(s.get(campaignPath2026+"/duties?show=mine", as("deputy-token")), http.StatusOK)
	s.says(mine, "秋季专项督查：填写督查记录")
	s.silent(mine, "报告会", `rel="next"`)
	s.says(s.page(s.get(campaignPath2026+"/duties?show=mine", as("official-token")), http.StatusOK), "这里没有任务。")
}

func TestAlteredPageToken(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(campaignPath2026+"/duties?page=forged&show=mine", as("deputy-token")), http.StatusBadRequest)
	s.says(page, "分页标记无效。", "请回到第一页重新翻页", `href="/campaigns/shili-2026/duties?show=mine"`)
}

func TestDutyPage(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(campaignPath2026+"/duties/"+overdueD, as("staff-token")), http.StatusOK)
	s.says(page, "已过，未通知", "已发", "待发", "最后一日前7天", "最后一日前3天", "召集人因公出差，经办公厅同意延期", "2026年9月22日 09:00", "对象：市人大常委会办公厅")
	s.says(s.page(s.get(campaignPath2026+"/duties/briefing/g03/1", as("staff-token")), http.StatusOK), "2026年5月27日 16:00（逾期完成）", "这项任务没有提醒")
	s.says(s.page(s.get(campaignPath2026+"/duties/no/such/duty", as("staff-token")), http.StatusNotFound), "没有找到", "请检查地址")
}

// What comes unannounced, or is told at once, is marked wherever it stands.
func TestMarks(t *testing.T) {
	s := newSite(t)
	const unannounced, urgent = `<span class="badge">暗访</span>`, `<span class="badge">急办</span>`
	for path, marks := range map[string][]string{
		campaignPath2026: {unannounced, urgent}, campaignPath2026 + "/duties?show=overdue": {urgent},
		campaignPath2026 + "/duties/autumn-inspection/g03/1/g03-deputy-1": {unannounced, urgent}, "/inspections/" + openID: {unannounced},
	} {
		s.says(s.page(s.get(path, as("deputy-token")), http.StatusOK), marks...)
	}
	s.silent(s.page(s.get(campaignPath2026+"/duties/briefing/g03/1", as("deputy-token")), http.StatusOK), unannounced, urgent)
}

func TestNoticesPage(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get(campaignPath2026+"/notices", as("deputy-token")), http.StatusOK), "将于明天到期", "已送达", "2026年9月18日 09:00")
	s.says(s.page(s.get(campaignPath2026+"/notices", as("deputy-token"), english), http.StatusOK), "The autumn inspection is due tomorrow")
}

func TestNoSuchPage(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/admin.php"), http.StatusNotFound), "没有这个页面")
	s.page(s.post("/campaigns/"+cityID, nil, as("staff-token")), http.StatusNotFound)
}

// A reader never sees the words of a library or the address of a database.
func TestBrokenNetwork(t *testing.T) {
	s := newSite(t)
	s.congress.down = true
	page := s.page(s.get(campaignPath2026, as("staff-token")), http.StatusServiceUnavailable)
	s.says(page, "系统暂时无法回答", "请过几分钟再试")
	s.silent(page, "10.0.0.7", "refused")
	if !strings.Contains(s.log.String(), "connection refused") {
		t.Error("the log does not say what broke")
	}
}

func TestExplain(t *testing.T) {
	english := frame{Lang: words.English}
	closed := refusal(codes.FailedPrecondition, v1.ErrorReason_CAMPAIGN_OVER, "活动已办结 / the campaign is closed")
	cases := []struct {
		lang words.Lang
		err  error
		want failure
	}{
		{words.Chinese, closed, failure{Status: http.StatusConflict, What: "活动已办结。", Do: "活动的记录已经完整，不再接收新的内容。"}},
		{words.English, closed, failure{Status: http.StatusConflict, What: "The campaign is closed.", Do: "Its record is complete and takes nothing more."}},
		{words.English, refusal(codes.Internal, v1.ErrorReason_TRY_LATER, "出错 / broken"), refuse(english, http.StatusServiceUnavailable, words.CannotAnswer, v1.ErrorReason_TRY_LATER)},
		{words.English, status.Error(codes.NotFound, "unknown service"), refuse(english, http.StatusServiceUnavailable, words.CannotAnswer, v1.ErrorReason_TRY_LATER)},
		{words.English, &http.MaxBytesError{Limit: 1}, refuse(english, http.StatusRequestEntityTooLarge, words.TooLong, v1.ErrorReason_TOO_LARGE)},
	}
	for _, c := range cases {
		if got := explain(frame{Lang: c.lang}, c.err); got != c.want {
			t.Errorf("%v: %+v, want %+v", c.err, got, c.want)
		}
	}
}
