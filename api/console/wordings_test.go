package console

import (
	"net/http"
	"net/url"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// employ seats 陈国平 among the staff of 示例市.
func (h *house) employ() {
	h.t.Helper()
	keeper := desk.Caller{Person: "shili/system-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	must(h.t, h.desk.SavePerson(h.t.Context(), keeper, supervision.Person{ID: "0012", Name: "陈国平"}))
	must(h.t, h.desk.SaveSeat(h.t.Context(), keeper, supervision.Seat{ID: "staff", Role: supervision.RoleStaff, Title: "办公厅"}, ""))
	must(h.t, h.desk.SeatPerson(h.t.Context(), keeper, desk.Seating{Person: "0012", Seat: "staff"}))
}

// clerk is a member of staff, signed in.
func (h *house) clerk() visitor {
	h.t.Helper()
	h.employ()
	return h.admitted("chen", h.reset(h.admitted(guard, h.made[guard].Password), "0012", "chen"))
}

// What a clerk writes is read first and saved then, and the default comes back.
func TestWording_PreviewedSavedAndPutBack(t *testing.T) {
	h := newHouse(t, nil)
	me := h.clerk()
	h.says(h.page(h.get("/wording", me), http.StatusOK), `href="/wording/digest/zh"`, "单位督办清单 · 英文", "系统默认文字")
	page := h.page(h.get("/wording/unit/zh", me), http.StatusOK)
	h.says(page, "示例市人大常委会：市城市管理局2020年6月3日督办清单", "以上为示例内容", "{{range .Overdue}}", "收件人或单位名称")
	h.silent(page, "恢复默认文字", `id="faults"`)

	mine := url.Values{"subject": {"督办：{{.Count}}项"}, "text": {"{{range .Lines}}\r\n· {{.Title}}\r\n{{end}}\r\n请登录。"}}
	page = h.page(h.post("/wording/unit/zh/preview", mine, me), http.StatusOK)
	h.says(page, "<strong>督办：4项</strong>", "· 五月办理情况报告\n· 整改方案", `value="督办：{{.Count}}项"`)
	h.leadsTo(h.post("/wording/unit/zh", mine, me), "/wording?done=yes")
	h.says(h.page(h.get("/wording?done=yes", me), http.StatusOK), "已保存。", "本机关文字 · 陈国平 于 2026年9月18日 ")
	h.says(h.page(h.get("/wording/unit/zh", me, english), http.StatusOK), "Go back to the program", "督办：4项")
	h.leadsTo(h.post("/wording/unit/zh", url.Values{}, me), "/wording?done=yes")
	h.silent(h.page(h.get("/wording", me), http.StatusOK), "本机关文字")
}

// A template with mistakes is shown again, with each below its line.
func TestWording_MistakesStandBelowTheirLines(t *testing.T) {
	h := newHouse(t, nil)
	me := h.clerk()
	wrong := url.Values{"subject": {"{{.Hots}}"}, "text": {"第一行\r\n{{.Nom}}\r\n<script>{{printf}}"}}
	page := h.page(h.post("/wording/digest/zh", wrong, me), http.StatusBadRequest)
	h.says(page, "模板有误，不能使用。", "标题：没有“Hots”这个字段", "第2行：没有“Nom”这个字段；可用：Host", "第3行：不能写“printf”", "&lt;script&gt;", "改正后才能预览。")
	h.says(h.page(h.post("/wording/digest/zh/preview", wrong, me, english), http.StatusOK), "line 2: there is no field &#34;Nom&#34;")
	h.page(h.get("/wording/letter/zh", me), http.StatusBadRequest)
	h.page(h.get("/wording/digest/zh", h.admitted(auditor, h.made[auditor].Password)), http.StatusForbidden)
}
