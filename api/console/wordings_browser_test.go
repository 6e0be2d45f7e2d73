package console

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// A clerk reads how a message reads, writes something that cannot be, is shown where, and mends it: on a desk and on a phone.
func TestWordingInChromium(t *testing.T) {
	h := newHouse(t, nil)
	h.employ()
	_, token, err := h.desk.GrantSignIn(t.Context(), "shili", "staff")
	must(t, err)
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			b := browse(t, size[0], size[1], New(h.edge.Conn(), Options{Now: func() time.Time { return fridayMorning }}))
			b.carry(token)
			b.visit("/wording")
			b.wellMade("wordings-" + name)
			b.visit("/wording/digest/zh")
			b.wellMade("wording-" + name)

			b.write("{{.Nom}}\n今天有{{.Count}}项。")
			if said := b.text(".template li"); !strings.Contains(said, "没有“Nom”这个字段") {
				t.Errorf("the first line says %q", said)
			}
			b.wellMade("wording-faults-" + name)
			b.write("今天有{{.Count}}项。")
			if said := b.text("#preview"); !strings.Contains(said, "今天有6项。") {
				t.Errorf("the preview says %q", said)
			}
		})
	}
}

// write writes a template's text and asks for the preview.
func (b *browser) write(text string) {
	b.t.Helper()
	evaluate[chromedp.Void](b, `document.querySelector("#text").value = ""; document.body.dataset.mark = "wording"`)
	b.do(chromedp.SendKeys(chromedp.CSS("#text"), text), chromedp.Click(chromedp.CSS("button[formaction]")), chromedp.WaitVisible(chromedp.CSS(`body:not([data-mark]) main`)))
}
