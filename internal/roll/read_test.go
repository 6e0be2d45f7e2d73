package roll_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/simplifiedchinese"

	"duban/internal/roll"
	"duban/supervision"
)

// header is what most files begin with.
const header = "编号,姓名,角色,单位,席位,职务,分工,手机,邮箱,任期起,任期止\n"

// listed is a list as an office keeps it: a title above, columns of its own choice and order, blanks in short names.
const listed = `杭州市第十三届人民代表大会代表名册,,,,,,
（2026年5月）,,,,,,
姓 名,编号*,席位,角色,手机号,任期起,任期止
张　三,0001,d001,代表,138 0013 8000,2022年1月20日,
买买提·艾力,0002,d002,人大代表,+86-571-85250000,2022/1/20,2027.01.31
單 雄,0003,d003,DEPUTY,,44581,20270131
`

var listedRows = []roll.Row{
	{Line: 4, Number: "0001", Name: "张三", Seat: "d001", Role: supervision.RoleDeputy, Phone: "138 0013 8000", From: day("2022-01-20")},
	{Line: 5, Number: "0002", Name: "买买提·艾力", Seat: "d002", Role: supervision.RoleDeputy, Phone: "+86-571-85250000", From: day("2022-01-20"), To: day("2027-01-31")},
	{Line: 6, Number: "0003", Name: "單雄", Seat: "d003", Role: supervision.RoleDeputy, From: day("2022-01-20"), To: day("2027-01-31")},
}

func TestRead_AsOfficesKeepThem(t *testing.T) {
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(listed)
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string]string{
		"UTF-8": listed, "UTF-8 with a mark": "\xef\xbb\xbf" + listed, "GB18030": gb, "Windows lines": strings.ReplaceAll(listed, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) { reads(t, listedRows, []byte(file)) })
	}
}

func TestRead_Excel(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		for i, line := range strings.Split(strings.TrimSpace(listed), "\n") {
			cells := strings.Split(line, ",")
			for j, c := range cells {
				set(t, f, j+1, i+1, c)
			}
		}
		must(t, f.MergeCell("Sheet1", "A1", "G1")) // a title may be
		set(t, f, 5, 4, "138 0013 8000")
		set(t, f, 6, 6, 44581)
	})
	reads(t, listedRows, file)
}

// Numbers and phones that Excel took for numbers are read as they look; on a Macintosh it once counted days from 1904.
func TestRead_ExcelsNumbers(t *testing.T) {
	file := workbook(t, func(f *excelize.File) {
		late := true
		must(t, f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &late}))
		row(t, f, 1, "编号", "姓名", "席位", "任期起", "手机")
		row(t, f, 2, 1, "张三", "d001", 44581-1462, 13800138000)
	})
	reads(t, []roll.Row{{Line: 2, Number: "1", Name: "张三", Seat: "d001", Phone: "13800138000", From: day("2022-01-20")}}, file)
}

