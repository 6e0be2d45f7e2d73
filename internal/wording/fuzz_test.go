package wording_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"duban/internal/wording"
)

// Whatever is written as a template, it is refused or it renders within the limits, and what is told cannot break out.
func FuzzTemplate(f *testing.F) {
	for _, k := range wording.Kinds {
		for _, l := range wording.Languages {
			d := wording.Default(k, l)
			f.Add(d.Subject, d.Text, "月度报告")
		}
	}
	for _, text := range []string{
		"{{range .Lines}}{{range .Lines}}x{{end}}{{end}}", "{{range 9223372036854775807}}x{{end}}", "{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}",
		"{{printf \"%999999999d\" 1}}", "{{if .Host}}{{if .Host}}", "{{with .Link}}{{.}}{{end}}", "{{/*\n*/}}\n{{range .Due}}\n{{end}}", "{{html .Host}}", "{{1e999999999}}",
		"{{`a\nb`}}", "{{break}}{{continue}}", "\xff{{.Host}}\x00",
	} {
		f.Add(text, text, "一\r\n二\x00\u202e")
	}
	f.Fuzz(func(t *testing.T, subject, text, title string) {
		template := wording.Template{Subject: subject, Text: text}
		w, err := wording.Parse(wording.Digest, wording.Chinese, template)
		if err != nil {
			if wording.Check(template) == nil {
				t.Errorf("passes, and cannot be used: %v", err)
			}
			return
		}
		facts := wording.Facts{Host: title, Name: title, Link: title}
		for range wording.MostLines {
			facts.Add(wording.Chinese, wording.Told{Kind: "REMIND", Title: title, Campaign: title})
		}
		head, body, err := w.Render(facts)
		if err != nil {
			t.Fatal(err)
		}
		if utf8.RuneCountInString(head) > 100 || len(body) > 16<<10 || !utf8.ValidString(head+body) {
			t.Errorf("%d characters, %d bytes", utf8.RuneCountInString(head), len(body))
		}
		if strings.IndexFunc(head, unicode.IsControl) >= 0 || strings.IndexFunc(strings.ReplaceAll(body, "\n", ""), unicode.IsControl) >= 0 {
			t.Errorf("control characters in %q, %q", head, body)
		}
	})
}
