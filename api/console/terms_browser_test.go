package console

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// An administrator puts somebody on the roll, lets them take over the office's seat from its stand-in, is told that nobody
// may leave it bare, and reads what is held about them.
func TestHandoverInChromium(t *testing.T) {
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			edge, token := administered(t)
			b := browse(t, size[0], size[1], New(edge.Conn(), Options{Now: func() time.Time { return fridayMorning }}))
			b.carry(token)
			b.visit("/people")
			b.fill("personForm", `form[action="/people"][method=post]`, map[string]string{"#person-id": "0012", "#person-name": "陈国平", "#person-phone": "13800000000"})
			b.wellMade("person-" + name)

			b.visit("/people/hangzhou/office-staff")
			b.fill("leaving", `form[action^="/left/"]`, nil)
			if said := b.text("main"); !strings.Contains(said, "下列席位不能无人接任") || !strings.Contains(said, "office-staff") {
				t.Errorf("leaving without a successor says %q", said)
			}
			b.complaints() // the browser itself reports the refusal
			b.visit("/people/hangzhou/office-staff")
			evaluate[chromedp.Void](b, `document.querySelector("#leaving").open = true`)
			b.wellMade("leaving-" + name)
			b.choose("#successor-office-staff", "陈国平（hangzhou/0012）")
			b.fill("leaving", `form[action^="/left/"]`, nil)
			if said := b.text("#terms"); !strings.Contains(said, "至") {
				t.Errorf("after leaving, the terms are %q", said)
			}
			b.wellMade("left-" + name)

			b.visit("/held/hangzhou/0012")
			if said := b.text("#facts"); !strings.Contains(said, "对其信息的操作") || !strings.Contains(said, "13800000000") {
				t.Errorf("what is held is %q", said)
			}
			b.wellMade("held-" + name)
		})
	}
}

// fill opens the form of a page, writes into its fields, sends it, and waits for the page that follows.
func (b *browser) fill(mark, form string, fields map[string]string) {
	b.t.Helper()
	evaluate[chromedp.Void](b, `document.querySelector('`+form+`').closest("details").open = true; document.body.dataset.mark = "`+mark+`"`)
	for field, text := range fields {
		b.do(chromedp.SendKeys(chromedp.CSS(field), text))
	}
	b.do(chromedp.Click(chromedp.CSS(form+" button")), chromedp.WaitVisible(chromedp.CSS(`body:not([data-mark]) main`)))
}

// choose picks what is called so from a list.
func (b *browser) choose(list, option string) {
	b.t.Helper()
	if !evaluate[bool](b, `(() => {
		const list = document.querySelector('`+list+`'), at = [...list.options].findIndex(o => o.text === "`+option+`");
		list.selectedIndex = at;
		return at >= 0;
	})()`) {
		b.t.Fatalf("%s does not offer %s", list, option)
	}
}

// text is what a part of the page says.
func (b *browser) text(part string) string {
	return evaluate[string](b, `document.querySelector("`+part+`").innerText`)
}
