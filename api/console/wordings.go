package console

import (
	"net/http"
	"net/url"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

const wordingsPath = "/wording"

// wordingsView is the page of how messages of each kind read.
type wordingsView struct {
	frame
	Wordings []*v1.Wording
	Done     bool // something has just been saved
}

func (c *console) listWordings(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.wordings.ListWordings(r.Context(), &v1.ListWordingsRequest{})
	return wordingsPage(wordingsView{frame: f, Wordings: got.GetWordings(), Done: r.FormValue("done") != ""}), err
}

// wordingView is the page on which one wording is written and read.
type wordingView struct {
	frame
	Known   *v1.ListWordingsResponse
	Saved   *v1.Wording // as it is now
	Subject string      // as it is written on the page
	Text    string
	Reader  string // the person by whom it is previewed; empty: made-up facts
	Preview *v1.PreviewWordingResponse
}

// showWording shows a wording as it is.
func (c *console) showWording(r *http.Request, f frame) (templ.Component, error) {
	v, err := c.wording(r, f)
	if err != nil {
		return nil, err
	}
	v.Subject, v.Text = v.Saved.GetSubject(), v.Saved.GetText()
	return c.previewed(r, v)
}

// previewWording shows what is written on the form, and how it would read.
func (c *console) previewWording(r *http.Request, f frame) (templ.Component, error) {
	v, err := c.wording(r, f)
	if err != nil {
		return nil, err
	}
	return c.previewed(r, v)
}

// saveWording keeps what is written on the form, or shows it again with all that is wrong.
func (c *console) saveWording(w http.ResponseWriter, r *http.Request, f frame) {
	_, err := c.wordings.SaveWording(r.Context(), &v1.SaveWordingRequest{
		Kind: wordingKind(r), Language: r.PathValue("language"), Subject: r.PostFormValue("subject"), Text: r.PostFormValue("text"),
	})
	if status.Code(err) == codes.InvalidArgument {
		c.lookAgain(w, r, f)
		return
	}
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	http.Redirect(w, r, wordingsPath+"?done=yes", http.StatusSeeOther)
}

// lookAgain shows a refused form.
func (c *console) lookAgain(w http.ResponseWriter, r *http.Request, f frame) {
	body, err := c.previewWording(r, f)
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	c.render(w, r, http.StatusBadRequest, body)
}

// wording reads what there is of the wording that the address names, and what the form says of it.
func (c *console) wording(r *http.Request, f frame) (wordingView, error) {
	known, err := c.wordings.ListWordings(r.Context(), &v1.ListWordingsRequest{})
	v := wordingView{frame: f, Known: known, Subject: r.PostFormValue("subject"), Text: r.PostFormValue("text"), Reader: r.FormValue("reader")}
	for _, w := range known.GetWordings() {
		if w.GetKind() == wordingKind(r) && w.GetLanguage() == r.PathValue("language") {
			v.Saved = w
		}
	}
	return v, err
}

func (c *console) previewed(r *http.Request, v wordingView) (templ.Component, error) {
	preview, err := c.wordings.PreviewWording(r.Context(), &v1.PreviewWordingRequest{
		Kind: wordingKind(r), Language: r.PathValue("language"), Subject: v.Subject, Text: v.Text, Person: v.Reader,
	})
	v.Preview = preview
	return wordingPage(v), err
}

func wordingKind(r *http.Request) v1.Wording_Kind {
	return v1.Wording_Kind(v1.Wording_Kind_value[strings.ToUpper(r.PathValue("kind"))])
}

// wordingPath is the page of a wording.
func wordingPath(w *v1.Wording) string {
	return wordingsPath + "/" + url.PathEscape(strings.ToLower(w.GetKind().String())) + "/" + w.GetLanguage()
}

// wordingOf is the page of the wording that an address is about.
func wordingOf(r *http.Request) string {
	return wordingsPath + "/" + url.PathEscape(r.PathValue("kind")) + "/" + url.PathEscape(r.PathValue("language"))
}

// wordingTitle names a wording.
func (f frame) wordingTitle(w *v1.Wording) string {
	return f.say(words.WordingKind[w.GetKind()]) + " · " + f.say(words.WordingLanguage[w.GetLanguage()])
}

// wordingState says whose words they are, and since when.
func (f frame) wordingState(w *v1.Wording) string {
	line := []string{f.say(words.WordingDefault)}
	if w.GetOwn() {
		line[0] = f.say(words.WordingOwn)
	}
	if w.GetSavedAt() != nil {
		line = append(line, f.say(words.WordingSaved, w.GetSavedBy(), f.chinaMoment(w.GetSavedAt())))
	}
	return strings.Join(line, " · ")
}

// writtenLine is a line of the text as it stands on the form, with what is wrong with it.
type writtenLine struct {
	Text   string
	Faults []string
}

// lines are those of the text.
func (v wordingView) lines() (all []writtenLine) {
	for line := range strings.SplitSeq(strings.ReplaceAll(strings.TrimSpace(v.Text), "\r\n", "\n"), "\n") {
		all = append(all, writtenLine{Text: line})
	}
	for _, f := range v.Preview.GetFindings() {
		if i := int(f.GetLine()) - 1; f.GetField() == "text" && i >= 0 && i < len(all) {
			all[i].Faults = append(all[i].Faults, v.Lang.Choose(f.GetMessage(), f.GetMessageEn()))
		}
	}
	return all
}

// subjectFaults are what is wrong with the subject.
func (v wordingView) subjectFaults() (all []string) {
	for _, f := range v.Preview.GetFindings() {
		if f.GetField() == "subject" {
			all = append(all, v.Lang.Choose(f.GetMessage(), f.GetMessageEn()))
		}
	}
	return all
}

// tag is the language of the message for HTML.
func (v wordingView) tag() string { return words.Parse(v.Saved.GetLanguage()).Tag() }

// reader names somebody by whom a wording can be previewed.
func (v wordingView) reader(w *v1.WordingReader) string {
	return v.say(words.WordingReader, w.GetName(), writeDay(v.Lang, w.GetDay()))
}
