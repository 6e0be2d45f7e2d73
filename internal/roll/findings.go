package roll

import (
	"fmt"

	"github.com/xuri/excelize/v2"

	"duban/supervision"
)

// mostFindings is how many findings a clerk is shown at a time: with the one that says that there are more, as many as an
// answer holds.
const mostFindings = 99

// findings are what is wrong with a file.
type findings struct {
	all   []supervision.Finding
	more  bool // there are others: nobody looks for them
	whole bool // the file is refused as a whole: nothing is to be read of it
}

// add keeps a finding while there is room.
func (f *findings) add(one supervision.Finding) {
	if len(f.all) == mostFindings {
		f.more = true
		return
	}
	f.all = append(f.all, one)
}

// file refuses a file as a whole.
func (f *findings) file(code, zh, en string) {
	f.whole = true
	f.add(supervision.Finding{Code: code, Field: "file", Zh: zh, En: en})
}

// cell refuses a cell; line and column are counted from 1.
func (f *findings) cell(line, column int, code, zh, en string) {
	f.add(At(line, column, code, zh, en))
}

// list is all that was found, or as much of it as is shown.
func (f *findings) list() []supervision.Finding {
	if !f.more {
		return f.all
	}
	return append(f.all, supervision.Finding{Code: "MORE", Field: "file", Zh: "另有问题未列出；请先改正以上各处", En: "there is more, which is not listed"})
}

// At is a finding at a cell, whose place its text names: line and column are counted from 1.
func At(line, column int, code, zh, en string) supervision.Finding {
	letter, err := excelize.ColumnNumberToName(column)
	if err != nil {
		letter = "?" // no file has so many
	}
	field := fmt.Sprintf("%s%d", letter, line)
	return supervision.Finding{
		Code: code, Field: field, Line: line, Column: column,
		Zh: fmt.Sprintf("第 %d 行 %s 列：%s", line, letter, zh), En: fmt.Sprintf("%s: %s", field, en),
	}
}
