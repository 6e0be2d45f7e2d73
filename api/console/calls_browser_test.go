package console

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// browse opens the room's site in a browser, signed in as the office.
func (d *dutyRoom) browse(t *testing.T, width, height int64) *browser {
	t.Helper()
	b := browse(t, width, height, New(d.edge.Conn(), Options{Now: func() time.Time { return *d.now.Load() }}))
	b.carry(d.token)
	return b
}

// The clerk on duty rings people one by one and ticks them off, finds out what did not arrive, and sets the quiet hours.
func TestCallsInChromium(t *testing.T) {
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := newDutyRoom(t).browse(t, size[0], size[1])
			b.visit("/calls")
			b.wellMade("calls-" + screen)
			rows := func() int { return evaluate[int](b, `document.querySelectorAll("#calls tbody tr").length`) }
			before := rows()
			b.do(
				chromedp.SendKeys(chromedp.CSS("#calls textarea"), "已停机\r下午再试"),
				chromedp.Click(chromedp.CSS("#calls button[value=no]")), chromedp.WaitVisible(chromedp.CSS(".filed")),
			)
			b.wellMade("calls-ticked-" + screen)
			if left := rows(); left != before-1 {
				t.Errorf("%d calls, then %d", before, left)
			}
			b.visit("/undelivered")
			b.wellMade("undelivered-" + screen)
			said := b.text("#undelivered")
			for _, want := range []string{"电话未联系上：已停机 下午再试", "该用户已调离", "已转电话通知，等待拨打"} {
				if !strings.Contains(said, want) {
					t.Errorf("of what did not arrive is not said %q: %q", want, said)
				}
			}
			b.visit("/seats?office=u01")
			b.wellMade("office-undelivered-" + screen)
			b.visit("/quiet")
			b.wellMade("quiet-" + screen)
			b.do(chromedp.Click(chromedp.CSS("main form button")), chromedp.WaitVisible(chromedp.CSS(".filed")))
			b.do(chromedp.Click(chromedp.CSS(`button[name=to]`)), chromedp.WaitVisible(chromedp.CSS(`html[lang=en]`)))
			for _, page := range []string{"calls", "undelivered", "quiet", "me"} {
				b.visit("/" + page)
				b.wellMade(page + "-en-" + screen)
			}
		})
	}
}

// A link that opens another program leaves the page as it is: nothing is going on there.
func TestCalls_RungFromThePage(t *testing.T) {
	b := newDutyRoom(t).browse(t, 360, 740)
	for _, page := range []struct{ path, link string }{{"/calls", `a[href^="tel:"]`}, {"/people", `a[href*="export"]`}} {
		b.visit(page.path)
		busy := evaluate[bool](b, `new Promise(said => {
			document.querySelector('`+page.link+`').click()
			setTimeout(() => said(document.querySelector("#busy").checkVisibility()), 900)
		})`, chromedp.EvalAwaitPromise)
		if busy {
			t.Errorf("after a click on %s the page says that it is busy", page.link)
		}
	}
}

// Everybody chooses on the page about themselves how they are told.
func TestPreferenceInChromium(t *testing.T) {
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := newDutyRoom(t).browse(t, size[0], size[1])
			b.visit("/me")
			evaluate[chromedp.Void](b, `document.querySelector("#first").value = "CALL_LIST"; document.querySelector("#language").value = "en"`)
			b.do(chromedp.Click(chromedp.CSS("#preference button")), chromedp.WaitVisible(chromedp.CSS(".filed")))
			if chosen := evaluate[string](b, `document.querySelector("#first").value + document.querySelector("#language").value`); chosen != "CALL_LISTen" {
				t.Errorf("chosen is %q", chosen)
			}
			b.wellMade("preference-" + screen)
		})
	}
}

// On paper the list is a table that is filled in by hand, with nothing on it that can only be pressed.
func TestCallListPrints(t *testing.T) {
	b := newDutyRoom(t).browse(t, 673, 986) // A4 within its margins
	b.visit("/calls")
	byCSS := true
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		printed, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{PreferCSSPageSize: &byCSS})
		if n := bytes.Count(printed.Data, []byte("/Type /Page\n")); n != 1 {
			t.Errorf("ten calls are printed on %d sheets", n)
		}
		must(t, os.WriteFile(filepath.Join(os.TempDir(), "duban-console", "calls.pdf"), printed.Data, 0o600))
		if err == nil {
			_, err = chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		}
		return err
	}))
	b.picture("calls-printed")
	if shown := evaluate[[]string](b, `[...document.querySelectorAll("button, textarea, select, .actions a")].filter(e => e.checkVisibility()).map(e => e.outerHTML)`); len(shown) > 0 {
		t.Errorf("printed too: %q", shown)
	}
	for _, part := range []string{"13800000001", "已告知", "备注", "期限2020年5月31日"} {
		if said := b.text("#calls"); !strings.Contains(said, part) {
			t.Errorf("on paper is not %q: %q", part, said)
		}
	}
}
