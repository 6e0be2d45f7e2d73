package console

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"

	"duban/api"
	"duban/internal/planfile"
	"duban/plans"
)

// A clerk chooses a plan and reads its year, on a desk and on a phone.
func TestRehearsalInChromium(t *testing.T) {
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			b := open(t, size[0], size[1], "staff-token")
			b.visit("/rehearse")
			b.do(
				chromedp.SetValue(chromedp.ID("plan"), "shipped/shangcheng-2020"),
				chromedp.Click(chromedp.CSS("main form button")),
				chromedp.WaitVisible(chromedp.ID("weeks")),
			)
			b.wellMade("rehearsal-" + name)
			if evaluate[bool](b, `document.querySelector(".if-not ul").checkVisibility()`) {
				t.Error("what happens only if nobody acts is shown unasked")
			}
			b.do(chromedp.Click(chromedp.CSS(".if-not summary")), chromedp.Click(chromedp.CSS("#quotas summary")))
			b.wellMade("rehearsal-unfolded-" + name)
		})
	}
}

// On a phone a quota's period breaks between its days, never inside one.
func TestQuotaPeriodInChromium(t *testing.T) {
	b := open(t, 360, 740, "staff-token")
	b.visit("/campaigns/" + cityID + "/quotas")
	broken := evaluate[[]string](b, `[...document.querySelectorAll(".quotas td:nth-of-type(1)")].flatMap(td => {
		const text = td.firstChild, range = document.createRange()
		return [...text.data.matchAll(/\d+年\d+月\d+日/g)].filter(m => {
			range.setStart(text, m.index); range.setEnd(text, m.index + m[0].length)
			return new Set([...range.getClientRects()].map(r => r.top)).size > 1
		}).map(m => m[0])
	})`)
	if periods := evaluate[int](b, `document.querySelectorAll(".quotas td:nth-of-type(1)").length`); periods == 0 || len(broken) > 0 {
		t.Errorf("of %d periods, these days are broken: %q", periods, broken)
	}
}

// A plan with errors comes back with each of them, and with its text.
func TestBadPlanInChromium(t *testing.T) {
	b := open(t, 360, 740, "staff-token")
	file := filepath.Join(t.TempDir(), "plan.yaml")
	bad := strings.Replace(string(plans.Hangzhou2020()), "window: 6月上旬", "window: 6月31日", 1)
	if err := os.WriteFile(file, []byte(bad), 0o600); err != nil {
		t.Fatal(err)
	}
	b.visit("/rehearse")
	b.do(
		chromedp.SetUploadFiles(chromedp.ID("file"), []string{file}),
		chromedp.Click(chromedp.CSS("main form button")),
		chromedp.WaitVisible(chromedp.ID("findings")),
	)
	if said := evaluate[string](b, `document.querySelector("#findings").innerText`); !strings.Contains(said, "6月没有31日") {
		t.Errorf("the findings are %q", said)
	}
	b.wellMade("rehearse-refused-phone")
}

// Staff date an event: the difference first, a tick for what comes earlier, then it is so.
func TestDateEventInChromium(t *testing.T) {
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			b := open(t, size[0], size[1], "staff-token")
			b.visit("/campaigns/" + cityID + "/events")
			b.do(chromedp.Click(chromedp.CSS("summary")), chromedp.WaitVisible(chromedp.ID("date-"+sessionID)))
			b.wellMade("event-form-" + name)
			b.do(
				chromedp.SetValue(chromedp.ID("date-"+sessionID), "2026-12-22"),
				chromedp.SendKeys(chromedp.ID("reason-"+sessionID), "主任会议决定"),
				chromedp.Click(chromedp.CSS("details[open] button")),
				chromedp.WaitVisible(chromedp.CSS("ul.changes")),
			)
			b.wellMade("event-difference-" + name)
			b.do(chromedp.Click(chromedp.CSS("main form button"))) // without the tick the browser sends nothing
			if evaluate[bool](b, `document.querySelector("input[name=earlier]").validity.valid`) {
				t.Error("the tick can be left out")
			}
			b.do(
				chromedp.Click(chromedp.CSS("label.tick")), chromedp.Click(chromedp.CSS("main form button")),
				chromedp.WaitVisible(chromedp.CSS(".filed")),
			)
			b.wellMade("event-dated-" + name)
		})
	}
}

// Staff upload a new version of the plan, look at the difference and confirm.
func TestAmendInChromium(t *testing.T) {
	b := open(t, 1280, 900, "staff-token")
	file := filepath.Join(t.TempDir(), "plan.yaml")
	if err := os.WriteFile(file, plans.Hangzhou2020(), 0o600); err != nil {
		t.Fatal(err)
	}
	b.visit("/campaigns/" + cityID + "/amendment")
	b.do(
		chromedp.SetUploadFiles(chromedp.ID("file"), []string{file}),
		chromedp.SendKeys(chromedp.ID("reason"), "增加一次督查"),
		chromedp.Click(chromedp.CSS("main form button")),
		chromedp.WaitVisible(chromedp.CSS("ul.changes")),
	)
	b.wellMade("amend-difference-desk")
	b.do(chromedp.Click(chromedp.CSS("main form button")), chromedp.WaitVisible(chromedp.CSS(".filed")))
	b.wellMade("amended-desk")
}

// The file that the command line writes is as well made as the page, and fits on A4 without what only happens if nobody
// acts.
func TestRehearsalFileInChromium(t *testing.T) {
	source, _ := plans.Source("xiacheng-2020")
	var text bytes.Buffer
	if err := WriteRehearsal(&text, api.RehearsedInDetail(rehearsedHere(planfile.Open(source))), "zh"); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "year.html")
	if err := os.WriteFile(file, text.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			b := open(t, size[0], size[1], "")
			b.do(chromedp.Navigate("file://" + file))
			b.wellMade("rehearsal-file-" + name)
		})
	}
	b := open(t, 680, 1000, "") // what A4 leaves between its margins
	b.do(chromedp.Navigate("file://"+file), chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: "print"})
		return err
	}))
	b.picture("rehearsal-file-print")
	if wide := evaluate[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		t.Errorf("printed, it is %d px too wide", wide)
	}
	if evaluate[bool](b, `[...document.querySelectorAll(".if-not")].some(e => e.checkVisibility())`) {
		t.Error("what only happens if nobody acts is printed")
	}
}
