package console

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// Who could take over is chosen by name: anybody else who is on the roll in person, of a long roll those whose names have a
// word that is looked for.
func TestLeaving_ASuccessorIsChosenByName(t *testing.T) {
	h := newHouse(t, nil)
	h.deputy("shili", "0012", "陈国平")
	keeper := desk.Caller{Person: "shili/system-admin", Host: "shili", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	enrol := func(id, name string) {
		must(t, h.desk.SavePerson(t.Context(), keeper, supervision.Person{ID: id, Name: name}))
	}
	enrol("0013", "周小梅")
	me := h.admitted("system-admin@shili", h.made["system-admin@shili"].Password)
	offered := func(query string) string {
		page := h.page(h.get("/people/shili/0012"+query, me), http.StatusOK)
		_, form, _ := strings.Cut(page, `id="leaving"`)
		return form
	}
	form := offered("")
	h.says(form, `<option value="shili/0013" lang="zh-CN">周小梅（shili/0013）</option>`, "无人接任")
	h.silent(form, `value="shili/0012"`, `name="successor"`)
	for i := range mostSuccessors {
		enrol(fmt.Sprintf("1%03d", i), "阿五")
	}
	form = offered("")
	h.says(form, `name="successor"`, "最多列出 200 人")
	h.silent(form, "周小梅")
	form = offered("?successor=%E5%B0%8F%E6%A2%85")
	h.says(form, "周小梅（shili/0013）", `value="小梅"`)
	h.silent(form, "阿五")
	h.says(offered("?successor=%E6%97%A0"), "没有找到")
}
