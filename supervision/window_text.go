package supervision

import (
	"fmt"
	"strings"
)

// ParseWindow reads a window as a clerk writes it. A day: 2020-05-11, 6月1日. A third of a month: 4月下旬 (上旬 is the
// 1st to the 10th, 中旬 the 11th to the 20th, 下旬 the rest). A month: 9月; its last day: 11月底. A quarter: 第三季度, 3季度;
// 上半年, 下半年, 全年; the year's last day: 年底, 2021年底. A range of these: 9月..11月, 6月1日..10日, 12月..次年1月,
// 2020年6月..2021年底. Between the ends 至, 到, a dash and ~ do as well; spaces and full-width digits are taken as meant.
// So many days from a day on, that day included: 6月14日起100天.
//
// By a day: 11月底前, 6月10日前, ..2020-06-10, that day included. Such a window has no first day: its First is zero, and
// whoever knows when it may begin has to say so.
//
// What names no year lies in the given year, or at the second end in the year of the first; 次年 is the year after.
// Year 0 means that none is given: then the text must name it. A window is never guessed into the next year: 12月..1月
// is refused. Every error is a *DateError.
func ParseWindow(s string, year int) (Window, error) {
	words, stopped := readWindow(strings.Map(plain, s)) // rune for rune, so offsets stay true
	if stopped >= 0 {
		return Window{}, unreadable(s, stopped)
	}
	w, err := words.first.inYear(year).days(s)
	switch {
	case err != nil:
		return Window{}, err
	case words.until:
		return Window{Last: w.Last}, nil
	case words.count.written():
		return words.count.daysFrom(w.First, s)
	case words.isRange:
		return words.first.through(words.second, w, year, s)
	}
	return w, nil
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

// unreadable points at the place where reading stopped.
func unreadable(text string, at int) error {
	return &DateError{
		text, at,
		"应写作 2020-05-11、4月下旬、9月..11月、第三季度、11月底前 或 12月..次年1月",
		"expected 2020-05-11, 4月下旬, 9月..11月, 第三季度, 11月底前 or 12月..次年1月",
	}
}

// daysFrom is the window of n days that begins on first.
func (n number) daysFrom(first Date, text string) (Window, error) {
	if n.value < 1 {
		return Window{}, &DateError{text, n.at, "至少1天", "expected at least 1 day"}
	}
	d := first.AddDays(n.value - 1)
	last, err := newDate(text, number{d.Year, n.at}, number{int(d.Month), n.at}, number{d.Day, n.at})
	return Window{first, last}, err
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
			text, e.at, "早于开始；若跨年，请写 次年" + e.name(),
			"ends before it starts; if the next year is meant, write 次年" + e.name(),
		}
	}
	return &DateError{text, e.at, "结束早于开始", "ends before it starts"}
}

// name is the month, quarter or half-year without its year.
func (e windowEnd) name() string {
	if e.named != "" {
		return e.named
	}
	return fmt.Sprintf("%d月", e.month.value)
}