// Every mistake is found at its cell, and all of them at once.
func TestRead_FindsMistakesAtTheirCells(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"several at once": {
			header + "0001,张三,委员长,,d001,,,1x,a@@,2022-13-01,\n,李四,代表,,d002,,,,,,",
			"C2 UNKNOWN_ROLE\nH2 BAD_PHONE\nI2 BAD_EMAIL\nJ2 BAD_DAY\nA3 EMPTY",
		},
		"no header":            {"张三,0001\n", "file NO_HEADER"},
		"missing column":       {"编号,手机\n0001,13800138000\n", "A1 MISSING_COLUMN"},
		"duplicate header":     {"编号,姓名,姓名\n0001,张三,张三\n", "C1 DUPLICATE_COLUMN"},
		"unknown column":       {"编号,姓名,星座\n0001,张三,狮子\n", "C1 UNKNOWN_COLUMN"},
		"cell without heading": {"编号,姓名\n0001,张三,又名\n", "C2 NO_HEADING"},
		"formula in CSV":       {"编号,姓名\n0001,=HYPERLINK(1)\n", "B2 FORMULA"},
		"nobody":               {header, "file NO_ROWS"},
		"quotes":               {"编号,姓名\n0001,\"张三\n", "file BAD_CSV"},
		"two names":            {header + "0001,张三,,,,,,,,,\n0001,张叁,代表,,d001,,,,,,", "B3 TWO_PEOPLE"},
		"two phones, the first row blank": {
			header + "0001,张三,,,,,,,,,\n0001,张三,代表,,d001,,,110,,,\n0001,张三,代表,,d002,,,120,,,", "H4 TWO_PEOPLE",
		},
		"duplicate person":      {header + "0001,张三,,,,,,,,,\n0001,张三,,,,,,,,,", "A3 DUPLICATE_PERSON"},
		"two in a seat":         {header + "0001,张三,代表,,d001,,,,,,\n0002,李四,代表,,d001,,,,,,", "E3 SEAT_TAKEN"},
		"two in a seat by days": {header + "0001,张三,代表,,d001,,,,,,2026-06-30\n0002,李四,代表,,d001,,,,,2026-06-30,", "E3 SEAT_TAKEN"},
		"a seat twice":          {header + "0001,张三,代表,,d001,甲,,,,,2026-06-30\n0002,李四,代表,,d001,乙,,,,2026-07-01,", "F3 TWO_SEATS"},
		"no seat":               {header + "0001,张三,代表,,,,,,,,", "E2 EMPTY"},
		"term backwards":        {header + "0001,张三,代表,,d001,,,,,2026-07-01,2026-06-30", "K2 WRONG_ORDER"},
		"administrators":        {header + "0001,张三,系统管理员,,a1,,,,,,\n0002,李四,AUDITOR,,a2,,,,,,", "C2 ADMINISTRATOR\nC3 ADMINISTRATOR"},
		"identity number":       {"编号,姓名\n330102199003077890,张三\n", "A2 RESIDENT_NUMBER"},
		"identity after a host": {"编号,姓名\nhangzhou/330106199001011234,张三\n", "A2 RESIDENT_NUMBER"},
		"number":                {"编号,姓名\n1 号,张三\n", "A2 BAD_NUMBER"},
		"seat":                  {header + "0001,张三,代表,,D 1,,,,,,", "E2 BAD_SEAT"},
		"part":                  {header + "0001,张三,OFFICIAL,,d1,,秘书,,,,", "G2 UNKNOWN_PART"},
		"unseen":                {"编号,姓名\n0001,张\u202e三\n", "B2 CONTROL_CHARACTER"},
		"long":                  {"编号,姓名\n0001," + strings.Repeat("长", 101) + "\n", "B2 TOO_LONG"},
		"ten megabytes":         {"编号,姓名\n0001," + strings.Repeat("x", 10<<20), "file TOO_LARGE"},
		"a large cell":          {"编号,姓名\n0001," + strings.Repeat("x", 2<<20), "B2 TOO_LONG"},
		"wide":                  {"编号,姓名" + strings.Repeat(",x", 50) + "\n", "AO1 TOO_MANY_COLUMNS"},
		"many":                  {"编号,姓名\n" + strings.Repeat("1,x\n", roll.MaxRows+1), "file TOO_MANY_ROWS"},
		"very many":             {"编号,姓名\n" + strings.Repeat("1,x\n", 2*roll.MaxRows), "file TOO_MANY_ROWS"},
		"no text":               {"\x00\x01\x02", "file NOT_A_TABLE"},
		"UTF-16":                {"\xff\xfe\x16\x7f", "file WRONG_ENCODING"},
		"Latin-1":               {"编号,姓名\n1,Andr\xe9\n", "file WRONG_ENCODING"},
		"old Excel":             {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "file OLD_EXCEL"},
		"no archive":            {"PK\x03\x04 and nothing more", "file DAMAGED"},
		"nothing":               {"", "file EMPTY"},
	} {
		t.Run(name, func(t *testing.T) { refuses(t, c.want, []byte(c.file)) })
	}
}

