package roll

import (
	"encoding/xml"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// sheet is what has been read of one: what its cells hold, which of them are formulas, and which look like one. Nothing is
// kept of blank cells.
type sheet struct {
	shared   []string // the texts that cells name by their places
	table    table
	formulas []place
	merged   []merged

	at    place
	cells []string        // of the line at hand
	kind  string          // of the cell at hand
	value strings.Builder // of the cell at hand
	found *findings
}

// The kinds of cells whose text is not their value.
const (
	inline = "inlineStr" // it stands in the cell
	shared = "s"         // the value is its place
)

// place is a cell, counted from 1.
type place struct{ line, column int }

// merged is a range of cells that look like one.
type merged struct {
	place        // where it begins
	last  int    // its last line
	ref   string // as the sheet writes it
}

// start takes note of an element.
func (s *sheet) start(path string, e xml.StartElement) error {
	switch path {
	case "/worksheet/sheetData/row":
		return s.row(attribute(e, "r"))
	case "/worksheet/sheetData/row/c":
		return s.cell(attribute(e, "r"), attribute(e, "t"))
	case "/worksheet/sheetData/row/c/f":
		return s.formula()
	case "/worksheet/mergeCells/mergeCell":
		return s.merge(attribute(e, "ref"))
	default:
		return nil
	}
}

// row begins a line, which follows the one before unless it says where it is.
func (s *sheet) row(number string) (err error) {
	line := s.at.line + 1
	if number != "" {
		line, err = strconv.Atoi(number)
	}
	if err != nil || line <= s.at.line || line > excelize.TotalRows {
		return errDamaged
	}
	s.at, s.cells = place{line: line}, nil
	return nil
}

// cell begins one, which follows the one before unless it says where it is.
func (s *sheet) cell(ref, kind string) (err error) {
	at := place{s.at.line, s.at.column + 1}
	if ref != "" {
		at.column, at.line, err = excelize.CellNameToCoordinates(ref)
	}
	if err != nil || at.line != s.at.line || at.column <= s.at.column || at.column > excelize.MaxColumns {
		return errDamaged
	}
	s.at, s.kind = at, kind
	s.value.Reset()
	return nil
}

// formula counts as a value, however far to the right it stands.
func (s *sheet) formula() error {
	if s.at.column > maxCells {
		tooWide(s.at.line, s.found)
		return errRefused
	}
	s.formulas = append(s.formulas, s.at)
	return nil
}

func (s *sheet) merge(ref string) error {
	if len(s.merged) == maxMerged {
		s.found.file("TOO_MANY_MERGED", fmt.Sprintf("合并单元格超过 %d 处；请取消合并", maxMerged),
			fmt.Sprintf("more than %d ranges of cells are merged; unmerge them", maxMerged))
		return errRefused
	}
	if len(ref) > len("XFD1048576:XFD1048576") {
		return errDamaged
	}
	first, last, _ := strings.Cut(ref, ":")
	column, line, err := excelize.CellNameToCoordinates(first)
	_, end, bad := excelize.CellNameToCoordinates(last)
	s.merged = append(s.merged, merged{place{line, column}, max(line, end), ref})
	return errors.Join(err, bad)
}

// text gathers what the cell at hand holds: its value, or the text that stands in it instead.
func (s *sheet) text(path string, text []byte) {
	switch path {
	case "/worksheet/sheetData/row/c/v":
		if s.kind != inline {
			s.value.Write(text)
		}
	case "/worksheet/sheetData/row/c/is/t", "/worksheet/sheetData/row/c/is/r/t":
		if s.kind == inline {
			s.value.Write(text)
		}
	}
}

func (s *sheet) end(path string) error {
	switch path {
	case "/worksheet/sheetData/row/c":
		return s.keep()
	case "/worksheet/sheetData/row":
		if !s.table.add(s.at.line, s.cells, s.found) {
			return errRefused
		}
	}
	return nil
}

// keep keeps what a cell holds, unless it is blank.
func (s *sheet) keep() error {
	text := strings.TrimSpace(s.value.String())
	switch {
	case text == "":
		return nil
	case s.at.column > maxCells:
		tooWide(s.at.line, s.found)
		return errRefused
	case s.kind == inline:
		text = unescaped(text)
	case s.kind == shared:
		at, err := strconv.Atoi(text)
		if err != nil || at < 0 || at >= len(s.shared) {
			return errDamaged
		}
		text = s.shared[at]
	}
	s.cells = append(s.cells, make([]string, s.at.column-len(s.cells))...)
	s.cells[s.at.column-1] = text
	return nil
}

// plain refuses formulas and merged cells from the header on: what a clerk sees there is not what the cell holds.
func (s *sheet) plain() {
	top := s.table.header()
	if top < 0 {
		return
	}
	header, last := s.table.lines[top], s.table.lines[len(s.table.lines)-1].number
	for _, m := range s.merged {
		if m.last >= header.number && !s.found.more {
			s.found.cell(m.line, m.column, "MERGED", fmt.Sprintf("单元格 %s 已合并；请取消合并并逐格填写", m.ref),
				fmt.Sprintf("the cells %s are merged; unmerge them and fill each", m.ref))
		}
	}
	for _, p := range s.formulas {
		if !s.found.more && header.number <= p.line && p.line <= last && p.column <= len(header.cells) {
			s.found.formula(p.line, p.column)
		}
	}
}
