package supervision

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"
)

// HolidayYear is what the State Council's office has announced for one year: the notice as first published and, apart
// from it, what was changed afterwards, so that it can be told what was known on any day.
type HolidayYear struct {
	Year       int
	Source     Notice
	Holidays   []NamedDays
	Workdays   []NamedDays // 调休: weekend days worked for a holiday
	Amendments []Amendment // in the order of their publication
}

// Amendment is a later notice that changes a year: each day it names becomes what it says.
type Amendment struct {
	Source   Notice
	Holidays []NamedDays
	Workdays []NamedDays
}

// Notice is where an arrangement comes from.
type Notice struct {
	Title     string
	Number    string // 国办发明电〔2019〕16号
	Dated     Date   // the date the notice bears
	Published Date   // the first day on which anyone could know it
}

// NamedDays are successive days of one holiday. One name may come up twice in a year: 元旦 of 2022 and, at its end,
// 元旦 of 2023.
type NamedDays struct {
	Name string
	Days Window
}

// ChinaCalendar is today's calendar of mainland China, 2019 to 2026, every amendment applied.
func ChinaCalendar() Calendar { return chinaCalendar() }

// Parsed once. It panics only in a program built with broken files, which the tests do not let pass.
var chinaCalendar = sync.OnceValue(func() Calendar {
	years, err := ChinaHolidays()
	if err != nil {
		panic(err)
	}
	c, err := NewCalendar(years...)
	if err != nil {
		panic(err)
	}
	return c
})

//go:embed holidays/*.json
var holidayFiles embed.FS

// ChinaHolidays are the notices behind ChinaCalendar, one a year, in order.
func ChinaHolidays() ([]HolidayYear, error) {
	names, err := fs.Glob(holidayFiles, "holidays/*.json")
	if err != nil {
		return nil, err
	}
	years := make([]HolidayYear, len(names))
	for i, name := range names {
		if years[i], err = readHolidayYear(name); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return years, nil
}

// readHolidayYear refuses unknown fields: a misspelt "workdays" would otherwise be a year without make-up days.
func readHolidayYear(name string) (y HolidayYear, err error) {
	file, err := holidayFiles.Open(name)
	if err != nil {
		return y, err
	}
	defer file.Close()
	decoder := json.NewDecoder(file)
	decoder.DisallowUnknownFields()
	return y, decoder.Decode(&y)
}
