package roll

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"
)

// openExcel reads the cells of a workbook's first sheet. A workbook that its reader stumbles over is damaged.
func openExcel(file []byte, f *findings) (t table) {
	defer func() {
		if recover() != nil {
			damaged(f)
			t = table{}
		}
	}()
	if !harmless(file, f) {
		return t
	}
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{
		RawCellValue: true, UnzipSizeLimit: maxAll, UnzipXMLSizeLimit: maxAll,
	})
	if err != nil {
		damaged(f)
		return t
	}
	defer book.Close()
	if t, err = sheet(book, f); err != nil {
		damaged(f)
	}
	return t
}

func damaged(f *findings) {
	f.file("DAMAGED", "工作簿已损坏，无法读取；请重新保存后再试", "the workbook is damaged and cannot be read; save it again")
}

// harmless looks into the archive before anything is made of it: what is unpacked must be what it says, and not too much.
func harmless(file []byte, f *findings) bool {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		damaged(f)
		return false
	}
	if len(archive.File) > maxParts {
		tooLarge(f)
		return false
	}
	isBook, left := false, int64(maxAll)
	for _, part := range archive.File {
		name := strings.ToLower(path.Base(part.Name))
		if strings.HasPrefix(name, "vbaproject") || strings.Contains(part.Name, "macrosheets/") {
			f.file("MACROS", "工作簿带有宏；请另存为不带宏的 .xlsx", "the workbook has macros; save it as .xlsx without them")
			return false
		}
		isBook = isBook || part.Name == "xl/workbook.xml"
		if left, err = unpack(part, left); err != nil {
			damaged(f)
			return false
		}
		if left < 0 {
			tooLarge(f)
			return false
		}
	}
	if !isBook {
		f.file("NOT_A_WORKBOOK", "这不是 .xlsx 工作簿；请在 Excel 或 WPS 中另存为 .xlsx", "this is no .xlsx workbook; save it as .xlsx")
	}
	return isBook
}

func tooLarge(f *findings) {
	f.file("TOO_LARGE", fmt.Sprintf("工作簿展开后超过 %d MiB，或部件过多", maxAll>>20),
		fmt.Sprintf("the workbook is larger than %d MiB when unpacked, or has too many parts", maxAll>>20))
}

// unpack unpacks a part and says how many bytes are left for others; below zero: none, or what it holds is without end.
func unpack(part *zip.File, left int64) (int64, error) {
	content, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer content.Close()
	text, err := io.ReadAll(io.LimitReader(content, left+1))
	if bytes.Count(text, []byte("mergeCell ")) > maxMerged {
		return -1, nil
	}
	return left - int64(len(text)), err
}

// sheet reads the first sheet; its size is known to be sane before anything but a line is kept of it.
func sheet(book *excelize.File, f *findings) (t table, err error) {
	name := book.GetSheetName(0)
	rows, err := book.Rows(name)
	if err != nil {
		return t, err
	}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return t, err
		}
		if !t.add(number, cells, f) {
			return table{}, rows.Close()
		}
	}
	if err := rows.Close(); err != nil {
		return t, err
	}
	properties, err := book.GetWorkbookProps()
	if err != nil {
		return t, err
	}
	t.late = properties.Date1904 != nil && *properties.Date1904
	return t, plain(book, name, &t, f)
}

// plain refuses formulas and merged cells from the header on: what a clerk sees there is not what the cell holds.
func plain(book *excelize.File, name string, t *table, f *findings) error {
	top := t.header()
	if top < 0 {
		return nil
	}
	merged, err := book.GetMergeCells(name, true)
	if err != nil {
		return err
	}
	for _, m := range merged {
		column, line, err := excelize.CellNameToCoordinates(m.GetStartAxis())
		if err == nil && line >= t.lines[top].number {
			f.cell(line, column, "MERGED", fmt.Sprintf("单元格 %s 已合并；请取消合并并逐格填写", m[0]),
				fmt.Sprintf("the cells %s are merged; unmerge them and fill each", m[0]))
		}
	}
	for number := t.lines[top].number; number <= t.lines[len(t.lines)-1].number; number++ {
		if err := values(book, name, number, len(t.lines[top].cells), f); err != nil {
			return err
		}
	}
	return nil
}

// values refuses the formulas of a line.
func values(book *excelize.File, name string, number, width int, f *findings) error {
	for column := 1; column <= width; column++ {
		cell, err := excelize.CoordinatesToCellName(column, number)
		if err != nil {
			return err
		}
		formula, err := book.GetCellFormula(name, cell)
		if err != nil {
			return err
		}
		if formula != "" {
			f.formula(number, column)
		}
	}
	return nil
}
