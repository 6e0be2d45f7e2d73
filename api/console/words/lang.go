// Package words holds every sentence of the console in Chinese and in English, and how each language writes days and
// numbers. It knows no page, no request and no clock.
package words

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// Text is one sentence in both languages. Its fields are given without names, so a missing one does not compile.
type Text struct{ zh, en string }

// Lang is a language of the console.
type Lang string

// The languages: Chinese unless the reader asks for English.
const (
	Chinese Lang = "zh"
	English Lang = "en"
)

// Parse reads what the language cookie holds; anything unknown is Chinese.
func Parse(s string) Lang {
	if s == string(English) {
		return English
	}
	return Chinese
}

// Say gives a text in the language, its verbs filled with args.
func (l Lang) Say(t Text, args ...any) string {
	return fmt.Sprintf(l.Choose(t.zh, t.en), args...)
}

// Choose picks one of two strings that mean the same.
func (l Lang) Choose(zh, en string) string {
	if l == English {
		return en
	}
	return zh
}

// ChooseLines picks one of two texts of several lines.
func (l Lang) ChooseLines(zh, en []string) []string {
	if l == English {
		return en
	}
	return zh
}

// Tag is the language for HTML's lang attribute.
func (l Lang) Tag() string { return l.Choose("zh-CN", "en") }

// Other is the language one would switch to.
func (l Lang) Other() Lang {
	if l == English {
		return Chinese
	}
	return English
}

var weekdays = [...]string{"日", "一", "二", "三", "四", "五", "六"}

// LongDay writes a day with its year and weekday.
func (l Lang) LongDay(d time.Time) string {
	return l.Choose(d.Format("2006年1月2日")+" 星期"+weekdays[d.Weekday()], d.Format("Monday, 2 January 2006"))
}

// Day writes a day with its year.
func (l Lang) Day(d time.Time) string {
	return l.Choose(d.Format("2006年1月2日"), d.Format("2 Jan 2006"))
}

// ShortDay writes a day of a year that the reader knows.
func (l Lang) ShortDay(d time.Time) string {
	return l.Choose(d.Format("1月2日"), d.Format("2 Jan"))
}

// Weekday writes a day of a week that the reader knows, with the weekday.
func (l Lang) Weekday(d time.Time) string {
	return l.Choose(d.Format("1月2日")+" 周"+weekdays[d.Weekday()], d.Format("Mon 2 Jan"))
}

// Month writes a month of a year that the reader knows.
func (l Lang) Month(d time.Time) string {
	return l.Choose(d.Format("1月"), d.Format("Jan"))
}

// YearMonth writes a month with its year.
func (l Lang) YearMonth(d time.Time) string {
	return l.Choose(d.Format("2006年1月"), d.Format("January 2006"))
}

// Moment writes an instant to the minute, in the zone that t is in.
func (l Lang) Moment(t time.Time) string {
	return l.Day(t) + t.Format(" 15:04")
}

// Aside puts beside a text what explains it.
func (l Lang) Aside(text, aside string) string {
	return l.Choose(text+"（"+aside+"）", text+" ("+aside+")")
}

var grouped = message.NewPrinter(language.English)

// Number writes a quantity in plain units, its thousands grouped: both languages write 62,000.
func (l Lang) Number(v float64) string {
	return grouped.Sprint(number.Decimal(v))
}
