package console

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"duban/api"
	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
	"duban/internal/planfile"
	"duban/plans"
)

// upload posts a form with a file, as a browser does.
func (s *site) upload(path, file string, fields map[string]string, who ...visitor) *httptest.ResponseRecorder {
	s.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for name, value := range fields {
		if err := form.WriteField(name, value); err != nil {
			s.t.Fatal(err)
		}
	}
	part, err := form.CreateFormFile("file", "plan.yaml")
	if err == nil {
		_, err = part.Write([]byte(file))
	}
	if err == nil {
		err = form.Close()
	}
	if err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequestWithContext(s.t.Context(), http.MethodPost, path, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return s.send(r, who)
}

// A plan can be one of those that come with the program, one of ours, a file, or a text.
func TestRehearse(t *testing.T) {
	s := newSite(t)
	form := s.page(s.get("/rehearse", as("staff-token")), http.StatusOK)
	s.says(form, `value="shipped/shangcheng-2020"`, `value="own/hangzhou-2020"`, "杭州市2020年民生实事项目专项监督（草案）")
	for name, sent := range map[string]*httptest.ResponseRecorder{
		"shipped": s.post("/rehearse", url.Values{"plan": {"shipped/hangzhou-2020"}}, as("staff-token")),
		"ours":    s.post("/rehearse", url.Values{"plan": {"own/hangzhou-2020"}}, as("staff-token")),
		"text":    s.post("/rehearse", url.Values{"text": {string(plans.Hangzhou2020())}}, as("staff-token")),
		"file":    s.upload("/rehearse", string(plans.Hangzhou2020()), nil, as("staff-token")),
	} {
		year := s.page(sent, http.StatusOK)
		s.says(year, "彩排：杭州市2020年民生实事项目专项监督", "101 项任务", "警告", "第24周", "“代表监督周”专项督查", "至6月10日", "6月7日 周日 09:00", "若未办结")
		if t.Failed() {
			t.Fatal(name)
		}
	}
	s.says(s.page(s.get("/", as("staff-token")), http.StatusOK), `href="/rehearse"`)
	deputys := s.page(s.get("/", as("deputy-token")), http.StatusOK)
	s.silent(deputys, `href="/rehearse"`)
	s.silent(s.page(s.get("/rehearse", as("deputy-token")), http.StatusOK), "own/")
}

func TestRehearseRefuses(t *testing.T) {
	s := newSite(t)
	bad := strings.Replace(string(plans.Hangzhou2020()), "window: 6月上旬", "window: 6月31日", 1)
	page := s.page(s.post("/rehearse", url.Values{"text": {bad}}, as("staff-token")), http.StatusOK)
	s.says(page, "方案有误，不能彩排", "6月没有31日", "BAD_WINDOW", "window: 6月31日")
	s.says(s.page(s.post("/rehearse", nil, as("staff-token"), english), http.StatusOK), "Choose a plan, upload a file, or paste its text.")
	s.says(s.page(s.post("/rehearse", url.Values{"plan": {"own/nowhere"}}, as("staff-token")), http.StatusNotFound), "没有找到", `href="/rehearse"`)
	s.says(s.page(s.upload("/rehearse", strings.Repeat("x", planLimit), nil, as("staff-token")), http.StatusRequestEntityTooLarge), "内容太长")
	s.congress.signedOut = true
	s.says(s.page(s.post("/rehearse", url.Values{"text": {bad}}, as("staff-token")), http.StatusUnauthorized), "登录已过期")
}

// The file needs nothing else: no script, no other address.
func TestRehearsalFile(t *testing.T) {
	for _, name := range plans.Names() {
		source, _ := plans.Source(name)
		m := api.RehearsedInDetail(rehearsedHere(planfile.Open(source)))
		for _, language := range []string{"zh", "en"} {
			var file bytes.Buffer
			if err := WriteRehearsal(&file, m, language); err != nil {
				t.Fatal(err)
			}
			text := file.String()
			if !strings.HasPrefix(text, "<!doctype html>") || !strings.Contains(text, "@page { size: A4") || !strings.HasSuffix(text, "</html>") {
				t.Errorf("%s in %s is no page of its own: %.80s … %s", name, language, text, text[len(text)-80:])
			}
			if foreign := regexp.MustCompile(`<script|<link|src=|href="http|url\((?:"|')?http`).FindString(text); foreign != "" {
				t.Errorf("%s in %s needs %q", name, language, foreign)
			}
		}
	}
}

// What a week brings stands in the order of its days: a reminder before the day that it is of.
func TestWeekIsInOrder(t *testing.T) {
	source, _ := plans.Source("shangcheng-2020")
	y := layYear(api.RehearsedInDetail(rehearsedHere(planfile.Open(source))), words.Chinese)
	told := 0
	for _, w := range y.Weeks {
		last := w.Monday
		for _, line := range w.inOrder() {
			day := dayOf(line.At, line.At.Location())
			if day.Before(last) || line.What == (words.Text{}) {
				t.Errorf("in the week of %s, %s stands after %s", w.Monday.Format(dayFormat), day.Format(dayFormat), last.Format(dayFormat))
			}
			last = day
			told++
		}
	}
	if told == 0 {
		t.Error("nothing happens in the year")
	}
}

// A year of ten thousand duties is a page that a phone can show, every week of it told at least in numbers.
func TestLongYearIsCutShort(t *testing.T) {
	m := &v1.Rehearsal{Details: &v1.RehearsalDetails{Title: "很长的一年"}}
	for i := range 10_000 {
		day := parseDay("2026-01-01").AddDate(0, 0, i%360)
		id := fmt.Sprintf("visit/%d/2026", i)
		m.Duties = append(m.Duties, &v1.RehearsedDuty{
			Id: id, Title: fmt.Sprintf("第%d项实事项目专项督查", i/360), Holder: "seat-" + id,
			Opens: new(day.Format("2006-01-02T15:04:05") + "+08:00"), Due: new(day.AddDate(0, 0, 9).Format("2006-01-02T15:04:05") + "+08:00"),
		})
	}
	y := layYear(m, words.Chinese)
	var page bytes.Buffer
	if err := rehearsed(y).Render(t.Context(), &page); err != nil {
		t.Fatal(err)
	}
	last := y.Weeks[len(y.Weeks)-1]
	if page.Len() > 1<<20 || !last.CountsOnly || y.Weeks[0].CountsOnly || last.Due.Times() == 0 || !strings.Contains(page.String(), "内容太多，未列出") {
		t.Errorf("%d bytes; the last week is %+v", page.Len(), last.Due.Times())
	}
}

func TestQuotasPage(t *testing.T) {
	s := newSite(t)
	all := s.page(s.get(campaignPath2026+"/quotas", as("deputy-token")), http.StatusOK)
	s.says(all, "已不可能", "将来不及", "可完成", "已完成", "1 / 2 次", "2026年9月29日", "已无机会", "第三监督小组召集人")
	if n := strings.Count(all, "暂定"); n != 1 {
		t.Errorf("%d quotas are provisional, want that of the year without a notice", n)
	}
	s.says(s.page(s.get(campaignPath2026+"/quotas", as("deputy-token"), english), http.StatusOK), "1\u00a0Sep\u00a02026 to 30\u00a0Sep\u00a02026")
	risky := s.page(s.get(campaignPath2026+"/quotas?state=at_risk", as("deputy-token")), http.StatusOK)
	s.says(risky, "2026年9月1日 至 2026年9月30日")
	s.silent(risky, "2026年7月1日")
	s.says(s.page(s.get(campaignPath2026, as("deputy-token")), http.StatusOK), `href="/campaigns/shili-2026/quotas"`, `href="/campaigns/shili-2026/events"`)
}

// Staff see the difference first; days that come earlier are ticked before it is made so.
func TestEventsPages(t *testing.T) {
	s := newSite(t)
	events := campaignPath2026 + "/events"
	page := s.page(s.get(events, as("staff-token")), http.StatusOK)
	s.says(page, "年底听取报告的常委会会议", "日期未定", "预计 2026年12月25日 至 2026年12月31日", "无法预计", `type="date"`)
	s.silent(s.page(s.get(events, as("deputy-token")), http.StatusOK), `type="date"`)

	form := url.Values{"date": {"2026-12-22"}, "reason": {"主任会议决定"}}
	look := s.page(s.post(events+"/"+sessionID, form, as("staff-token")), http.StatusOK)
	s.says(look, "「年底听取报告的常委会会议」定于2026年12月22日", "尚未生效", "共 2 项任务变化，其中 1 项期限提前", "2026年12月4日", "2026年12月2日", "日期未定", "办公厅经办人", `name="earlier" value="yes" required`, `value="主任会议决定"`)
	s.silent(look, "将立即逾期")
	soon := url.Values{"date": {"2026-09-30"}, "reason": {"提前"}}
	s.says(s.page(s.post(events+"/"+sessionID, soon, as("staff-token")), http.StatusOK), "其中 1 项的新期限已过，将立即逾期。", "期限已过，将立即逾期")
	if s.congress.session != "" {
		t.Error("looking dated the event")
	}
	refused := s.page(s.post(events+"/"+sessionID+"/confirmed", form, as("staff-token")), http.StatusConflict)
	s.says(refused, "须由工作人员确认", `href="/campaigns/shili-2026/events"`)
	form.Set("earlier", "yes")
	s.leadsTo(s.post(events+"/"+sessionID+"/confirmed", form, as("staff-token")), events+"?done=yes")
	s.says(s.page(s.get(events+"?done=yes", as("staff-token")), http.StatusOK), "已生效，有关的人会收到消息。", "日期：2026年12月22日")
}

// The new version reaches the service byte for byte, whatever ends its lines have.
func TestAmendPages(t *testing.T) {
	s := newSite(t)
	address := campaignPath2026 + "/amendment"
	s.says(s.page(s.get(campaignPath2026, as("staff-token")), http.StatusOK), `href="/campaigns/shili-2026/amendment"`)
	s.silent(s.page(s.get(campaignPath2026, as("deputy-token")), http.StatusOK), "amendment")
	present := s.get(campaignPath2026+"/plan", as("staff-token"))
	if s.page(present, http.StatusOK) != string(plans.Hangzhou2020()) || present.Header().Get("Content-Disposition") != `attachment; filename="shili-2026.yaml"` {
		t.Errorf("the present plan comes as %v", present.Header())
	}

	source := strings.ReplaceAll(string(plans.Hangzhou2020()), "\n", "\r\n") + "# 末行"
	look := s.page(s.upload(address, source, map[string]string{"reason": "增加一次督查"}, as("staff-token")), http.StatusOK)
	s.says(look, "新增", "补充督查", "换人", "第三监督小组召集人", "第三监督小组市人大代表", "取消", "共 3 项任务变化")
	s.silent(look, `name="earlier"`)
	plan := regexp.MustCompile(`name="plan" value="([^"]+)"`).FindStringSubmatch(look)
	form := url.Values{"plan": {plan[1]}, "reason": {"增加一次督查"}}
	s.leadsTo(s.post(address+"/confirmed", form, as("staff-token")), address+"?done=yes")
	if s.congress.amended != source {
		t.Error("the plan was changed on its way")
	}
}

func TestAmendRefuses(t *testing.T) {
	s := newSite(t)
	address := campaignPath2026 + "/amendment"
	s.says(s.page(s.upload(address, "", map[string]string{"reason": "x"}, as("staff-token")), http.StatusOK), "请选择一份方案")
	bad := s.page(s.upload(address, "id: X\n", map[string]string{"reason": "为何"}, as("staff-token")), http.StatusOK)
	s.says(bad, "新版方案有误", "第1行", `value="为何"`, "id: X")
	other := strings.ReplaceAll(string(plans.Hangzhou2020()), "hangzhou-2020", "another")
	s.says(s.page(s.upload(address, other, map[string]string{"reason": "x"}, as("staff-token")), http.StatusOK), "修订不能更换编号。")
	form := url.Values{"plan": {base64.StdEncoding.EncodeToString([]byte("id: X\n"))}, "reason": {"x"}}
	s.says(s.page(s.post(address+"/confirmed", form, as("staff-token")), http.StatusBadRequest), "方案有误", `href="/campaigns/shili-2026/amendment"`)
}

func TestHowADateWasComputed(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(campaignPath2026+"/duties/"+overdueD, as("deputy-token")), http.StatusOK)
	s.says(page, "这一天怎么算出来的？", "规则 SL-15a（监督法(2024)第十五条）", "当日不计入", "算出的末日是2026年9月10日，后经延期至2026年9月16日。")
	s.says(s.page(s.get(campaignPath2026+"/duties/"+overdueD, as("deputy-token"), english), http.StatusOK), "How was this date computed?", "20 days earlier")
}

// A duty that counts towards a quota leads there; one without a day says so.
func TestDutyOfAQuota(t *testing.T) {
	s := newSite(t)
	page := s.page(s.get(campaignPath2026+"/duties/"+undatedD, as("staff-token")), http.StatusOK)
	s.says(page, `href="/campaigns/shili-2026/quotas"`, "return-visit/campaign/2026-q4", "日期未定", "暂定")
	s.silent(page, "0001")
}

// A government's campaign may have no phases, and a duty no day yet.
func TestCampaignWithoutPhases(t *testing.T) {
	s := newSite(t)
	c := s.congress.campaigns[0]
	c.Phases, c.Phase, c.FirstDay, c.LastDay = nil, v1.PhaseEntry_UNSPECIFIED, "2026-01-01", "2028-12-31"
	page := s.page(s.get(campaignPath2026, as("staff-token")), http.StatusOK)
	s.says(page, "全程", "2026年1月1日 至 2028年12月31日", "今天是2026年9月18日 星期五。", "svg")
	s.silent(page, "三个阶段", "尚未排定阶段")
}
