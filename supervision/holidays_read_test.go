package supervision_test

import (
	"encoding/json"
	"errors"
	"os"
	"reflect"
	"strings"
	"testing"

	"duban/supervision"
)

const may2027 = `{
  "year": 2027,
  "source": {"title": "通知", "number": "国办发明电〔2026〕9号", "dated": "2026-11-05", "published": "2026-11-06"},
  "holidays": [
    {"name": "劳动节", "days": "2027-05-01..2027-05-05"}
  ],
  "workdays": [
    {"name": "劳动节", "days": "2027-05-08"}
  ],
  "amendments": [
    {"source": {"title": "更正", "published": "2027-04-01"}, "holidays": [{"name": "劳动节", "days": "2027-05-06"}]}
  ]
}
`

func TestReadHolidays(t *testing.T) {
	y, err := supervision.ReadHolidays([]byte("\ufeff" + may2027))
	if err != nil {
		t.Fatal(err)
	}
	c, err := supervision.ChinaCalendar().With(y)
	if err != nil {
		t.Fatal(err)
	}
	expectDays(t, c, []expectedDay{
		{"2027-05-05", supervision.Holiday, "劳动节"},
		{"2027-05-06", supervision.Holiday, "劳动节"},
		{"2027-05-07", supervision.Workday, ""},
		{"2027-05-08", supervision.MakeUpWorkday, "劳动节"},
	})
	if c.Provisional(day(t, "2026-12-31")) || !c.Provisional(day(t, "2027-12-31")) {
		t.Error("2027 is known now, and 2028 is not")
	}
}

func TestReadHolidaysReadsWhatIsShippedAndWhatItWrites(t *testing.T) {
	for _, want := range notices(t) {
		text, err := json.Marshal(want)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := supervision.ReadHolidays(text); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%d came back as %+v, %v", want.Year, got, err)
		}
	}
}

func TestReadHolidaysRefuses(t *testing.T) {
	tests := []struct{ written, instead, zh, en string }{
		{`"workdays"`, `"workday"`, `节假日安排：没有名为"workday"的字段`, `holidays: there is no field "workday"`},
		{`"2027-05-08"`, `"2027-05-32"`, `节假日安排："2027-05-32"：5月没有32日`, `holidays: "2027-05-32": May has 31 days`},
		{`"2027-05-08"`, `"5月8日"`, `节假日安排："5月8日"：请写明年份，如 2020年4月`, `holidays: "5月8日": name the year, as in 2020年4月`},
		{`2027,`, `"2027",`, `节假日安排：第2行：year不能是string`, `holidays: line 2: year cannot be a string`},
		{`"holidays": [`, `"holidays" [`, `节假日安排：第4行不是JSON`, `holidays: line 4 is no JSON: invalid character '[' after object key`},
		{"  ]\n}\n", "  ]\n", `节假日安排：文件不完整`, `holidays: the file is not complete`},
		{may2027, ``, `节假日安排：文件不完整`, `holidays: the file is not complete`},
		{"  ]\n}\n", "  ]\n}{}", `节假日安排：只能有一个年份，其后还有内容`, `holidays: there must be one year, but more follows it`},
		{`2027,`, `27,`, `节假日安排：年份27不对`, `holidays: there is no year 27`},
		{`    {"name": "劳动节", "days": "2027-05-01..2027-05-05"}` + "\n", ``, `2027年节假日安排：没有节假日`, `holidays of 2027: there are no holidays`},
		{
			`"title": "通知", `, ``,
			`2027年节假日安排：每份通知须有标题(title)和公布日期(published)`, `holidays of 2027: each notice needs its title and the day it was published`,
		},
		{`"2027-04-01"`, `"2026-04-01"`, `2027年节假日安排：更正的公布日期早于前一份通知`, `holidays of 2027: 更正 was published before the notice that it changes`},
		{`{"name": "劳动节", "days": "2027-05-08"}`, `{"days": "2027-05-08"}`, `2027年节假日安排：2027-05-08没有名称(name)`, `holidays of 2027: 2027-05-08 has no name`},
		{`"2027-05-08"`, `"2027-05-07"`, `2027年节假日安排：2027-05-07本来就上班`, `holidays of 2027: 2027-05-07 is worked anyway`},
		{`"2027-05-08"`, `"2027-05-05"`, `2027年节假日安排：2027-05-05既放假又上班`, `holidays of 2027: 2027-05-05 is both off and worked`},
		{`"2027-05-06"`, `"2028-05-06"`, `2027年节假日安排：劳动节 2028-05-06不在该年内`, `holidays of 2027: 劳动节 2028-05-06 lies outside the year`},
		{`"2027-05-06"`, `"2027年5月6日前"`, `2027年节假日安排：劳动节 ..2027-05-06不在该年内`, `holidays of 2027: 劳动节 ..2027-05-06 lies outside the year`},
	}
	for _, tt := range tests {
		text := strings.Replace(may2027, tt.written, tt.instead, 1)
		if text == may2027 {
			t.Fatalf("%s is not written", tt.written)
		}
		y, err := supervision.ReadHolidays([]byte(text))
		refusal, ok := errors.AsType[*supervision.Error](err)
		if !ok || refusal.Zh != tt.zh || refusal.En != tt.en || refusal.Reason != supervision.InvalidRequest || y.Year != 0 {
			t.Errorf("%s for %s: %+v\n got %v\nwant %s / %s", tt.instead, tt.written, y, err, tt.zh, tt.en)
		}
	}
}

// Whatever is given, there is either a year that a calendar can follow or a refusal in both languages.
func FuzzReadHolidays(f *testing.F) {
	for _, name := range []string{"holidays/2019.json", "holidays/2020.json"} {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(may2027))
	f.Add([]byte(`{"year": 2027, "holidays": [{"days": "..2027-05-01"}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		y, err := supervision.ReadHolidays(data)
		if refusal, ok := errors.AsType[*supervision.Error](err); ok && refusal.Zh != "" && refusal.En != "" {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := supervision.NewCalendar(y); err != nil {
			t.Fatal(err)
		}
	})
}
