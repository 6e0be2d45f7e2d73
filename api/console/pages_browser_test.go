package console

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

var screens = map[string][2]int64{"desk": {1280, 900}, "phone": {360, 740}}

// A campaign's page shows where today is in the year and what presses, on a desk and on a phone.
func TestCampaignInChromium(t *testing.T) {
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			b := open(t, size[0], size[1], "staff-token")
			b.visit("/campaigns/" + cityID)
			checkTimeline(b)
			overdue := evaluate[string](b, `document.querySelector("#overdue").innerText`)
			if !strings.Contains(overdue, "第五监督小组") || !strings.Contains(overdue, "逾期") || !strings.Contains(overdue, "逾期2天") {
				t.Errorf("the overdue list says %q", overdue)
			}
			due := evaluate[string](b, `document.querySelector("#due").innerText`)
			if !strings.Contains(due, "报告会") || strings.Contains(due, "11月30日") {
				t.Errorf("the list of what is due within a week says %q", due)
			}
			if title := evaluate[string](b, `document.title`); strings.Contains(title, "hacked") {
				t.Error("a group's name was run as a script")
			}
			b.wellMade("campaign-" + name)
		})
	}
}

// checkTimeline measures the picture: three bars in order, and today's mark where today is.
func checkTimeline(b *browser) {
	b.t.Helper()
	type box struct{ Left, Right float64 }
	boxes := evaluate[[]box](b, `[...document.querySelectorAll("svg.timeline .phase rect")].map(e => { const r = e.getBoundingClientRect(); return {Left: r.left, Right: r.right} })`)
	if len(boxes) != 3 || boxes[0].Right > boxes[1].Left+1 || boxes[1].Right > boxes[2].Left+1 {
		b.t.Fatalf("the bars lie at %+v", boxes)
	}
	today := evaluate[float64](b, `document.querySelector("svg.timeline .today line").getBoundingClientRect().left`)
	share := (today - boxes[0].Left) / (boxes[2].Right - boxes[0].Left)
	if share < 0.51 || share > 0.54 { // 150 of 286 days have passed
		b.t.Errorf("today's mark is at %.3f of the year", share)
	}
	if words := evaluate[string](b, `document.querySelector("#today").innerText`); !strings.Contains(words, "第131天，共204天") {
		b.t.Errorf("the sentence about today says %q", words)
	}
}

// Every other page is as well made, in both languages.
func TestPagesInChromium(t *testing.T) {
	pages := map[string]string{
		"campaigns": "/", "duty": "/campaigns/" + cityID + "/duties/" + overdueD, "duties": "/campaigns/" + cityID + "/duties?show=overdue",
		"notices": "/campaigns/" + cityID + "/notices", "draft": "/campaigns/hangzhou-2020", "failure": "/campaigns/nowhere",
		"rehearse": "/rehearse", "quotas": "/campaigns/" + cityID + "/quotas", "events": "/campaigns/" + cityID + "/events",
		"amendment": "/campaigns/" + cityID + "/amendment", "offices": "/offices", "seats": "/seats?office=unit-3",
		"marked": "/campaigns/" + cityID + "/duties/autumn-inspection/g03/1/g03-deputy-1", "inspection": "/inspections/" + openID,
	}
	for screen, size := range screens {
		t.Run(screen, func(t *testing.T) {
			b := open(t, size[0], size[1], "staff-token")
			b.visit("/")
			b.do(chromedp.Click(chromedp.CSS(`button[name=to]`)), chromedp.WaitVisible(chromedp.CSS(`html[lang=en]`)))
			for name, path := range pages {
				b.visit(path)
				if name == "failure" {
					b.complaints() // the browser itself reports the 404
				}
				b.wellMade(name + "-en-" + screen)
			}
			b.visit("/campaigns/" + cityID)
			b.wellMade("campaign-en-" + screen)
		})
	}
}

// A campaign without phases shows its period.
func TestPeriodInChromium(t *testing.T) {
	b := open(t, 360, 740, "staff-token")
	c := b.serves.campaigns[0]
	c.Phases, c.FirstDay, c.LastDay = nil, "2026-01-01", "2028-12-31"
	b.visit("/campaigns/" + cityID)
	if today := evaluate[float64](b, `document.querySelector("svg.timeline .today line").getBoundingClientRect().left`); today < 80 || today > 110 {
		t.Errorf("a quarter of the three years has passed, but today's mark is at %.0f px", today)
	}
	b.wellMade("campaign-period-phone")
}

// A deputy signs in on a phone, writes a note and finds it filed once.
func TestNoteInChromium(t *testing.T) {
	b := open(t, 360, 740, "")
	b.visit("/inspections/" + openID)
	b.wellMade("signin-phone")
	b.do(chromedp.Click(chromedp.CSS(`a[href^="/signin/code"]`)), chromedp.WaitVisible(chromedp.ID("code")))
	b.wellMade("signin-code-phone")
	b.do(chromedp.SendKeys(chromedp.ID("code"), "deputy-token\r"), chromedp.WaitVisible(chromedp.ID("note")))
	b.visit("/campaigns/" + cityID)
	b.wellMade("campaign-deputy-phone")
	b.do(chromedp.Click(chromedp.CSS("#my-inspections a")), chromedp.WaitVisible(chromedp.ID("note")))
	b.wellMade("inspection-phone")
	b.do(
		chromedp.SendKeys(chromedp.ID("note"), "市场快检室当天没有公示结果。"),
		chromedp.DoubleClick(chromedp.CSS("#write-note button")),
		chromedp.WaitVisible(chromedp.CSS(".filed")),
	)
	if n := evaluate[int](b, `document.querySelectorAll("#notes li").length`); n != 2 {
		t.Errorf("there are %d notes, want the first and the new one", n)
	}
	b.wellMade("noted-phone")
}

// The convenor is offered the conclusion as well.
func TestConclusionInChromium(t *testing.T) {
	b := open(t, 1280, 900, "convenor-token")
	b.visit("/inspections/" + openID)
	b.wellMade("conclude-desk")
	b.do(
		chromedp.SendKeys(chromedp.ID("conclusion"), "两处问题已当场指出，责成十日内整改。"),
		chromedp.Click(chromedp.CSS("#conclude button")),
		chromedp.WaitVisible(chromedp.CSS(".filed")),
	)
	if evaluate[bool](b, `document.querySelector("#conclude") !== null`) {
		t.Error("a concluded inspection can be concluded again")
	}
	b.wellMade("concluded-desk")
}

// Whoever waits longer than a moment is told that something is happening.
func TestBusyInChromium(t *testing.T) {
	b := open(t, 360, 740, "staff-token")
	b.visit("/campaigns/" + cityID + "/duties/" + overdueD)
	if evaluate[bool](b, `document.querySelector("#busy").checkVisibility()`) {
		t.Error("a page at rest says that it is busy")
	}
	b.serves.slowDown(700 * time.Millisecond)
	evaluate[chromedp.Void](b, `addEventListener("pagehide", () => sessionStorage.setItem("said", document.querySelector("#busy:not([hidden])")?.innerText))`)
	b.do(chromedp.Click(chromedp.CSS(`nav.crumbs a`)), chromedp.WaitVisible(chromedp.CSS("ul.cards")))
	if said := evaluate[string](b, `sessionStorage.getItem("said")`); said != "正在处理，请稍候…" {
		t.Errorf("while it waited, the page said %q", said)
	}
	b.wellMade("campaigns-phone")
}
