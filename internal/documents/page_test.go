package documents

import (
	"strings"
	"testing"
)

func TestPageBreaksLines(t *testing.T) {
	ten := "一二三四五六七八九十"
	for name, c := range map[string]struct{ text, want string }{
		"short":                       {"一 a", "  一 a\n"},
		"chinese anywhere":            {strings.Repeat(ten, 5), "  " + strings.Repeat(ten, 4) + "一二三四五六七八九\n  十\n"},
		"but not before a mark":       {strings.Repeat(ten, 4) + "一二三四五六七八九。", "  " + strings.Repeat(ten, 4) + "一二三四五六七八\n  九。\n"},
		"english at spaces":           {strings.Repeat("abcdefghi ", 9) + "jklmn opq", "  " + strings.TrimSpace(strings.Repeat("abcdefghi ", 9)) + " jklmn\n  opq\n"},
		"a word longer than any line": {strings.Repeat("x", 120), "  " + strings.Repeat("x", 98) + "\n  " + strings.Repeat("x", 22) + "\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var p page
			p.line(2, c.text)
			if p.String() != c.want {
				t.Errorf("%q, want %q", p.String(), c.want)
			}
		})
	}
}

func TestPageHangsPieces(t *testing.T) {
	var p page
	p.hang(2, "第1行", 12, []string{strings.Repeat("甲", 40) + "、", strings.Repeat("乙", 10)})
	if want := "  第1行     " + strings.Repeat("甲", 40) + "、\n            " + strings.Repeat("乙", 10) + "\n"; p.String() != want {
		t.Errorf("%q, want %q", p.String(), want)
	}
}

func TestWidth(t *testing.T) {
	for text, want := range map[string]int{"": 0, "abc": 3, "一a、": 5, "“甲”": 6} {
		if got := width(text); got != want {
			t.Errorf("%s: %d columns, want %d", text, got, want)
		}
	}
}
