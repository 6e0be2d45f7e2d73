package roll_test

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
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
		"a cell of 10 MB":    {sheetIn(t, good, `<row r="1"><c r="A1" t="str"><v>编号</v></c><c r="B1" t="str"><v>`+strings.Repeat("x", 10<<20)+`</v></c></row>`, ``), "TOO_LARGE"},
		"a million merges":   {sheetIn(t, good, ``, strings.Repeat(`<mergeCell ref="A1:B2"/>`, 100_000)), "TOO_MANY_MERGED"},
		"merges and a line":  {sheetIn(t, good, ``, strings.Repeat("<mergeCell\n\tref=\"A1:B2\"/>", 100_000)), "TOO_MANY_MERGED"},
		"a long merge":       {sheetIn(t, good, ``, `<mergeCell ref="A1:B`+strings.Repeat("0", 100_000)+`2"/>`), "DAMAGED"},
		"thousands of parts": {with(t, good, many(2000)...), "TOO_LARGE"},
		"macros":             {with(t, good, "xl/vbaProject.bin", "x"), "MACROS"},
		"a binary workbook":  {with(t, nil, "_rels/.rels", linked("officeDocument", "xl/workbook.bin"), "xl/workbook.bin", "x"), "NOT_A_WORKBOOK"},
		"another document":   {with(t, nil, "_rels/.rels", linked("officeDocument", "word/document.xml"), "word/document.xml", "<x/>"), "NOT_A_WORKBOOK"},
		"no document":        {with(t, nil, "x", "x"), "NOT_A_WORKBOOK"},
		"no sheet":           {with(t, nil, "_rels/.rels", linked("officeDocument", "xl/workbook.xml"), "xl/workbook.xml", "<workbook/>"), "DAMAGED"},
		"wide formulas":      {sheetIn(t, good, `<row><c r="XFD1"><f/></c></row>`+strings.Repeat(`<row><c r="B1"><f/></c></row>`, 300_000), ``), "TOO_MANY_COLUMNS"},
		"a line far below":   {sheetIn(t, good, twoRows+`<row r="9000000000000000000"/>`, ``), "DAMAGED"},
		"the last line":      {sheetIn(t, good, twoRows+`<row r="1048576"><c><v>x</v></c></row>`, ``), "TOO_MANY_ROWS"},
		"lines without end":  {sheetIn(t, good, twoRows+strings.Repeat("<row/>", 2_000_000), ``), "DAMAGED"},
		"a line twice":       {sheetIn(t, good, twoRows+`<row r="2"/>`, ``), "DAMAGED"},
		"a cell twice":       {sheetIn(t, good, `<row><c r="A1"/><c r="A1"/></row>`, ``), "DAMAGED"},
		"a cell elsewhere":   {sheetIn(t, good, `<row><c r="A7"/></row>`, ``), "DAMAGED"},
		"no such text":       {sheetIn(t, good, `<row><c t="s"><v>99</v></c></row>`, ``), "DAMAGED"},
		"blank cells":        {sheetIn(t, good, `<row>`+strings.Repeat("<c/>", 4<<20)+`</row>`, ``), "DAMAGED"},
		"blank elements":     {with(t, good, first, strings.Repeat("<a/>", 4<<20)), "TOO_LARGE"},
		"shared texts":       {with(t, good, texts, `<sst>`+strings.Repeat("<si/>", 4<<20)+`</sst>`), "TOO_LARGE"},
		"parts of texts":     {with(t, good, texts, `<sst><si>`+strings.Repeat("<r><t/></r>", 1<<20)+`</si></sst>`), "TOO_LARGE"},
		"attributes":         {with(t, good, first, `<worksheet`+strings.Repeat(` a=""`, 4<<20)+`/>`), "TOO_LARGE"},
		"a deep sheet":       {with(t, good, first, strings.Repeat("<a>", 5<<20)), "DAMAGED"},
		"a deep workbook":    {with(t, good, "xl/workbook.xml", strings.Repeat("<a>", 5<<20)), "DAMAGED"},
		"deep links":         {with(t, good, "xl/_rels/workbook.xml.rels", strings.Repeat("<a>", 5<<20)), "DAMAGED"},
		"deep texts":         {with(t, good, texts, strings.Repeat("<a>", 5<<20)), "DAMAGED"},
		"broken XML":         {with(t, good, first, "<worksheet><sheetData><row"), "DAMAGED"},
		"half a sheet":       {with(t, good, first, "<worksheet><sheetData>"), "DAMAGED"},
		"crossed elements":   {with(t, good, first, "<worksheet><sheetData></worksheet></sheetData>"), "DAMAGED"},
		"a broken archive":   {broken(good), "DAMAGED"},
	} {
		t.Run(name, func(t *testing.T) {
			if len(c.file) > 4<<20 {
				t.Fatalf("the bomb is %d bytes: refused for that alone", len(c.file))
			}
			used := allocated(func() { refusesFor(t, c.want, c.file) })
			if used > 300<<20 {
				t.Errorf("%d MiB for a file of %d KiB", used>>20, len(c.file)>>10)
			}
		})
	}
}

