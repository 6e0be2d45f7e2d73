package wording

import (
	"embed"
	"fmt"
	"regexp"
	"strings"

	"duban/supervision"
)

// Kind is what a message is for.
type Kind string

// The kinds of messages that have words of their own.
const (
	Digest Kind = "DIGEST" // a person's, of one working morning
	Unit   Kind = "UNIT"   // an official's and the office's group: in sections
	Urgent Kind = "URGENT" // at once
	Test   Kind = "TEST"   // of a channel, by the button
)

// Kinds are all kinds, in the order in which they are listed.
var Kinds = []Kind{Digest, Unit, Urgent, Test}

// Language is what a message is written in.
type Language string

// The languages.
const (
	Chinese Language = "zh"
	English Language = "en"
)

// Day writes a day as the language has it: 2020年6月10日, 10 Jun 2020. The zero Date is nothing.
func (l Language) Day(d supervision.Date) string {
	if l == English {
		return d.En()
	}
	return d.Zh()
}

// Join writes names one after the other.
func (l Language) Join(names []string) string {
	if l == English {
		return strings.Join(names, ", ")
	}
	return strings.Join(names, "、")
}

// Languages are all languages, in the order in which they are listed.
var Languages = []Language{Chinese, English}

// Template is how messages of one kind read in one language. The zero Template stands for the default.
type Template struct{ Subject, Text string }

// Limits of a template, in characters.
const (
	MostSubject = 300
	MostText    = 4000
)

// Tidy is a template as it is kept: in whole characters, with the ends of lines as here, and nothing around it.
func (t Template) Tidy() Template { return Template{Subject: tidy(t.Subject), Text: tidy(t.Text)} }

func tidy(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\r\n", "\n"))
}

//go:embed defaults/*.txt
var defaultFiles embed.FS

// Default is the template that comes with the program. There is one of each kind in each language.
func Default(k Kind, l Language) Template { return defaults[which{k, l}] }

type which struct {
	kind     Kind
	language Language
}

var defaults = readDefaults()

// readDefaults reads the embedded templates, whose first line is the subject: `zh-digest.txt`.
func readDefaults() map[which]Template {
	all := map[which]Template{}
	for _, k := range Kinds {
		for _, l := range Languages {
			text, err := defaultFiles.ReadFile(fmt.Sprintf("defaults/%s-%s.txt", l, strings.ToLower(string(k))))
			if err != nil {
				panic(err) // it is compiled in
			}
			subject, rest, _ := strings.Cut(string(text), "\n")
			all[which{k, l}] = Template{Subject: subject, Text: rest}.Tidy()
		}
	}
	return all
}

// alone is a line on which nothing stands but a condition, a list or its end.
var alone = regexp.MustCompile(`(?m)^[ \t]*(\{\{-?[ \t]*(?:if|else|end|range|with)\b[^{}\n]*\}\})[ \t]*\n`)

// joined has such lines leave no empty line behind, as a clerk expects of a line that says nothing. Their ends go into
// comments, so that a finding's line stays the line in which it was written.
func joined(text string) string { return alone.ReplaceAllString(text, "$1{{/*\n*/}}") }
