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

// unpack unpacks a part and says how many bytes are left for others; below zero: none.
func unpack(part *zip.File, left int64) (int64, error) {
	content, err := part.Open()
	if err != nil {
		return 0, err
	}
	defer content.Close()
	size, err := io.Copy(io.Discard, io.LimitReader(content, left+1))
	return left - size, err
}

// sheet reads the first sheet; its size is known to be sane before anything but a line is kept of it.
func sheet(book *excelize.File, f *findings) (t table, err error) {
	text, err := firstSheet(book)
	if err != nil {
		return t, err
	}
	var s survey
	if ok, err := s.take(text, f); err != nil || !ok {
		return t, err
	}
	if t, err = values(book, f); err != nil || f.whole {
		return table{}, err
	}
	properties, err := book.GetWorkbookProps()
	if err != nil {
		return t, err
	}
	t.late = properties.Date1904 != nil && *properties.Date1904
	s.plain(t, f)
	return t, nil
}

// values reads what the cells hold.
func values(book *excelize.File, f *findings) (t table, err error) {
	rows, err := book.Rows(book.GetSheetName(0))
	if err != nil {
		return t, err
	}
	for number := 1; rows.Next(); number++ {
		cells, err := rows.Columns()
		if err != nil {
			return t, err
		}
		if !t.add(number, cells, f) {
			break
		}
	}
	return t, rows.Close()
}