// However many rows a file has of one seat, nobody waits for it to be read.
func TestRead_OneSeatInEveryRow(t *testing.T) {
	same, apart := header+strings.Repeat("0001,张三,代表,,d001,,,,,,\n", roll.MaxRows), header
	for i := range 150 {
		apart += fmt.Sprintf("%04d,张三,代表,,d001,,,,,%d-01-01,%[2]d-12-31\n", i, 1950+i)
	}
	begun := time.Now()
	_, found, err := roll.Read(t.Context(), []byte(same))
	must(t, err)
	if took := time.Since(begun); len(found) != 100 || took > 3*time.Second {
		t.Errorf("%d findings in %s", len(found), took)
	}
	_, found, err = roll.Read(t.Context(), []byte(apart))
	must(t, err)
	if len(found) != 50 || found[0].Field != "E102" || found[0].Code != "TOO_MANY_TERMS" {
		t.Errorf("%d findings, the first %v", len(found), found[0])
	}
}

// A hundred mistakes are listed; that there are more is said.
func TestRead_ListsAHundred(t *testing.T) {
	_, found, err := roll.Read(t.Context(), []byte(header+strings.Repeat("0001,张三,委员长,,d001,,,,,,\n", 150)))
	must(t, err)
	if len(found) != 100 || found[99].Code != "MORE" || !strings.Contains(found[99].Zh, "另有") {
		t.Errorf("%d findings, the last %v", len(found), found[len(found)-1])
	}
}

// reads asserts what is read of a file.
func reads(t *testing.T, want []roll.Row, file []byte) {
	t.Helper()
	got, found, err := roll.Read(t.Context(), file)
	must(t, err)
	if len(found) > 0 {
		t.Fatal(found)
	}
	if diff := cmp.Diff(want, got.Rows, cmpopts.EquateComparable(supervision.Date{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// refuses asserts where and why a file is refused, in the order of its lines; each cell is named in both languages.
func refuses(t *testing.T, want string, file []byte) {
	t.Helper()
	got, found, err := roll.Read(t.Context(), file)
	must(t, err)
	var lines []string
	for _, f := range found {
		lines = append(lines, f.Field+" "+f.Code)
		if f.Line > 0 && (!strings.HasPrefix(f.Zh, "第 ") || !strings.HasPrefix(f.En, f.Field+": ")) {
			t.Errorf("%q / %q name no cell", f.Zh, f.En)
		}
	}
	if diff := cmp.Diff(strings.Split(want, "\n"), lines); diff != "" || got != nil {
		t.Errorf("rows: %v (-want +got):\n%s", got, diff)
	}
}

// refusesFor asserts why a file is refused, first of all.
func refusesFor(t *testing.T, code string, file []byte) {
	t.Helper()
	read, found, err := roll.Read(t.Context(), file)
	must(t, err)
	if read != nil || len(found) == 0 || found[0].Code != code {
		t.Errorf("%v, %v, want %s", read, found, code)
	}
}

// workbook is one whose only sheet is filled by a test.
func workbook(t *testing.T, fill func(*excelize.File)) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	fill(f)
	var out bytes.Buffer
	must(t, f.Write(&out))
	return out.Bytes()
}

func row(t *testing.T, f *excelize.File, line int, cells ...any) {
	t.Helper()
	for i, c := range cells {
		set(t, f, i+1, line, c)
	}
}

func set(t *testing.T, f *excelize.File, column, line int, value any) {
	t.Helper()
	cell, err := excelize.CoordinatesToCellName(column, line)
	must(t, err)
	must(t, f.SetCellValue("Sheet1", cell, value))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func day(s string) supervision.Date {
	d, err := supervision.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}
