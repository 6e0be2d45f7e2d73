package roll_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"duban/internal/roll"
)

func TestRead_RefusesWhatIsNoValue(t *testing.T) {
	for name, c := range map[string]struct {
		fill func(*excelize.File)
		want string
	}{
		"formula": {func(f *excelize.File) {
			must(t, f.SetCellFormula("Sheet1", "B3", `="张"&"三"`))
			set(t, f, 1, 3, "0002")
		}, "B3 FORMULA"},
		"formula with a value": {func(f *excelize.File) {
			row(t, f, 3, "0002", "李四")
			must(t, f.SetCellFormula("Sheet1", "A3", "1+1"))
		}, "A3 FORMULA"},
		"shared formula": {func(f *excelize.File) {
			row(t, f, 3, "0002", "李四")
			shared, span := excelize.STCellFormulaTypeShared, "B2:B3"
			must(t, f.SetCellFormula("Sheet1", "B2", `="张"&"三"`, excelize.FormulaOpts{Type: &shared, Ref: &span}))
		}, "B2 FORMULA\nB3 FORMULA"},
		"merged":        {func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "A2", "A3")); set(t, f, 2, 3, "李四") }, "A2 MERGED\nA3 EMPTY"},
		"merged header": {func(f *excelize.File) { must(t, f.MergeCell("Sheet1", "B1", "C1")) }, "B1 MERGED"},
		"wide":          {func(f *excelize.File) { set(t, f, 16384, 2, "x") }, "AO2 TOO_MANY_COLUMNS"},
		"deep":          {func(f *excelize.File) { set(t, f, 1, 1048576, "x") }, "file TOO_MANY_ROWS"},
		"large cell":    {func(f *excelize.File) { set(t, f, 2, 2, strings.Repeat("x", 30_000)) }, "B2 TOO_LONG"},
	} {
		t.Run(name, func(t *testing.T) {
			refuses(t, c.want, workbook(t, func(f *excelize.File) {
				row(t, f, 1, "编号", "姓名")
				row(t, f, 2, "0001", "张三")
				c.fill(f)
			}))
		})
	}
}

// What is in an archive may be without end, or not what it says.
func TestRead_RefusesBombs(t *testing.T) {
	good := workbook(t, func(f *excelize.File) { row(t, f, 1, "编号", "姓名"); row(t, f, 2, "0001", "张三") })
	for name, c := range map[string]struct {
		file []byte
		want string
	}{
		"a part of 100 MB":   {with(t, good, "xl/media/image1.png", strings.Repeat("\x00", 100<<20)), "TOO_LARGE"},
		"a cell of 10 MB":    {with(t, good, "xl/worksheets/sheet1.xml", sheetOf(`<row r="1"><c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>`+strings.Repeat("x", 10<<20)+`</t></is></c></row>`)), "TOO_LONG"},
		"a million merges":   {with(t, good, "xl/worksheets/sheet1.xml", sheetOf(``)+strings.Repeat(`<mergeCell ref="A1:B2"/>`, 100_000)), "TOO_MANY_MERGED"},
		"thousands of parts": {with(t, good, many(2000)...), "TOO_LARGE"},
		"macros":             {with(t, good, "xl/vbaProject.bin", "x"), "MACROS"},
		"a binary workbook":  {with(t, nil, "xl/workbook.bin", "x"), "NOT_A_WORKBOOK"},
		"another document":   {with(t, nil, "word/document.xml", "<x/>"), "NOT_A_WORKBOOK"},
		"no sheet":           {with(t, nil, "xl/workbook.xml", "<workbook/>"), "DAMAGED"},
		"merges and a line":  {with(t, good, "xl/worksheets/sheet1.xml", sheetOf(``)+strings.Repeat("<mergeCell\n\tref=\"A1:B2\"/>", 100_000)), "TOO_MANY_MERGED"},
		"wide formulas":      {with(t, good, "xl/worksheets/sheet1.xml", sheetOf(strings.Repeat(`<row><c r="XFD1"><f/></c></row>`, 500_000))), "TOO_MANY_COLUMNS"},
		"a deep sheet":       {with(t, good, "xl/worksheets/sheet1.xml", strings.Repeat("<a>", 5<<20)), "DAMAGED"},
		"broken XML":         {with(t, good, "xl/worksheets/sheet1.xml", "<worksheet><sheetData><row"), "DAMAGED"},
		"half a sheet":       {with(t, good, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>"), "DAMAGED"},
		"a broken archive":   {broken(good), "DAMAGED"},
	} {
		t.Run(name, func(t *testing.T) {
			if len(c.file) > 4<<20 {
				t.Fatalf("the bomb is %d bytes: refused for that alone", len(c.file))
			}
			refusesFor(t, c.want, c.file)
		})
	}
}

// Blank cells that only look like something are none, however many and wherever: they cost no memory.
func TestRead_BlankCellsCostNothing(t *testing.T) {
	var blank strings.Builder
	for line := 3; line <= 20_000; line++ {
		fmt.Fprintf(&blank, `<row r="%d"><c r="XFD%d" s="1"/></row>`, line, line)
	}
	file := with(t, workbook(t, func(*excelize.File) {}), "xl/worksheets/sheet1.xml", sheetOf(
		`<row r="1"><c r="A1" t="str"><v>编号</v></c><c r="B1" t="str"><v>姓名</v></c></row>`+
			`<row r="2"><c r="A2" t="str"><v>0001</v></c><c r="B2" t="str"><v>张三</v></c></row>`+blank.String()))
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	reads(t, []roll.Row{{Line: 2, Number: "0001", Name: "张三"}}, file)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 300 {
		t.Errorf("%d MiB for a file of %d KiB", used, len(file)>>10)
	}
}

func sheetOf(rows string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows + `</sheetData></worksheet>`
}

func many(n int) (parts []string) {
	for i := range n {
		parts = append(parts, fmt.Sprintf("xl/media/%d", i), "x")
	}
	return parts
}

// with is an archive with some parts, names and texts in turn, instead of its own.
func with(t *testing.T, archive []byte, parts ...string) []byte {
	t.Helper()
	instead := map[string]string{}
	for i := 0; i < len(parts); i += 2 {
		instead[parts[i]] = parts[i+1]
	}
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	if archive != nil {
		r, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
		must(t, err)
		for _, part := range r.File {
			if _, replaced := instead[part.Name]; !replaced {
				must(t, w.Copy(part))
			}
		}
	}
	for name, text := range instead {
		part, err := w.Create(name)
		must(t, err)
		_, err = io.WriteString(part, text)
		must(t, err)
	}
	must(t, w.Close())
	return out.Bytes()
}

// broken is an archive in whose middle something else is written.
func broken(archive []byte) []byte {
	archive = bytes.Clone(archive)
	for i := 60; i < len(archive)*3/4; i++ {
		archive[i] ^= 0x5a
	}
	return archive
}
