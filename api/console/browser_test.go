package console

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// browser is one tab of a real Chromium at a width, signed in as somebody, on a site over the fixture.
type browser struct {
	t      *testing.T
	ctx    context.Context
	site   string
	serves *congress
	mu     sync.Mutex
	errors []string // what the console of the page complains of: violations of the policy among them
}

// chromium is the browser's program; without it these tests cannot be run, and say what to type.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Fatal("no Chromium found. As root: apt-get install chromium fonts-noto-cjk (or: make test, which installs it)")
	return ""
}

// open starts a browser for a test; width is in CSS pixels.
func open(t *testing.T, width, height int64, token string) *browser {
	t.Helper()
	serves := newCongress()
	b := browse(t, width, height, New(dial(t, serves), Options{Now: func() time.Time { return fridayMorning }, TemporalPages: "http://127.0.0.1:8233"}))
	b.serves = serves
	b.carry(token)
	return b
}

// carry has the browser come as whoever a token stands for.
func (b *browser) carry(token string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, _ *chromedp.Target) error {
		_, err := chromedp.Call(ctx, network.SetCookie, network.SetCookieParams{Name: sessionCookie, Value: token, URL: b.site})
		return err
	}))
}

// browse opens pages in a browser, signed in as nobody.
func browse(t *testing.T, width, height int64, pages http.Handler) *browser {
	t.Helper()
	site := httptest.NewServer(pages)
	t.Cleanup(site.Close)
	alloc, stop := chromedp.NewExecAllocator(t.Context(), launchOptions(t)...)
	t.Cleanup(stop)
	ctx, stop := chromedp.NewContext(alloc)
	t.Cleanup(stop)
	ctx, stop = context.WithTimeout(ctx, 90*time.Second)
	t.Cleanup(stop)
	b := &browser{t: t, ctx: ctx, site: site.URL}
	b.do(chromedp.EmulateViewport(width, height))
	b.listen()
	return b
}

func launchOptions(t *testing.T) []chromedp.ExecAllocatorOption {
	t.Helper()
	options := append([]chromedp.ExecAllocatorOption{},
		chromedp.ExecPath(chromium(t)), chromedp.Headless, chromedp.NoFirstRun, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.Flag("hide-scrollbars", true),
	)
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // Chromium refuses its sandbox to root
	}
	return options
}

// listen gathers the complaints of the page's console.
func (b *browser) listen() {
	messages := chromedp.Console(b.ctx)
	go func() {
		for m, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.errors = append(b.errors, m.String())
			b.mu.Unlock()
		}
	}()
}

// complaints takes what the page's console has complained of so far.
func (b *browser) complaints() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	errors := b.errors
	b.errors = nil
	return errors
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

func evaluate[T any](b *browser, expression string, opts ...chromedp.EvaluateOption) T {
	b.t.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[T](expression, opts...))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return v
}

// picture saves the whole page where a person can look at it.
func (b *browser) picture(name string) {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.t.Fatal(err)
	}
	dir := filepath.Join(os.TempDir(), "duban-console")
	if err := os.MkdirAll(dir, 0o755); err != nil {
		b.t.Fatal(err)
	}
	file := filepath.Join(dir, name+".png")
	if err := os.WriteFile(file, png, 0o644); err != nil {
		b.t.Fatal(err)
	}
	b.t.Log("picture:", file)
}

// wellMade checks what every page owes its reader, whatever it shows.
func (b *browser) wellMade(name string) {
	b.t.Helper()
	b.picture(name)
	if wide := evaluate[int](b, `document.documentElement.scrollWidth - document.documentElement.clientWidth`); wide > 0 {
		b.t.Errorf("%s: %d px wider than the screen", name, wide)
	}
	if small := evaluate[[]string](b, smallText); len(small) > 0 {
		b.t.Errorf("%s: text under 18 px: %q", name, small)
	}
	if small := evaluate[[]string](b, smallTargets); len(small) > 0 {
		b.t.Errorf("%s: targets under 44 px: %q", name, small)
	}
	b.accessible(name)
	if errors := b.complaints(); len(errors) > 0 {
		b.t.Errorf("%s: the browser complains: %q", name, errors)
	}
}

const smallText = `(() => {
	const small = [];
	const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; n = texts.nextNode();) {
		const p = n.parentElement;
		if (n.data.trim() && p.checkVisibility() && parseFloat(getComputedStyle(p).fontSize) < 18) small.push(n.data.trim());
	}
	return small;
})()`

const smallTargets = "[...document.querySelectorAll('button, a[role=button], input:not([type=hidden], [type=checkbox]), label.tick, select, summary, nav a, .masthead a, .duties a')]" +
	".filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.9).map(e => e.outerHTML)"

// accessible runs axe-core, contrast included.
func (b *browser) accessible(name string) {
	b.t.Helper()
	axe, err := os.ReadFile("testdata/axe.min.js")
	if err != nil {
		b.t.Fatal(err)
	}
	evaluate[chromedp.Void](b, string(axe))
	found := evaluate[[]json.RawMessage](b,
		`axe.run(document).then(r => r.violations.map(v => ({id: v.id, help: v.help, nodes: v.nodes.map(n => n.html)})))`, chromedp.EvalAwaitPromise)
	for _, v := range found {
		b.t.Errorf("%s: %s", name, v)
	}
}
