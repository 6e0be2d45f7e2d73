package roll

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// survey is what a sheet holds besides values. It is taken in one pass over the sheet's text and keeps nothing of blank
// cells: excelize answers the same questions with a grid as wide as the widest line, which a few bytes make without end.
type survey struct {
	formulas []place
	merged   []merged

	at   place
	open []string // the elements around, and no deeper than sheets go
}

// place is a cell, counted from 1.
type place struct{ line, column int }

// merged is a range of cells that look like one.
type merged struct {
	place        // where it begins
	last  int    // its last line
	ref   string // as the sheet writes it
}

// The limits of a sheet besides those of its cells.
const (
	maxMerged = 1000 // merged ranges
	maxDepth  = 20   // elements within each other
)

// take surveys a sheet's text, and reports whether its values may be read.
func (s *survey) take(sheet *xml.Decoder, f *findings) (bool, error) {
	for {
		token, err := sheet.RawToken() // Token would keep a stack as deep as the text says
		if errors.Is(err, io.EOF) && len(s.open) == 0 {
			return true, nil
		}
		if err != nil {
			return false, err
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := s.enter(t); err != nil || !s.sane(f) {
				return false, err
			}
		case xml.EndElement:
			s.open = s.open[:max(len(s.open)-1, 0)]
		}
	}
}

// enter takes note of an element. Lines and cells that do not say where they are follow the one before.
func (s *survey) enter(e xml.StartElement) (err error) {
	switch within := s.within(); {
	case len(s.open) == maxDepth:
		return errors.New("elements within each other without end")
	case e.Name.Local == "row":
		s.at = place{line: s.at.line + 1}
		if r := attribute(e, "r"); r != "" {
			s.at.line, err = strconv.Atoi(r)
		}
	case e.Name.Local == "c":
		s.at.column++
		if r := attribute(e, "r"); r != "" {
			s.at.column, _, err = excelize.CellNameToCoordinates(r)
		}
	case e.Name.Local == "f" && within == "c":
		s.formulas = append(s.formulas, s.at)
	case e.Name.Local == "mergeCell":
		err = s.merge(attribute(e, "ref"))
	}
	s.open = append(s.open, e.Name.Local)
	return err
}

func (s *survey) within() string {
	if len(s.open) == 0 {
		return ""
	}
	return s.open[len(s.open)-1]
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (s *survey) merge(ref string) error {
	first, last, _ := strings.Cut(ref, ":")
	column, line, err := excelize.CellNameToCoordinates(first)
	_, end, bad := excelize.CellNameToCoordinates(last)
	s.merged = append(s.merged, merged{place{line, column}, max(line, end), ref})
	return errors.Join(err, bad)
}

// sane refuses a sheet that would cost too much to read: a formula counts as a value, however far to the right.
func (s *survey) sane(f *findings) bool {
	if n := len(s.formulas); n > 0 && s.formulas[n-1].column > maxCells {
		tooWide(s.formulas[n-1].line, f)
		return false
	}
	if len(s.merged) > maxMerged {
		f.file("TOO_MANY_MERGED", fmt.Sprintf("合并单元格超过 %d 处；请取消合并", maxMerged),
			fmt.Sprintf("more than %d ranges of cells are merged; unmerge them", maxMerged))
		return false
	}
	return true
}

// plain refuses formulas and merged cells from the header on: what a clerk sees there is not what the cell holds.
func (s *survey) plain(t table, f *findings) {
	top := t.header()
	if top < 0 {
		return
	}
	header, last := t.lines[top], t.lines[len(t.lines)-1].number
	for _, m := range s.merged {
		if m.last >= header.number {
			f.cell(m.line, m.column, "MERGED", fmt.Sprintf("单元格 %s 已合并；请取消合并并逐格填写", m.ref),
				fmt.Sprintf("the cells %s are merged; unmerge them and fill each", m.ref))
		}
	}
	for _, p := range s.formulas {
		if header.number <= p.line && p.line <= last && p.column <= len(header.cells) {
			f.formula(p.line, p.column)
		}
	}
}

// firstSheet finds the text of the part in which a workbook has its first sheet.
func firstSheet(book *excelize.File) (*xml.Decoder, error) {
	var relations struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:",attr"`
		}
	}
	if err := xml.Unmarshal(part(book, "xl/_rels/workbook.xml.rels"), &relations); err != nil {
		return nil, err
	}
	for _, r := range relations.Relationship {
		if sheets := book.WorkBook.Sheets.Sheet; len(sheets) > 0 && r.ID == sheets[0].ID {
			sheet := xml.NewDecoder(bytes.NewReader(part(book, located(r.Target))))
			sheet.CharsetReader = book.CharsetReader
			return sheet, nil
		}
	}
	return nil, errors.New("the workbook does not say where its first sheet is")
}

// located is a part's name in the archive, of what the workbook says: from its own folder, or from the root.
func located(target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if path.IsAbs(target) {
		return path.Clean(target)[1:]
	}
	return path.Join("xl", target)
}

func part(book *excelize.File, name string) []byte {
	content, _ := book.Pkg.Load(name)
	text, _ := content.([]byte)
	return text
}
