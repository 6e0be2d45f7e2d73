package channels

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Flaw is what of a line cannot work, told to whoever sets it up: at which field, and why, in a sentence of Chinese and one of
// English. It holds nothing of the secret.
type Flaw struct { //nolint:errname // it is shown beside a field, not only returned
	Field  string // kind, address, sender or secret; of a letter, which part of it
	Zh, En string
}

func (f *Flaw) Error() string { return f.Field + ": " + f.En }

// failure is why nothing is sent on a line that has the flaw.
func (f *Flaw) failure() *Failure {
	if f == errBareMail || f == errBarePost {
		return &Failure{Channel: true, Cause: Forbidden, Said: f.Error()}
	}
	return &Failure{Channel: true, Cause: Malformed, Said: f.Error()}
}

// plain refuses a text that is longer than so many characters, that is no UTF-8, or that holds what would end a header or
// turn what is read around. The error is a [*Flaw].
func plain(name, text string, most int) error {
	switch n := utf8.RuneCountInString(text); {
	case n > most:
		return &Flaw{name, fmt.Sprintf("有 %d 个字符，最多 %d 个", n, most), fmt.Sprintf("%d characters, %d are the most", n, most)}
	case !utf8.ValidString(text):
		return &Flaw{name, "不是 UTF-8 编码的文字", "not UTF-8"}
	case strings.ContainsFunc(text, unprintable):
		return &Flaw{name, "含有换行或其他控制字符", "a line's end or another control character"}
	}
	return nil
}

func unprintable(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}