// What is checked of a workbook is what is read of it: where two programs could read different parts, none is read.
func TestRead_RefusesWorkbooksOfTwoMinds(t *testing.T) {
	good := workbook(t, func(f *excelize.File) { row(t, f, 1, "编号", "姓名"); row(t, f, 2, "0001", "张三") })
	hostile := sheetOf(`<row><c t="str"><v>编号</v></c><c t="str"><v>姓名</v></c></row><row><c t="str"><v>1</v></c><c t="str"><f>1+1</f><v>李四</v></c></row>`, ``)
	twice := strings.Replace(linked("worksheet", "worksheets/sheet1.xml", "worksheet", "worksheets/sheet9.xml"), "rId2", "rId1", 1)
	for name, file := range map[string][]byte{
		"links by one id":    with(t, good, "xl/_rels/workbook.xml.rels", twice, "xl/worksheets/sheet9.xml", hostile),
		"lists of texts":     with(t, good, "xl/_rels/workbook.xml.rels", linked("worksheet", "worksheets/sheet1.xml", "sharedStrings", "a.xml", "sharedStrings", "sharedStrings.xml")),
		"workbooks":          with(t, good, "_rels/.rels", linked("officeDocument", "xl/workbook.xml", "officeDocument", "xl/workbook2.xml")),
		"parts by case":      with(t, good, "xl/worksheets/Sheet1.xml", hostile),
		"parts by slashes":   with(t, good, `xl\worksheets\sheet1.xml`, hostile),
		"parts from the top": with(t, good, `/xl/worksheets/sheet1.xml`, hostile),
	} {
		t.Run(name, func(t *testing.T) { refusesFor(t, "DAMAGED", file) })
	}
	t.Run("sheets by one name", func(t *testing.T) {
		refuses(t, "B2 FORMULA", with(t, good,
			"xl/workbook.xml", `<workbook><sheets><sheet name="A" r:id="rId2"/><sheet name="a" r:id="rId1"/></sheets></workbook>`,
			"xl/_rels/workbook.xml.rels", linked("worksheet", "worksheets/sheet1.xml", "worksheet", "worksheets/sheet9.xml"), "xl/worksheets/sheet9.xml", hostile))
	})
}

// Texts are read wherever a workbook keeps them, without how they are read aloud.
func TestRead_TextsOfWorkbooks(t *testing.T) {
	file := with(t, workbook(t, func(*excelize.File) {}),
		"xl/_rels/workbook.xml.rels", linked("worksheet", "worksheets/sheet1.xml", "sharedStrings", "/xl/sharedStrings.xml"),
		texts, `<sst><si><t>编号</t></si><si><r><t>姓</t></r><r><t>名</t></r><rPh><t>xm</t></rPh></si><si/></sst>`,
		first, sheetOf(`<row><c t="s"><v>0</v></c><c t="s"><v> 1 </v></c><c t="s"/><c t="s"><v>2</v></c></row>`+
			`<row r="4"><c><v>7</v></c><c t="inlineStr"><is><r><t>张_x4E09_</t></r><rPh><t>zs</t></rPh></is></c></row>`, ``))
	reads(t, []roll.Row{{Line: 4, Number: "7", Name: "张三"}}, file)
}

// Whoever waits no longer, for them nothing more is read.
func TestRead_EndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	file, err := roll.WriteExcel(kept)
	must(t, err)
	if _, _, err := roll.Read(ctx, file); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

// Blank cells that only look like something are none, however many and wherever: they cost no memory.
func TestRead_BlankCellsCostNothing(t *testing.T) {
	var blank strings.Builder
	for line := 3; line <= 20_000; line++ {
		fmt.Fprintf(&blank, `<row r="%d"><c r="XFD%d" s="1"/></row>`, line, line)
	}
	file := with(t, workbook(t, func(*excelize.File) {}), first, sheetOf(twoRows+blank.String(), ``))
	used := allocated(func() { reads(t, []roll.Row{{Line: 2, Number: "0001", Name: "张三"}}, file) })
	if used > 300<<20 {
		t.Errorf("%d MiB for a file of %d KiB", used>>20, len(file)>>10)
	}
}

// allocated is how many bytes something takes in total.
func allocated(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// Parts of a workbook.
const (
	first = "xl/worksheets/sheet1.xml"
	texts = "xl/sharedStrings.xml"
)

const twoRows = `<row r="1"><c r="A1" t="str"><v>编号</v></c><c r="B1" t="str"><v>姓名</v></c></row>` +
	`<row r="2"><c r="A2" t="str"><v>0001</v></c><c r="B2" t="str"><v>张三</v></c></row>`

func sheetOf(rows, merges string) string {
	return `<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>` + rows +
		`</sheetData><mergeCells>` + merges + `</mergeCells></worksheet>`
}

func sheetIn(t *testing.T, book []byte, rows, merges string) []byte {
	t.Helper()
	return with(t, book, first, sheetOf(rows, merges))
}

// linked says where parts are, each by its kind and then its place.
func linked(parts ...string) string {
	var out strings.Builder
	for i := 0; i < len(parts); i += 2 {
		fmt.Fprintf(&out, `<Relationship Id="rId%d" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/%s" Target="%s"/>`,
			i/2+1, parts[i], parts[i+1])
	}
	return `<Relationships>` + out.String() + `</Relationships>`
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
