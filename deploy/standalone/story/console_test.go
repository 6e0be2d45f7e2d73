package story_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTheConsoleShowsIt: a deputy signs in on a phone and files a note, the convenor concludes at a desk, and the
// campaign's page shows the phases, today, what is due, and that the duty is proven.
func TestTheConsoleShowsIt(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	week := p.inspection("supervision-week")
	p.await("the inspection opens", func() bool { return p.get(p.deputy, "/v1/inspections/"+week)["state"] == "OPEN" })

	phone := p.browse(360, 740, p.deputy)
	phone.visit("/inspections/" + week)
	phone.do(chromedp.SendKeys(chromedp.CSS("#note"), "手机上写的记录：进度正常"),
		chromedp.Click(chromedp.CSS(`form[action$="/notes"] button`)))
	phone.await("手机上写的记录")
	phone.picture("note-phone")

	desk := p.browse(1280, 900, p.convenor)
	desk.visit("/inspections/" + week)
	desk.do(chromedp.SendKeys(chromedp.CSS("#conclusion"), "总体顺利"),
		chromedp.Click(chromedp.CSS(`form[action$="/conclusion"] button`)))
	desk.await("总体顺利")
	desk.visit("/campaigns/shili-demo/duties/" + p.visit())
	desk.await("已完成")
	desk.picture("duty-desk")
	for _, b := range []*browser{desk, phone} {
		b.visit("/campaigns/shili-demo")
		for _, words := range []string{"演示", "部署发动", "监督推进", "总结测评", "今天", "第一监督小组"} {
			b.await(words)
		}
	}
	desk.picture("campaign-desk")
	phone.picture("campaign-phone")
}

// browser is one tab of a real Chromium, signed in as somebody.
type browser struct {
	t    *testing.T
	ctx  context.Context
	site string
}

// browse opens a tab at a width in CSS pixels and signs in through the page.
func (p *people) browse(width, height int64, token string) *browser {
	p.t.Helper()
	alloc, stop := chromedp.NewExecAllocator(p.t.Context(), launchOptions(p.t)...)
	p.t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(alloc)
	p.t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 2*time.Minute)
	p.t.Cleanup(stop)
	b := &browser{t: p.t, ctx: ctx, site: "http://" + p.engine.REST()}
	b.do(chromedp.EmulateViewport(width, height))
	b.visit("/signin/code")
	b.do(chromedp.SendKeys(chromedp.CSS("#code"), token), chromedp.Click(chromedp.CSS(`form[action="/signin/code"] button`)))
	b.await("示例市")
	return b
}

func launchOptions(t *testing.T) []chromedp.ExecAllocatorOption {
	t.Helper()
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Fatal("no Chromium found. As root: apt-get install chromium fonts-noto-cjk (or: make test, which installs it)")
	}
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path), chromedp.Headless, chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true),
	}
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	return options
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *browser) visit(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.site + path))
}

// await waits until the page says something.
func (b *browser) await(words string) {
	b.t.Helper()
	text := ""
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(50 * time.Millisecond) {
		var err error
		text, err = chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.body ? document.body.innerText : ""`))
		if err == nil && strings.Contains(text, words) {
			return
		}
	}
	b.t.Fatalf("the page does not say %q:\n%s", words, text)
}

// picture saves the whole page where a person can look at it.
func (b *browser) picture(name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	dir := filepath.Join(os.TempDir(), "duban-story")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(dir, name+".png")
	if err := os.WriteFile(file, png, 0o600); err != nil {
		b.t.Fatal(err)
	}
	b.t.Log("picture:", file)
}
