package roll

import (
	"bytes"
	"context"
	"fmt"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"duban/supervision"
)

// File is what was read of a file of people.
type File struct {
	Rows []Row
	// columns is where each of ours stands in it.
	columns map[string]int
}

// Read reads a workbook or CSV. With findings there are no rows: a file is taken up whole or not at all. The error is the
// context's, if that ends.
func Read(ctx context.Context, file []byte) (*File, []supervision.Finding, error) {
	f := &findings{}
	t := open(ctx, file, f)
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	read := t.read(f)
	if list := f.list(); len(list) > 0 {
		return nil, list, nil
	}
	return read, nil, nil
}

// read reads the rows of a table, unless the file is refused as a whole.
func (t *table) read(f *findings) *File {
	if f.whole {
		return nil
	}
	read := t.rows(f)
	if !f.whole && !f.more {
		check(read, f)
	}
	return read
}

// At is a finding at one of the row's cells, by the Chinese name of its column; at the number's, where the file has no such
// column.
func (f *File) At(r Row, column, code, zh, en string) supervision.Finding {
	at, ok := f.columns[column]
	if !ok {
		at = f.columns[Number]
	}
	return At(r.Line, at+1, code, zh, en)
}

// table is a file's cells.
type table struct {
	lines []line
	late  bool // days are counted from 1904, as Excel once did on a Macintosh
}

// line is one of them that has a cell with something in it.
type line struct {
	number int // in the file, from 1
	cells  []string
}

// The first bytes by which files are told apart.
var (
	zipped   = []byte("PK\x03\x04")
	compound = []byte("\xd0\xcf\x11\xe0") // .xls, and a workbook with a password
	utf8Mark = []byte("\xef\xbb\xbf")
)

// open reads the cells of a file.
func open(ctx context.Context, file []byte, f *findings) table {
	switch {
	case len(file) == 0:
		f.file("EMPTY", "文件是空的", "the file is empty")
	case len(file) > MaxBytes:
		f.file("TOO_LARGE", fmt.Sprintf("文件超过 %d MB", MaxBytes/1_000_000), fmt.Sprintf("the file is larger than %d MB", MaxBytes/1_000_000))
	case bytes.HasPrefix(file, compound):
		f.file("OLD_EXCEL", "这是旧版 .xls 或加了密码的工作簿；请在 Excel 或 WPS 中去掉密码，另存为 .xlsx",
			"this is an old .xls or a workbook with a password; take the password off and save it as .xlsx")
	case bytes.HasPrefix(file, zipped):
		return openExcel(ctx, file, f)
	default:
		if text, ok := decode(file, f); ok {
			return openCSV(text, f)
		}
	}
	return table{}
}

// decode gives a text as UTF-8. Chinese Windows saves CSV as GB18030; any other encoding is refused.
func decode(file []byte, f *findings) (string, bool) {
	file = bytes.TrimPrefix(file, utf8Mark)
	if bytes.IndexByte(file, 0) >= 0 {
		f.file("NOT_A_TABLE", "这不是 Excel 工作簿或 CSV（也可能是 UTF-16 文本）；请另存为 .xlsx 或“CSV UTF-8”",
			"this is no Excel workbook and no CSV (or a text in UTF-16); save it as .xlsx or as CSV UTF-8")
		return "", false
	}
	if utf8.Valid(file) {
		return string(file), true
	}
	text, err := simplifiedchinese.GB18030.NewDecoder().Bytes(file)
	if at := bytes.IndexRune(text, utf8.RuneError); err != nil || at >= 0 {
		line := 1 + bytes.Count(text[:max(at, 0)], []byte("\n"))
		f.file("WRONG_ENCODING", fmt.Sprintf("第 %d 行的文字既不是 UTF-8 也不是 GB18030；请另存为 .xlsx 或“CSV UTF-8”", line),
			fmt.Sprintf("line %d is neither UTF-8 nor GB18030; save the file as .xlsx or as CSV UTF-8", line))
		return "", false
	}
	return string(text), true
}

// add keeps a line, unless it is empty, and reports whether there may be more.
func (t *table) add(number int, cells []string, f *findings) bool {
	cells, empty := tidy(cells)
	switch {
	case empty:
		return true
	case len(t.lines) == MaxRows+mostAbove || number > 4*MaxRows:
		f.file("TOO_MANY_ROWS", fmt.Sprintf("超过 %d 行；请分成几个文件", MaxRows), fmt.Sprintf("there are more than %d rows; use several files", MaxRows))
		return false
	case len(cells) > maxCells:
		tooWide(number, f)
		return false
	}
	for i, c := range cells {
		if len(c) > maxLetter {
			f.cell(number, i+1, "TOO_LONG", fmt.Sprintf("内容超过 %d 字节", maxLetter), fmt.Sprintf("the cell holds more than %d bytes", maxLetter))
			cells[i] = ""
		}
	}
	t.lines = append(t.lines, line{number, cells})
	return !f.more
}

// tooWide refuses a line at the first cell that is too far to the right.
func tooWide(line int, f *findings) {
	f.whole = true
	f.cell(line, maxCells+1, "TOO_MANY_COLUMNS", fmt.Sprintf("超过 %d 列", maxCells), fmt.Sprintf("there are more than %d columns", maxCells))
}
