package supervision

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// windowWords is a window as written: an end, and what follows it.
type windowWords struct {
	first   windowEnd
	isRange bool
	second  windowEnd
	count   number // 起100天
	until   bool   // 前
}

// All begin where reading stands. What follows 月 or 年 may be left out, and is then empty.
var (
	spaces     = regexp.MustCompile(`^ *`)
	openMark   = regexp.MustCompile(`^\.\. *`)
	rangeMark  = regexp.MustCompile(`^(?:\.\.|至|到|[-—–~～〜－]+) *`)
	untilMark  = regexp.MustCompile(`^[以之]?前 *`)
	countMark  = regexp.MustCompile(`^起 *(\d{1,4}) *[天日] *`)
	dateInFull = regexp.MustCompile(`^(\d{4})-(\d{2})-(\d{2}) *`)
	yearOfEnd  = regexp.MustCompile(`^(?:(次年)|(\d{4}) *年) *`)
	restOfEnd  = regexp.MustCompile(`^(?:(?:(\d{1,2}) *月 *)?(?:([上中下])旬|(\d{1,2}) *日|(底))?) *`)
	nameOfEnd  = regexp.MustCompile(`^(全年|[上下]半年|第? *[一二三四1-4] *季度|年底) *`)
)

// readWindow answers where reading stopped, in runes, or -1 if it understood everything.
func readWindow(text string) (w windowWords, stopped int) {
	w.count = unwritten
	r := windowReader{text: text}
	r.take(spaces)
	if r.take(openMark) != nil {
		w.first, w.until = r.date(), true
	} else {
		w.first = r.end()
		r.follow(&w)
	}
	switch {
	case r.pos < len(text):
		return w, r.at()
	case !w.first.month.written():
		return w, w.first.at
	case w.isRange && !w.second.follows(w.first):
		return w, w.second.at
	}
	return w, -1
}

// windowReader reads a text from left to right.
type windowReader struct {
	text string
	pos  int // in bytes
}

// at is the position in runes.
func (r *windowReader) at() int { return utf8.RuneCountInString(r.text[:r.pos]) }

// take goes past what the pattern matches, and answers its groups as offsets into the text; nil if it does not match.
func (r *windowReader) take(pattern *regexp.Regexp) []int {
	groups := pattern.FindStringSubmatchIndex(r.text[r.pos:])
	for i := range groups {
		if groups[i] >= 0 {
			groups[i] += r.pos
		}
	}
	if groups != nil {
		r.pos = groups[1]
	}
	return groups
}

// follow reads what may stand after the first end. 起 and 前 follow a day only.
func (r *windowReader) follow(w *windowWords) {
	if r.take(rangeMark) != nil {
		w.isRange, w.second = true, r.end()
		return
	}
	if !w.first.isDay() {
		return
	}
	if g := r.take(countMark); g != nil {
		w.count = numberAt(r.text, g[2:])
		return
	}
	w.until = r.take(untilMark) != nil
}

// date reads a date in full; an empty end if there is none.
func (r *windowReader) date() windowEnd {
	e := windowEnd{at: r.at(), months: 1, year: unwritten, month: unwritten, day: unwritten}
	if g := r.take(dateInFull); g != nil {
		e.year, e.month, e.day = numberAt(r.text, g[2:]), numberAt(r.text, g[4:]), numberAt(r.text, g[6:])
	}
	return e
}

func (r *windowReader) end() windowEnd {
	e := r.date()
	if e.isDay() {
		return e
	}
	if g := r.take(yearOfEnd); g != nil {
		e.nextYear, e.year = g[2] >= 0, numberAt(r.text, g[4:])
	}
	at := r.at()
	if g := r.take(nameOfEnd); g != nil {
		return e.call(r.text[g[2]:g[3]], at)
	}
	g := r.take(restOfEnd)
	e.month, e.day, e.last = numberAt(r.text, g[2:]), numberAt(r.text, g[6:]), g[8] >= 0
	if g[4] >= 0 {
		e.dekad = 1 + strings.Index("上中下", r.text[g[4]:g[5]])/len("上")
	}
	if e.last && e.ofYear() && !e.month.written() {
		return e.call("年底", at)
	}
	return e
}
