package documents

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// columns is how wide a text is.
const columns = 100

// page is a text in one of two languages, in the making.
type page struct {
	bytes.Buffer
	english bool
}

// say chooses the language.
func (p *page) say(w word) string {
	if p.english {
		return w.en
	}
	return w.zh
}

// sayf chooses the language of a format.
func (p *page) sayf(format word, args ...any) string { return fmt.Sprintf(p.say(format), args...) }

// line writes one line, broken where it is too long.
func (p *page) line(indent int, text string) { p.hang(indent, "", 0, pieces(text)) }

// whole writes a line that is not broken, however long.
func (p *page) whole(format word, args ...any) {
	p.WriteString(p.sayf(format, args...))
	p.WriteByte('\n')
}

// hang writes a label, and beside it, from a column on, pieces that stay whole where they fit a line.
func (p *page) hang(indent int, label string, column int, all []string) {
	at := indent + width(label)
	line := strings.Repeat(" ", indent) + label
	if column > at {
		line, at = line+strings.Repeat(" ", column-at), column
	}
	start := max(column, indent)
	for i := 0; i < len(all); i++ {
		piece := all[i]
		if at == start {
			piece = strings.TrimLeft(piece, " ")
		}
		if at+width(strings.TrimRight(piece, " ")) > columns && at > start {
			p.WriteString(strings.TrimRight(line, " ") + "\n")
			line, at = strings.Repeat(" ", start), start
			piece = strings.TrimLeft(piece, " ")
		}
		if room := columns - start; width(piece) > room { // longer than any line
			head := cut(piece, room)
			all = append([]string{piece[len(head):]}, all[i+1:]...)
			i, piece = -1, head
		}
		line, at = line+piece, at+width(piece)
	}
	p.WriteString(strings.TrimRight(line, " ") + "\n")
}

// pieces cuts prose where a line may break: after a space, and between Chinese characters but not before a mark that
// closes.
func pieces(text string) (all []string) {
	begin := 0
	var last rune
	for i, r := range text {
		if i > begin && (last == ' ' || wide(last) || wide(r)) && !strings.ContainsRune("、，。；：！？）》”’…", r) && !strings.ContainsRune("（《“‘", last) {
			all, begin = append(all, text[begin:i]), i
		}
		last = r
	}
	return append(all, text[begin:])
}

// width is the number of columns that a terminal gives a text: two for what is not ASCII, which among Chinese is true.
func width(text string) (n int) {
	for _, r := range text {
		n++
		if wide(r) {
			n++
		}
	}
	return n
}

func wide(r rune) bool { return r > unicode.MaxASCII }

// cut is as much of a text as fits so many columns, and at least one character.
func cut(text string, room int) string {
	for i, r := range text {
		room--
		if wide(r) {
			room--
		}
		if room < 0 {
			_, size := utf8.DecodeRuneInString(text)
			return text[:max(i, size)]
		}
	}
	return text
}
