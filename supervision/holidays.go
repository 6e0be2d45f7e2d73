package supervision

import (
	"embed"
	"fmt"
	"io/fs"
	"slices"
	"sync"
)

// HolidayYear is what the State Council's office has announced for one year: the notice as first published and, apart
// from it, what was changed afterwards, so that it can be told what was known on any day.
type HolidayYear struct {
	Year       int         `json:"year"`
	Source     Notice      `json:"source"`
	Holidays   []NamedDays `json:"holidays"`
	Workdays   []NamedDays `json:"workdays,omitempty"`   // 调休: weekend days worked for a holiday
	Amendments []Amendment `json:"amendments,omitempty"` // in the order of their publication
}

// Amendment is a later notice that changes a year: each day it names becomes what it says.
type Amendment struct {
	Source   Notice      `json:"source"`
	Holidays []NamedDays `json:"holidays,omitempty"`
	Workdays []NamedDays `json:"workdays,omitempty"`
}

// Notice is where an arrangement comes from.
type Notice struct {
	Title     string `json:"title"`
	Number    string `json:"number,omitempty"` // 国办发明电〔2019〕16号
	Dated     Date   `json:"dated,omitzero"`   // the date the notice bears
	Published Date   `json:"published"`        // the first day on which anyone could know it
}

// NamedDays are successive days of one holiday. One name may come up twice in a year: 元旦 of 2022 and, at its end,
// 元旦 of 2023.
type NamedDays struct {
	Name string `json:"name"`
	Days Window `json:"days"`
}

// AsOf is the year as it was known on a day: amendments published later are left out. The notice itself stays.
func (y HolidayYear) AsOf(day Date) HolidayYear {
	later := func(a Amendment) bool { return a.Source.Published.After(day) }
	y.Amendments = slices.DeleteFunc(slices.Clone(y.Amendments), later)
	return y
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

// notices are the one first published and its amendments, alike.
func (y HolidayYear) notices() []Amendment {
	return slices.Concat([]Amendment{{y.Source, y.Holidays, y.Workdays}}, y.Amendments)
}

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
		data, err := holidayFiles.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if years[i], err = ReadHolidays(data); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return years, nil
}
