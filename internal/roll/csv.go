package roll

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
)

// openCSV reads the cells of a text.
func openCSV(text string, f *findings) (t table) {
	reader := csv.NewReader(strings.NewReader(text))
	reader.FieldsPerRecord = -1
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return t
		}
		if bad, ok := errors.AsType[*csv.ParseError](err); ok {
			f.file("BAD_CSV", fmt.Sprintf("第 %d 行的引号不成对，无法分列", bad.Line), fmt.Sprintf("line %d: the quotes do not match", bad.Line))
			return t
		}
		number, _ := reader.FieldPos(0)
		for i, c := range cells {
			if runs(c) && (c[0] == '=' || c[0] == '@') {
				f.formula(number, i+1)
				c = ""
			}
			cells[i] = disarmed(c)
		}
		if !t.add(number, cells, f) {
			return t
		}
	}
}

func (f *findings) formula(line, column int) {
	f.cell(line, column, "FORMULA", "这里是公式；请改成值（复制后选择性粘贴为数值）", "this is a formula; put its value here (copy, then paste values)")
}

// runs reports whether a spreadsheet takes a text of CSV for a formula.
func runs(text string) bool { return text != "" && strings.ContainsRune("=+-@\t\r", rune(text[0])) }

// armed is a text as it is written to CSV: what a spreadsheet would run stands behind an apostrophe, and so does what
// would be mistaken for that.
func armed(text string) string {
	if runs(strings.TrimLeft(text, "'")) {
		return "'" + text
	}
	return text
}

// disarmed is the inverse of armed.
func disarmed(text string) string {
	if rest, quoted := strings.CutPrefix(text, "'"); quoted && runs(strings.TrimLeft(rest, "'")) {
		return rest
	}
	return text
}
