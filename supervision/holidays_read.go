package supervision

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// ReadHolidays reads a year in the JSON of the files in holidays/: days are written in full, 2020-10-01..2020-10-08. It
// refuses, with *Error, what it cannot read, a field that it does not know (a misspelt "workdays" would otherwise be a
// year without make-up days), what has no source, and what no calendar can follow.
func ReadHolidays(data []byte) (y HolidayYear, err error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors write it
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&y); err != nil {
		return HolidayYear{}, notRead(data, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return HolidayYear{}, refuseHolidays("只能有一个年份，其后还有内容", "there must be one year, but more follows it")
	}
	if err := y.check(); err != nil {
		return HolidayYear{}, err
	}
	if _, err := NewCalendar(y); err != nil {
		return HolidayYear{}, err
	}
	return y, nil
}

// notRead says where a text is no year of holidays.
func notRead(data []byte, err error) error {
	if e, ok := errors.AsType[*DateError](err); ok {
		return refuseHolidays(fmt.Sprintf("%q：%s", e.Text, e.Zh), fmt.Sprintf("%q: %s", e.Text, e.En))
	}
	line := func(offset int64) int { return 1 + bytes.Count(data[:offset], []byte("\n")) }
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return refuseHolidays(
			fmt.Sprintf("第%d行：%s不能是%s", line(e.Offset), e.Field, e.Value),
			fmt.Sprintf("line %d: %s cannot be a %s", line(e.Offset), e.Field, e.Value))
	}
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		return refuseHolidays(fmt.Sprintf("第%d行不是JSON", line(e.Offset)), fmt.Sprintf("line %d is no JSON: %v", line(e.Offset), e))
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return refuseHolidays("没有名为"+field+"的字段", "there is no field "+field)
	}
	return refuseHolidays("文件不完整", "the file is not complete")
}

// check finds what is missing; whether the days make sense is for the calendar to say.
func (y HolidayYear) check() error {
	if y.Year < firstYear || y.Year > lastYear {
		return refuseHolidays(fmt.Sprintf("年份%d不对", y.Year), fmt.Sprintf("there is no year %d", y.Year))
	}
	if len(y.Holidays) == 0 {
		return refuseYear(y.Year, "没有节假日", "there are no holidays")
	}
	var before Date
	for _, n := range y.notices() {
		if err := n.check(y.Year, before); err != nil {
			return err
		}
		before = n.Source.Published
	}
	return nil
}

// check refuses a notice published before the one that it changes.
func (a Amendment) check(year int, before Date) error {
	source := a.Source
	if source.Title == "" || source.Published.IsZero() {
		return refuseYear(year, "每份通知须有标题(title)和公布日期(published)", "each notice needs its title and the day it was published")
	}
	if source.Published.Before(before) {
		return refuseYear(year, source.Title+"的公布日期早于前一份通知", source.Title+" was published before the notice that it changes")
	}
	for _, n := range slices.Concat(a.Holidays, a.Workdays) {
		if n.Name == "" {
			return refuseYear(year, fmt.Sprintf("%s没有名称(name)", n.Days), fmt.Sprintf("%s has no name", n.Days))
		}
	}
	return nil
}

func refuseHolidays(zh, en string) *Error {
	return Refuse(InvalidRequest, "节假日安排："+zh, "holidays: "+en)
}
