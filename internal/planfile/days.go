package planfile

import (
	"regexp"
	"strconv"
	"time"

	"google.golang.org/protobuf/reflect/protoreflect"

	"duban/supervision"
)

// dayText is a day or a window as it is written in a plan.
type dayText struct{ field, text string }

// daysOf lists every day and window that is written in a message.
func daysOf(m protoreflect.Message, path string) (all []dayText) {
	for i := range m.Descriptor().Fields().Len() {
		field := m.Descriptor().Fields().Get(i)
		at := join(path, string(field.Name()))
		switch {
		case field.IsList() && field.Message() != nil:
			for j := range m.Get(field).List().Len() {
				all = append(all, daysOf(m.Get(field).List().Get(j).Message(), at+"["+strconv.Itoa(j)+"]")...)
			}
		case field.Message() != nil && m.Has(field):
			all = append(all, daysOf(m.Get(field).Message(), at)...)
		case holdsDays(field) && m.Has(field):
			all = append(all, dayText{at, m.Get(field).String()})
		}
	}
	return all
}

// holdsDays reports whether days are written in a field: they are where plan.proto says so, under these names.
func holdsDays(field protoreflect.FieldDescriptor) bool {
	switch field.Name() {
	case "period", "window", "date", "expected", "from":
		return true
	}
	return false
}

// inFull writes a window with both its days moved, or with its last alone where it has no first.
func inFull(w supervision.Window, move func(supervision.Date) supervision.Date) string {
	if w.First.IsZero() {
		return ".." + move(w.Last).String()
	}
	return supervision.Window{First: move(w.First), Last: move(w.Last)}.String()
}

var yearWritten = regexp.MustCompile(`([0-9０-９]{4})( *[-年])`)

// inYear writes a window of the plan of one year for that of another: in the same words, with the years it names moved
// along; or in full where its words have no such day, which makes 29 February the 28th.
func inYear(text string, from, to int) string {
	moved := yearWritten.ReplaceAllStringFunc(text, func(found string) string {
		runes := []rune(found)
		year := 0
		for _, digit := range runes[:4] {
			year = 10*year + int(digit)%16 // the low bits of a digit, full-width or not
		}
		return strconv.Itoa(year+to-from) + string(runes[4:])
	})
	if _, err := supervision.ParseWindow(moved, to); err == nil {
		return moved
	}
	w, _ := supervision.ParseWindow(text, from) // the plan was read
	return inFull(w, func(d supervision.Date) supervision.Date {
		d.Year += to - from
		if d.Month == time.February {
			d.Day = min(d.Day, 28)
		}
		return d
	})
}

// tenDays names the third of a month that a day lies in, as the plan of a year writes it.
func tenDays(d supervision.Date, year int) string {
	prefix := ""
	switch d.Year {
	case year:
	case year + 1:
		prefix = "次年"
	default:
		prefix = strconv.Itoa(d.Year) + "年"
	}
	third := []string{"上旬", "中旬", "下旬"}[min((d.Day-1)/10, 2)]
	return prefix + strconv.Itoa(int(d.Month)) + "月" + third
}
