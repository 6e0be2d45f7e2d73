package yeartest

import "duban/supervision"

// Unannounced is the calendar before anything was announced of 2021.
func Unannounced() supervision.Calendar {
	var known []supervision.HolidayYear
	for _, y := range supervision.ChinaCalendar().Years() {
		if y.Year <= 2020 {
			known = append(known, y)
		}
	}
	c, err := supervision.NewCalendar(known...)
	if err != nil {
		panic(err)
	}
	return c
}

// announcements are what may be said of 2021, each the whole of it: the last word holds. The first is the true one.
func announcements() []supervision.HolidayYear {
	var all []supervision.HolidayYear
	for _, y := range supervision.ChinaCalendar().Years() {
		if y.Year == 2021 {
			all = append(all, y)
		}
	}
	return append(all,
		announced("2020-12-30..2021-01-03", "2020-12-26..2020-12-27"),
		announced("2021-01-06..2021-01-08", "2021-01-09..2021-01-10"),
		announced("2021-01-11..2021-01-15", "2021-01-16..2021-01-17", "2021-01-23"),
		announced("2021-01-18..2021-01-20", "2021-01-23..2021-01-24"),
		announced("2021-01-26..2021-01-29", "2021-01-30..2021-01-31"))
}

// ahead reports whether a notice changes no day up to today: none that is real does.
func (p *person) ahead(y supervision.HolidayYear) bool {
	known := p.year.Campaign.Customs.Calendar
	said, err := known.With(y)
	if err != nil {
		panic(err)
	}
	for day := p.Plan.Period.First; !day.After(p.today()); day = day.AddDays(1) {
		if said.IsWorkday(day) != known.IsWorkday(day) {
			return false
		}
	}
	return true
}

func announced(off string, worked ...string) supervision.HolidayYear {
	y := supervision.HolidayYear{Year: 2021, Source: supervision.Notice{Title: "放假" + off}}
	y.Holidays = []supervision.NamedDays{{Name: "元旦", Days: window(off)}}
	for _, w := range worked {
		y.Workdays = append(y.Workdays, supervision.NamedDays{Name: "元旦", Days: window(w)})
	}
	return y
}

func window(text string) supervision.Window {
	w, err := supervision.ParseWindow(text, 0)
	if err != nil {
		panic(err)
	}
	return w
}
