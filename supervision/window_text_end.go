package supervision

import (
	"strings"
	"time"
)

// windowEnd is one end of a window as written. A number that was left out is not written().
type windowEnd struct {
	at               int // in runes from the start of the text
	nextYear         bool
	year, month, day number
	months           int    // how many months it covers, from month on
	last             bool   // 底: their last day alone
	dekad            int    // 1, 2, 3; 0 if none
	named            string // 上半年, 第三季度, 年底; "" for what is written by its month
}

// unwritten is a number that was left out.
var unwritten = number{at: -1}

// ofYear reports whether the end says in which year it lies.
func (e windowEnd) ofYear() bool { return e.year.written() || e.nextYear }

// follows reports whether the end can stand behind another: it is a month, or a part of the one before it.
func (e windowEnd) follows(first windowEnd) bool {
	partOfMonth := (e.day.written() || e.dekad > 0) && !e.ofYear() && first.months == 1
	return e.month.written() || partOfMonth
}

// isDay reports whether the end is one day, so that something can begin on it or be due by it.
func (e windowEnd) isDay() bool { return e.day.written() || e.last }

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
	w := Window{first, first.addMonths(e.months - 1).monthEnd()}
	if e.last {
		w.First = w.Last
	}
	return w.dekad(e.dekad), nil
}

// dekad cuts a third out of a month: the last third takes what the month has left. 0 is the whole.
func (w Window) dekad(n int) Window {
	if n > 0 {
		w.First.Day = 10*n - 9
	}
	if n == 1 || n == 2 {
		w.Last.Day = 10 * n
	}
	return w
}

// call is the end with the months that a word stands for.
func (e windowEnd) call(word string, at int) windowEnd {
	e.named, e.month, e.months = word, number{int(time.January), at}, 12
	switch word {
	case "全年":
	case "年底":
		e.last = true
	case "上半年":
		e.months = 6
	case "下半年":
		e.month.value, e.months = int(time.July), 6
	default: // a quarter
		for i, digits := range []string{"一1", "二2", "三3", "四4"} {
			if strings.ContainsAny(word, digits) {
				e.month.value, e.months = 1+3*i, 3
			}
		}
	}
	return e
}
