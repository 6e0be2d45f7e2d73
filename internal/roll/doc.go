// Package roll turns the files in which offices keep their people into rows, with everything that is wrong at its cell,
// and rows into such files again. Excel workbooks and CSV are read as they come: with a title above the header, columns in
// any order, days as texts or as Excel's numbers, UTF-8 or GB18030. What it writes it reads back unchanged.
//
// A file is read in stages, and a stage goes on with what the one before could read, so that a clerk sees all at once:
//
//	bytes   size, kind, encoding                  read.go
//	cells   of a workbook or of CSV               excel.go book.go walk.go sheet.go csv.go
//	header  which column is where                 header.go
//	rows    each cell by its column               columns.go cells.go
//	sense   one person, one seat, one at a time   check.go
//
// It knows no database, no network, no clock and no host: whether what a row names exists is for others to say.
package roll
