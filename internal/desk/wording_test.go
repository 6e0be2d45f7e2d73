package desk_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/desk"
	"duban/internal/wording"
	"duban/supervision"
)

// previewed is what a template would tell somebody.
func (w *world) previewed(k wording.Kind, l wording.Language, text, person string) desk.Preview {
	w.t.Helper()
	p, err := w.desk.PreviewWording(w.ctx, w.staff(), k, l, wording.Template{Subject: "{{.Host}}", Text: text}, person)
	w.must(err)
	return p
}

// worded reads one wording.
func (w *world) worded(k wording.Kind, l wording.Language) (found desk.Wording) {
	w.t.Helper()
	all, err := w.desk.Wordings(w.ctx, w.staff())
	w.must(err)
	for _, one := range all {
		if one.Kind == k && one.Language == l {
			found = one
		}
	}
	return found
}

func TestSaveWording_IsKeptUntilTheDefaultIsWantedBack(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	save := func(subject, text string) error {
		return w.desk.SaveWording(w.ctx, w.staff(), wording.Digest, wording.Chinese, wording.Template{Subject: subject, Text: text})
	}
	w.must(save("提醒 ", "有{{.Count}}项\r\n请登录\r\n"))
	w.turn("2020-04-21 10:00")
	w.must(save("提醒", "有{{.Count}}项\n请登录"))
	w.counted(1, "audit where verb = 'SAVE_WORDING' and object = 'wordings/DIGEST/zh'")
	if got := w.worded(wording.Digest, wording.Chinese); !got.Own || got.Text != "有{{.Count}}项\n请登录" || !got.SavedAt.Equal(instant(t, firstDay)) || got.SavedBy == "" {
		t.Errorf("%+v", got)
	}
	if got := w.worded(wording.Digest, wording.English); got.Own || got.Template != wording.Default(wording.Digest, wording.English) {
		t.Errorf("%+v", got)
	}
	standard := wording.Default(wording.Digest, wording.Chinese)
	w.must(save(standard.Subject, standard.Text))
	if got := w.worded(wording.Digest, wording.Chinese); got.Own || got.Template != standard {
		t.Errorf("%+v", got)
	}
	w.must(save("", ""))
	w.counted(2, "audit where verb = 'SAVE_WORDING'")
}

// A template with mistakes is refused with each at its line, and what was there stays.
func TestSaveWording_RefusesMistakes(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	err := w.desk.SaveWording(w.ctx, w.staff(), wording.Unit, wording.English, wording.Template{Subject: "x", Text: "{{.Host}}\n{{.Reason}}\n{{printf .Host}}"})
	refusal, ok := errors.AsType[*supervision.Error](err)
	if !ok || len(refusal.Findings) != 2 || refusal.Findings[0].Line != 2 || refusal.Findings[1].Line != 3 {
		t.Errorf("%v", err)
	}
	w.refused(supervision.InvalidRequest, w.desk.SaveWording(w.ctx, w.staff(), wording.Unit, wording.English, wording.Template{Subject: "x"}))
	w.counted(0, "wording")
}

// One that was saved before the program changed is shown with what is wrong with it.
func TestWordings_SaysWhatDoesNotFitAnyMore(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.must(w.desk.SaveWording(w.ctx, w.staff(), wording.Test, wording.Chinese, wording.Template{Subject: "x", Text: "x"}))
	w.exec("update wording set text = '{{.Gone}}'")
	if got := w.worded(wording.Test, wording.Chinese); len(got.Findings) != 1 || !strings.Contains(got.Findings[0].Zh, "Gone") {
		t.Errorf("%+v", got)
	}
}

// What a preview tells is what the person was told last, and no word more than a glance may see.
func TestPreviewWording_TellsWhatAPersonWasToldLast(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	const each = "{{range .Lines}}{{.What}}|{{.Title}}|{{.Last}}|{{.Campaign}}\n{{end}}{{.Name}} {{.Day}} {{.Count}}"
	if p := w.previewed(wording.Digest, wording.Chinese, each, "g01-convenor"); !p.MadeUp || !strings.Contains(p.Text, "示例") {
		t.Errorf("before the first digest: %+v", p)
	}
	w.turn("2020-04-21 09:00")
	w.compose()
	p := w.previewed(wording.Digest, wording.English, each, "g01-convenor")
	if p.MadeUp || p.Subject != "杭州市人大常委会" || !strings.HasPrefix(p.Text, `"`) || !strings.HasSuffix(p.Text, "21 Apr 2020 1") {
		t.Errorf("%+v", p)
	}
	w.same(`“动员小组成员，制定本小组监督计划”进入办理期，期限2020年5月10日`, lines(w.previewed(wording.Digest, wording.Chinese, "{{range .Lines}}{{.What}}{{end}}\n{{.Day}}", "hangzhou/g01-convenor").Text)[:1])
	readers, err := w.desk.Readers(w.ctx, w.staff(), 50)
	w.must(err)
	if len(readers) != 11 || readers[0].Day.Day() != 21 {
		t.Errorf("%d readers: %+v", len(readers), readers)
	}
	if p := w.previewed(wording.Test, wording.Chinese, "{{.Day}}", "g01-convenor"); !p.MadeUp {
		t.Errorf("%+v", p)
	}
}

// A preview is the letter that went out that morning: a unit's list for whoever answers for one, and not for a deputy.
func TestPreviewWording_IsTheLetterThatWasSent(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.robot()
	for _, seat := range []string{"gov-official", "g01-convenor"} {
		sent := slices.MaxFunc(w.lettersTo(seat), func(a, b desk.Letter) int { return a.Day.Compare(b.Day) })
		sent.Facts.Link = wording.Sample(sent.Wording, sent.Language).Link
		subject, text, err := wording.Render(sent.Wording, sent.Language, wording.Template{}, sent.Facts)
		w.must(err)
		p, err := w.desk.PreviewWording(w.ctx, w.staff(), sent.Wording, sent.Language, wording.Template{}, seat)
		w.must(err)
		if diff := cmp.Diff(desk.Preview{Subject: subject, Text: text}, p); diff != "" {
			t.Errorf("%s (-sent +shown):\n%s", seat, diff)
		}
	}
	if p, err := w.desk.PreviewWording(w.ctx, w.staff(), wording.Unit, wording.Chinese, wording.Template{}, "g01-convenor"); err != nil || !p.MadeUp {
		t.Errorf("no unit's list was ever told to a deputy: %+v, %v", p, err)
	}
}

// The place of a visit and why a paper was returned are told after sign-in, and the day of a visit is its own.
func TestPreviewWording_NeitherPlaceNorReason(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.live("2020-06-02 10:00")
	w.compose()
	w.must(w.desk.ScheduleInspection(w.ctx, w.as("g01-convenor"), week, date(t, "2020-06-05"), "古荡街道文三路"))
	w.live("2020-06-03 09:00")
	w.compose()
	p := w.previewed(wording.Digest, wording.Chinese, "{{range .Lines}}{{.What}}\n{{end}}.", "g01-d1")
	if p.MadeUp || strings.Contains(p.Text, "古荡") || !strings.Contains(p.Text, "2020年6月5日") {
		t.Errorf("%+v", p)
	}
}
