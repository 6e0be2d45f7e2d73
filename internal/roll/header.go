package roll

import (
	"fmt"
	"slices"
	"strings"
)

// mostAbove is how many lines may stand above the header: a title, who made the file and when.
const mostAbove = 10

// header is the line that names the columns; below zero if there is none.
func (t *table) header() int {
	return slices.IndexFunc(t.lines[:min(len(t.lines), mostAbove)], func(l line) bool {
		return slices.ContainsFunc(l.cells, named(Number)) || slices.ContainsFunc(l.cells, named(Name))
	})
}

// named tells a heading that means a column.
func named(column string) func(heading string) bool {
	return func(heading string) bool {
		c, ok := columnOf(heading)
		return ok && c.name == column
	}
}

// columnOf finds the column that a heading means, in either language, with or without blanks and stars.
func columnOf(heading string) (column, bool) {
	heading = strings.ToLower(strings.Trim(strings.Join(strings.Fields(heading), ""), "*＊"))
	i := slices.IndexFunc(columns, func(c column) bool {
		return heading == c.name || slices.Contains(c.also, heading) || heading == strings.ReplaceAll(c.en, " ", "")
	})
	if i < 0 {
		return column{}, false
	}
	return columns[i], true
}

// rows reads what stands below the header.
func (t *table) rows(f *findings) *File {
	read := &File{columns: map[string]int{}}
	top := t.header()
	if top < 0 {
		f.file("NO_HEADER", "前 10 行中没有表头（编号、姓名……）；请用模板填写，并检查文字编码",
			"none of the first 10 lines has the headings (number, name, …); use the template, and check the encoding")
		return read
	}
	order := t.headings(t.lines[top], read, f)
	if below := len(t.lines) - top - 1; below > MaxRows {
		f.file("TOO_MANY_ROWS", fmt.Sprintf("超过 %d 行；请分成几个文件", MaxRows), fmt.Sprintf("there are more than %d rows; use several files", MaxRows))
		return read
	}
	for _, l := range t.lines[top+1:] {
		if read.Rows = append(read.Rows, t.row(l, order, f)); f.more {
			return read
		}
	}
	if len(read.Rows) == 0 {
		f.file("NO_ROWS", "表头下面没有人员", "there is nobody below the headings")
	}
	return read
}

// headings says which column each cell of the header means, nil where none, and refuses what is missing or there twice.
func (t *table) headings(header line, read *File, f *findings) (order []*column) {
	order = make([]*column, len(header.cells))
	for i, heading := range header.cells {
		c, known := columnOf(heading)
		first, twice := read.columns[c.name]
		switch {
		case heading == "":
		case !known:
			f.cell(header.number, i+1, "UNKNOWN_COLUMN", fmt.Sprintf("不认识的列“%s”；可用的列：%s", heading, columnNames()),
				fmt.Sprintf("there is no column %q; the columns are %s", heading, columnNames()))
		case twice:
			f.cell(header.number, i+1, "DUPLICATE_COLUMN", fmt.Sprintf("“%s”列重复，第 %d 列已有", c.name, first+1),
				fmt.Sprintf("the column %s is there twice, first as number %d", c.en, first+1))
		default:
			read.columns[c.name], order[i] = i, &c
		}
	}
	for _, c := range columns {
		if _, there := read.columns[c.name]; c.required && !there {
			f.cell(header.number, 1, "MISSING_COLUMN", fmt.Sprintf("缺少“%s”列", c.name), fmt.Sprintf("the column %s is missing", c.en))
		}
	}
	return order
}

func columnNames() string {
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.name
	}
	return strings.Join(names, " ")
}

// row reads a line by its columns.
func (t *table) row(l line, order []*column, f *findings) Row {
	r := Row{Line: l.number}
	for i, text := range l.cells {
		if i >= len(order) || order[i] == nil || text == "" {
			if text != "" && i >= len(order) {
				f.cell(l.number, i+1, "NO_HEADING", "该列没有表头", "this column has no heading")
			}
			continue
		}
		if bad := order[i].read(&r, text, t.late); bad != nil {
			f.cell(l.number, i+1, bad.code, bad.zh, bad.en)
		}
	}
	return r
}
