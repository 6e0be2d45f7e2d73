package console

import (
	"context"
	"io"
	"strings"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// WriteRehearsal writes a rehearsal with its details as one HTML file that needs nothing else: no script, no other file,
// and ready for A4. The language is `zh` or `en`; the plan's own words stay as they are.
func WriteRehearsal(w io.Writer, m *v1.Rehearsal, language string) error {
	return rehearsalFile(layYear(m, words.Parse(language))).Render(context.Background(), w)
}

// sheets are the styles of the pages, to be put into a file of its own.
func sheets() string {
	var style strings.Builder
	for _, name := range []string{"pico.min.css", "console.css"} {
		text, err := files.ReadFile("static/" + name)
		if err != nil {
			panic(err) // embedded at build time
		}
		style.Write(text)
	}
	return style.String()
}
