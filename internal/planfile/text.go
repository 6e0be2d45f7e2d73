package planfile

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"duban/supervision"
)

// MaxBytes is the size of the largest plan file: several times what a plan of the most duties needs.
const MaxBytes = 4 << 20

const (
	// maxMarks bounds the values in a file, each of which needs one of these marks, and so the memory that reading it
	// takes: a value of one byte becomes a node of two hundred.
	maxMarks = 300_000
	marks    = ",:[{\n"

	// maxUnreadable characters make a text that is none: somebody chose the wrong file.
	maxUnreadable = 20
)

// clean sets the text, each character that must not be there replaced by one that may, so that places stay true and
// reading can go on. It reports whether that makes sense. A byte order mark, which some editors write, is no character.
func (r *reader) clean(src []byte) bool {
	if !r.fits(src) {
		return false
	}
	src = bytes.TrimPrefix(src, []byte("\uFEFF"))
	text := make([]byte, 0, len(src))
	for line, column := 1, 1; len(src) > 0; column++ {
		c, size := utf8.DecodeRune(src)
		if unreadable(c, size, src) {
			r.unreadable(line, column, c, size)
			c = ' '
		}
		text = utf8.AppendRune(text, c)
		if c == '\n' {
			line, column = line+1, 0
		}
		src = src[size:]
	}
	r.text = string(text)
	return len(r.found) <= maxUnreadable
}

// fits refuses a file for its size alone, before anything is made of it.
func (r *reader) fits(src []byte) bool {
	if len(src) > MaxBytes {
		r.at(1, 1, "TOO_LARGE", fmt.Sprintf("文件 %d 字节，上限 %d 字节", len(src), MaxBytes),
			fmt.Sprintf("%d bytes; expected at most %d", len(src), MaxBytes))
		return false
	}
	count := 0
	for _, c := range src {
		if strings.IndexByte(marks, c) >= 0 {
			count++
		}
	}
	if count > maxMarks {
		r.at(1, 1, "TOO_LARGE", fmt.Sprintf("内容约 %d 项，上限 %d 项", count, maxMarks),
			fmt.Sprintf("about %d values; expected at most %d", count, maxMarks))
	}
	return count <= maxMarks
}

// unreadable reports whether the first character of rest is no text, or breaks a line for some readers only.
func unreadable(c rune, size int, rest []byte) bool {
	switch {
	case c == '\n', c == '\t', c == '\r' && bytes.HasPrefix(rest, []byte("\r\n")):
		return false
	}
	return c == utf8.RuneError && size == 1 || unicode.In(c, unicode.Cc, unicode.Zl, unicode.Zp)
}

func (r *reader) unreadable(line, column int, c rune, size int) {
	switch {
	case len(r.found) > maxUnreadable:
	case c == utf8.RuneError && size == 1:
		r.at(line, column, "NOT_UTF8", "不是 UTF-8 编码，请另存为 UTF-8", "this is not UTF-8; save the file as UTF-8")
	default:
		r.at(line, column, "CONTROL_CHARACTER", fmt.Sprintf("不可见的控制字符 %U，请删去", c),
			fmt.Sprintf("invisible control character %U; remove it", c))
	}
}

// at records an error that has a place, but no field.
func (r *reader) at(line, column int, code, zh, en string) {
	r.found = append(r.found, supervision.Finding{Code: code, Line: line, Column: column, Zh: zh, En: en})
}
