package wording

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of what goes into a message, in characters; of a link in bytes.
const (
	mostOfAField = 300
	mostOfALink  = 500
)

// oneLine is a text without line ends and control characters, cut to so many characters.
func oneLine(s string, most int) string {
	s = shorten(s, most)
	if strings.IndexFunc(s, unprintable) >= 0 {
		s = strings.Map(printable, s)
	}
	return strings.TrimSpace(s)
}

// shorten cuts a text to so many characters, the last of which says that it was cut. Half characters become �.
func shorten(s string, most int) string {
	if len(s) <= most && utf8.ValidString(s) {
		return s
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == most {
			return s[:i] + "…"
		}
	}
	return s
}

// unprintable characters end a line, steer a terminal, or turn the reading direction round, so that a text shows otherwise
// than it is.
func unprintable(r rune) bool {
	const last = '\u2069' // no Chinese character is asked further
	return r <= last && (r < ' ' || r > '~') && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || unicode.In(r, unicode.Zl, unicode.Zp))
}

func printable(r rune) rune {
	if unprintable(r) {
		return ' '
	}
	return r
}

// lines is a text of several lines without other control characters, with at most one empty line in a row and none around.
func lines(s string) string {
	var b strings.Builder
	b.Grow(len(s) + 1)
	gap := false
	for line := range strings.SplitSeq(s, "\n") {
		line = strings.TrimRightFunc(strings.Map(printable, line), unicode.IsSpace)
		if line == "" {
			gap = b.Len() > 0
			continue
		}
		if gap {
			b.WriteByte('\n')
		}
		gap = false
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return strings.TrimSuffix(b.String(), "\n")
}
