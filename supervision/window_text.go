package supervision

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// ParseWindow reads a window as a clerk writes it. A day: 2020-05-11, 6月1日. A third of a month: 4月下旬 (上旬 is the
// 1st to the 10th, 中旬 the 11th to the 20th, 下旬 the rest). A month: 9月. A range of these: 9月..11月, 6月1日..10日,
// 12月..次年1月. Between the ends 至, 到, a dash and ~ do as well; spaces and full-width digits are taken as meant.
//
// A month without a year lies in the given year, or at the second end in the year of the first; 次年 is the year after.
// Year 0 means that none is given: then the text must name it. A window is never guessed into the next year: 12月..1月
// is refused. Every error is a *DateError.
func ParseWindow(s string, year int) (Window, error) {
	text := strings.Map(plain, s) // rune for rune, so offsets stay true
	m := windowPattern.FindStringSubmatchIndex(text)
	if m == nil {
		return Window{}, unreadable(s, utf8.RuneCountInString(windowPrefix.FindString(text)))
	}
	first, isRange, second := readEnd(text, m[2:20]), m[20] >= 0, readEnd(text, m[22:])
	if !first.month.written() {
		return Window{}, unreadable(s, first.at)
	}
	if isRange && second.isEmpty() {
		return Window{}, unreadable(s, second.at)
	}
	w, err := first.inYear(year).days(s)
	if err != nil || !isRange {
		return w, err
	}
	return first.through(second, w, year, s)
}

// plain maps what input methods make of digits and spaces to one form.
func plain(r rune) rune {
	switch r {
	case '号':
		return '日'
	case '\u3000', '\u00a0', '\t', '\n', '\r':
		return ' '
	}
	if r >= '０' && r <= '９' {
		return r - '０' + '0'
	}
	return r
}

const (
	endPattern = `((\d{4})-(\d{2})-(\d{2})|(?:(?:(次年)|(\d{4}) *年)? *(\d{1,2}) *月)? *(?:([上中下])旬|(\d{1,2}) *日)?)`
	rangeMark  = `(\.\.|至|到|[-—–~～〜－]+)`
)

var (
	windowPrefix  = regexp.MustCompile(`^ *` + endPattern + `(?: *` + rangeMark + ` *` + endPattern + `)?`)
	windowPattern = regexp.MustCompile(windowPrefix.String() + ` *$`)
)

// unreadable points at the place where reading stopped.
func unreadable(text string, at int) error {
	return &DateError{
		text, at,
		"应写作 2020-05-11、4月下旬、9月..11月 或 12月..次年1月", "expected 2020-05-11, 4月下旬, 9月..11月 or 12月..次年1月",
	}
}

// windowEnd is one end of a window as written. A number that was left out is not written().
type windowEnd struct {
	at               int // in runes from the start of the text
	nextYear         bool
	year, month, day number
	dekad            int // 1, 2, 3; 0 if none
}

// readEnd takes the nine groups of endPattern, as byte offsets into text.
func readEnd(text string, group []int) windowEnd {
	e := windowEnd{
		at:       utf8.RuneCountInString(text[:max(group[0], 0)]),
		nextYear: group[8] >= 0,
		year:     numberAt(text, group[10:]), month: numberAt(text, group[12:]), day: numberAt(text, group[16:]),
	}
	if group[2] >= 0 { // a date in full
		e.year, e.month, e.day = numberAt(text, group[2:]), numberAt(text, group[4:]), numberAt(text, group[6:])
	}
	if group[14] >= 0 {
		e.dekad = 1 + strings.Index("上中下", text[group[14]:group[15]])/len("上")
	}
	return e
}

func (e windowEnd) isEmpty() bool { return !e.month.written() && !e.day.written() && e.dekad == 0 }

// inYear settles the year of an end that names none.
func (e windowEnd) inYear(year int) windowEnd {
	if e.year.written() {
		return e
	}
	if e.nextYear && year != 0 {
		year++
	}
	e.year = number{year, e.at}
	return e
}

// days is the span that the end names by itself.
func (e windowEnd) days(text string) (Window, error) {
	if e.year.value == 0 {
		return Window{}, &DateError{text, e.at, "请写明年份，如 2020年4月", "name the year, as in 2020年4月"}
	}
	if e.day.written() {
		d, err := newDate(text, e.year, e.month, e.day)
		return Window{d, d}, err
	}
	first, err := newDate(text, e.year, e.month, number{1, e.at})
	if err != nil {
		return Window{}, err
	}
	return dekadOf(first, e.dekad), nil
}

// dekadOf cuts a third out of the month that begins on first: the last third takes what the month has left.
func dekadOf(first Date, dekad int) Window {
	w := Window{first, first.monthEnd()}
	if dekad > 0 {
		w.First.Day = 10*dekad - 9
	}
	if dekad == 1 || dekad == 2 {
		w.Last.Day = 10 * dekad
	}
	return w
}

// through joins the span w that e names to the second end, which takes its month and year from e where it has none.
func (e windowEnd) through(second windowEnd, w Window, year int, text string) (Window, error) {
	if !second.month.written() {
		second.month = number{e.month.value, second.at}
	}
	base := w.First.Year
	if second.nextYear && e.nextYear { // 次年1月..次年2月: both count from the campaign's year
		base = year
	}
	last, err := second.inYear(base).days(text)
	if err != nil {
		return Window{}, err
	}
	if last.Last.Before(w.First) {
		return Window{}, second.tooEarly(e, text)
	}
	return Window{w.First, last.Last}, nil
}

// tooEarly suggests 次年 where leaving it out is the likely slip.
func (e windowEnd) tooEarly(first windowEnd, text string) error {
	if !e.year.written() && !e.nextYear && e.month.value < first.month.value {
		return &DateError{
			text, e.at, fmt.Sprintf("早于开始；若跨年，请写 次年%d月", e.month.value),
			fmt.Sprintf("ends before it starts; if the next year is meant, write 次年%d月", e.month.value),
		}
	}
	return &DateError{text, e.at, "结束早于开始", "ends before it starts"}
}
