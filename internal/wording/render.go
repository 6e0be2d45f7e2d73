package wording

import (
	"errors"
	"strings"
	"text/template"
	"text/template/parse"
	"unicode/utf8"
)

// Limits of a message: of its subject in characters, of its text in bytes.
const (
	mostOfASubject = 100
	mostOfAText    = 16 << 10
)

// Wording is a template that has passed, ready to be used, by several at once.
type Wording struct {
	language      Language
	subject, text *template.Template
}

// Parse makes a wording of a congress's template, or of the default if it is the zero Template. Its error is what is wrong
// with the template, as Check says it.
func Parse(k Kind, l Language, t Template) (*Wording, error) {
	if t == (Template{}) {
		return ready[which{k, l}], nil
	}
	return parsed(l, t.Tidy())
}

// ready are the defaults.
var ready = func() map[which]*Wording {
	all := map[which]*Wording{}
	for n, t := range defaults {
		w, err := parsed(n.language, t)
		if err != nil {
			panic(err) // it is compiled in, and a test renders it
		}
		all[n] = w
	}
	return all
}()

func parsed(l Language, t Template) (*Wording, error) {
	var c checker
	subject, text := c.trees(t)
	if err := c.refusal(); err != nil {
		return nil, err
	}
	s, subjectErr := executable(subject)
	b, textErr := executable(text)
	return &Wording{language: l, subject: s, text: b}, errors.Join(subjectErr, textErr)
}

func executable(tree *parse.Tree) (*template.Template, error) {
	return template.New(tree.Name).AddParseTree(tree.Name, tree)
}

// Render is Parse and Wording.Render for one message. A template that does not pass any more, because the program has
// changed since it was saved, or that comes out empty, gives way to the default: no message waits for its words.
func Render(k Kind, l Language, t Template, f Facts) (subject, text string, err error) {
	if w, err := Parse(k, l, t); err == nil {
		if subject, text, err = w.Render(f); err == nil && subject != "" && text != "" {
			return subject, text, nil
		}
	}
	return ready[which{k, l}].Render(f)
}

// Render writes a message: a subject of at most 100 characters in one line, and a text of at most 16 KiB in UTF-8, which
// ends with a word of what was left out if it was cut. Neither has control characters beside the ends of lines.
func (w *Wording) Render(f Facts) (subject, text string, err error) {
	facts := f.plain()
	head, _, err := execute(w.subject, facts, 4*mostOfASubject+4)
	if err != nil {
		return "", "", err
	}
	tail := w.more(facts)
	body, cut, err := execute(w.text, facts, mostOfAText-len(tail))
	if err != nil {
		return "", "", err
	}
	if text = lines(body); cut {
		text = lines(wholeLines(body)) + tail
	}
	return oneLine(head, mostOfASubject), text, nil
}

// wholeLines is a text without its last line, which was cut, unless there is no other.
func wholeLines(s string) string {
	if end := strings.LastIndexByte(s, '\n'); end > 0 {
		return s[:end]
	}
	return s
}

// more leads to what was cut off.
func (w *Wording) more(f *Facts) string {
	words, colon := "更多请登录查看", "："
	if w.language == English {
		words, colon = "Sign in for more", ": "
	}
	if f.Link != "" {
		words += colon + f.Link
	}
	return "\n" + words
}

// execute writes at most so many bytes, and says whether there would have been more.
func execute(t *template.Template, f *Facts, most int) (written string, cut bool, err error) {
	w := bounded{room: most}
	err = t.Execute(&w, f)
	if errors.Is(err, errFull) {
		return w.text.String(), true, nil
	}
	return w.text.String(), false, err
}

var errFull = errors.New("full")

// bounded is a text that takes so many bytes and no half characters.
type bounded struct {
	text strings.Builder
	room int
}

// Write fails with errFull, which ends the template, once there is no room.
func (w *bounded) Write(p []byte) (int, error) {
	if len(p) <= w.room {
		w.room -= len(p)
		return w.text.Write(p)
	}
	fits := w.room
	for fits > 0 && !utf8.RuneStart(p[fits]) {
		fits--
	}
	w.text.Write(p[:fits])
	w.room = 0
	return fits, errFull
}
