package roll_test

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"duban/internal/roll"
	"duban/supervision"
)

// kept are rows with all that a roll may hold.
var kept = []roll.Row{
	{Number: "0001", Name: "张三", Role: supervision.RoleDeputy, Seat: "d001", Title: "市人大代表", Phone: "013800138000", From: day("2022-01-20")},
	{Number: "0002", Name: "O'Neil, \"Ann\" <b>", Role: supervision.RoleOfficial, Office: "教育局", Seat: "edu-1", Title: "局长", Part: supervision.Head, Phone: "+86-571-85250000", Email: "ann@example.gov.cn", From: day("2022-01-20"), To: day("2027-01-31")},
	{Number: "0002", Name: "O'Neil, \"Ann\" <b>", Role: supervision.RoleMember, Seat: "m1", Phone: "+86-571-85250000", Email: "ann@example.gov.cn"},
	{Number: "0003", Name: "=1+1", Role: supervision.RoleStaff, Seat: "s1", Title: "@SUM(1)", Office: "-2"},
	{Number: "0004", Name: "'=1+1", Role: supervision.RoleResident, Seat: "r1", Title: "'甲", Office: "''+1"},
	{Number: "0005", Name: "-"},
	{Number: "ningbo/0007", Name: "𠮷野"},
	{Number: "00000000000000000000000007", Name: "44581", Phone: "400000"},
}

func TestWrite_ReadsBack(t *testing.T) {
	for name, write := range map[string]func([]roll.Row) ([]byte, error){"CSV": roll.WriteCSV, "Excel": roll.WriteExcel} {
		t.Run(name, func(t *testing.T) {
			file, err := write(kept)
			must(t, err)
			want := slices.Clone(kept)
			for i := range want {
				want[i].Line = i + 2
			}
			reads(t, want, file)
		})
	}
}

// No cell of CSV begins as a formula does.
func TestWriteCSV_LeavesNothingToRun(t *testing.T) {
	file, err := roll.WriteCSV(kept)
	must(t, err)
	lines, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(file), "\xef\xbb\xbf"))).ReadAll()
	must(t, err)
	for _, line := range lines {
		for _, cell := range line {
			if cell != "" && strings.ContainsRune("=+-@\t\r", rune(cell[0])) {
				t.Errorf("%q would be run", cell)
			}
		}
	}
}

// A template names its columns and seats nobody.
func TestWrite_Templates(t *testing.T) {
	for name, write := range map[string]func([]roll.Row) ([]byte, error){"CSV": roll.WriteCSV, "Excel": roll.WriteExcel} {
		t.Run(name, func(t *testing.T) {
			file, err := write(nil)
			must(t, err)
			refuses(t, "file NO_ROWS", file)
		})
	}
}

// Whatever is read is written so that it reads the same.
func FuzzRead(f *testing.F) {
	csv, err := roll.WriteCSV(kept)
	if err != nil {
		f.Fatal(err)
	}
	book, err := roll.WriteExcel(kept)
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range [][]byte{csv, book, []byte(listed), {}, []byte("PK\x03\x04")} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, file []byte) {
		read, found, err := roll.Read(t.Context(), file)
		must(t, err)
		if len(found) > 0 {
			return
		}
		again, err := roll.WriteCSV(read.Rows)
		must(t, err)
		want := slices.Clone(read.Rows)
		for i := range want {
			want[i].Line = i + 2
		}
		reads(t, want, again)
	})
}
