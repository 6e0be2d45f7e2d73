package roll

import (
	"bytes"
	"encoding/csv"
	"errors"

	"github.com/xuri/excelize/v2"
)

// WriteCSV writes rows as CSV in UTF-8 with a byte order mark, by which Excel knows it. Without rows it is a template.
func WriteCSV(rows []Row) ([]byte, error) {
	var out bytes.Buffer
	out.Write(utf8Mark)
	w := csv.NewWriter(&out)
	w.UseCRLF = true
	err := w.Write(headings())
	for _, r := range rows {
		cells := r.cells()
		for i := range cells {
			cells[i] = armed(cells[i])
		}
		err = errors.Join(err, w.Write(cells))
	}
	w.Flush()
	return out.Bytes(), errors.Join(err, w.Error())
}

func headings() []string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return names
}

// cells are the row's texts in the order of the columns.
func (r Row) cells() []string {
	texts := make([]string, len(columns))
	for i, c := range columns {
		texts[i] = c.show(r)
	}
	return texts
}

// The sheets of a workbook: the first is read, the other tells how to fill it in.
const (
	sheetName = "名册"
	helpName  = "填写说明"
)

// WriteExcel writes rows as a workbook in which every cell is a text: numbers keep their zeros, days stay as they are
// written, and nothing is run. Without rows it is a template.
func WriteExcel(rows []Row) ([]byte, error) {
	book := excelize.NewFile()
	defer book.Close()
	err := errors.Join(
		book.SetSheetName(book.GetSheetName(0), sheetName),
		choices(book),
		fill(book, rows),
		help(book),
	)
	if err != nil {
		return nil, err
	}
	out, err := book.WriteToBuffer()
	if err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// fill writes the rows below a header that stays in sight.
func fill(book *excelize.File, rows []Row) error {
	text, errText := book.NewStyle(&excelize.Style{NumFmt: 49}) // of texts
	bold, errBold := book.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}, NumFmt: 49})
	w, err := book.NewStreamWriter(sheetName)
	if err = errors.Join(errText, errBold, err); err != nil {
		return err
	}
	for i, c := range columns {
		err = errors.Join(err, w.SetColWidth(i+1, i+1, c.width), w.SetColStyle(i+1, i+1, text))
	}
	err = errors.Join(err, w.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}),
		w.SetRow("A1", styled(headings(), bold)))
	for i, r := range rows {
		cell, bad := excelize.CoordinatesToCellName(1, i+2)
		err = errors.Join(err, bad, w.SetRow(cell, styled(r.cells(), text)))
	}
	return errors.Join(err, w.Flush())
}

func styled(texts []string, style int) []any {
	cells := make([]any, len(texts))
	for i, t := range texts {
		cells[i] = excelize.Cell{StyleID: style, Value: t}
	}
	return cells
}

// choices offers the words that may stand in a column.
func choices(book *excelize.File) (err error) {
	for i, c := range columns {
		words := offered[c.name]
		if words == nil {
			continue
		}
		letter, bad := excelize.ColumnNumberToName(i + 1)
		v := excelize.NewDataValidation(true)
		v.SetSqref(letter + "2:" + letter + "20001")
		err = errors.Join(err, bad, v.SetDropList(words), book.AddDataValidation(sheetName, v))
	}
	return err
}

var offered = map[string][]string{
	Role: {"人大代表", "人大工作人员", "责任单位人员", "常委会组成人员", "街道居民议事组织成员"},
	Part: {"负责人", "联络员"},
}

// help writes what belongs into each column.
func help(book *excelize.File) error {
	_, err := book.NewSheet(helpName)
	err = errors.Join(err, book.SetColWidth(helpName, "A", "B", 12), book.SetColWidth(helpName, "C", "C", 120))
	for i, c := range columns {
		cell, bad := excelize.CoordinatesToCellName(1, i+1)
		err = errors.Join(err, bad, book.SetSheetRow(helpName, cell, &[]string{c.name, c.en, c.hint}))
	}
	return err
}
