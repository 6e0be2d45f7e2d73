package roll

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"path"
	"strings"
)

// workbook is an archive of parts, each read once, as a stream, and by nobody else: what is checked of a sheet is what is
// taken up. A spreadsheet library that reads the values itself could be shown another sheet than the one that was checked.
type workbook struct {
	parts map[string]*zip.File // by their names, as the archive's makers mean them
	left  int                  // elements that may still be read
}

var (
	errDamaged  = errors.New("the workbook is damaged")
	errTooLarge = errors.New("the workbook is too large")
	errRefused  = errors.New("a finding says why") // nothing more is to be read
)

// openExcel reads the cells of a workbook's first sheet.
func openExcel(ctx context.Context, file []byte, f *findings) table {
	book, ok := unpack(file, f)
	if !ok {
		return table{}
	}
	t, err := book.read(ctx, f)
	switch {
	case err == nil, errors.Is(err, errRefused):
	case errors.Is(err, errTooLarge):
		tooLarge(f)
	default:
		damaged(f)
	}
	return t
}

func damaged(f *findings) {
	f.file("DAMAGED", "工作簿已损坏，无法读取；请重新保存后再试", "the workbook is damaged and cannot be read; save it again")
}

func tooLarge(f *findings) {
	f.file("TOO_LARGE", fmt.Sprintf("工作簿展开后超过 %d MiB，或部件、内容过多", maxAll>>20),
		fmt.Sprintf("the workbook is larger than %d MiB when unpacked, or holds too much", maxAll>>20))
}

// unpack looks into the archive and finds its parts. None is unpacked: no reader of an archive gives more of a part than
// the archive says there is.
func unpack(file []byte, f *findings) (*workbook, bool) {
	archive, err := zip.NewReader(bytes.NewReader(file), int64(len(file)))
	if err != nil {
		damaged(f)
		return nil, false
	}
	book := &workbook{parts: map[string]*zip.File{}, left: maxElements}
	var size uint64
	for _, part := range archive.File {
		if size += min(part.UncompressedSize64, maxAll+1); size > maxAll || len(archive.File) > maxParts {
			tooLarge(f)
			return nil, false
		}
		name := entryName(part.Name)
		if hasMacros(name) {
			f.file("MACROS", "工作簿带有宏；请另存为不带宏的 .xlsx", "the workbook has macros; save it as .xlsx without them")
			return nil, false
		}
		if book.parts[name] != nil { // one program would read the one, another the other
			damaged(f)
			return nil, false
		}
		book.parts[name] = part
	}
	return book, true
}

// hasMacros tells the parts that are run.
func hasMacros(part string) bool {
	return strings.HasPrefix(path.Base(part), "vbaproject") || strings.Contains(part, "macrosheets/")
}

// entryName is a part's name as it is looked up: from the root, and whatever the case and the slashes.
func entryName(name string) string {
	return strings.ToLower(path.Clean("/" + strings.ReplaceAll(name, `\`, "/")))
}

// read reads the first sheet, where the workbook says that it is.
func (b *workbook) read(ctx context.Context, f *findings) (t table, err error) {
	main, err := b.main(ctx)
	if err != nil {
		return t, err
	}
	if main == "" {
		f.file("NOT_A_WORKBOOK", "这不是 .xlsx 工作簿；请在 Excel 或 WPS 中另存为 .xlsx", "this is no .xlsx workbook; save it as .xlsx")
		return t, errRefused
	}
	links, err := b.links(ctx, main)
	if err != nil {
		return t, err
	}
	first, late, err := b.contents(ctx, main)
	if err != nil {
		return t, err
	}
	s := sheet{found: f}
	if s.shared, err = b.texts(ctx, links.ofKind("sharedStrings")); err != nil {
		return t, err
	}
	if err := b.walk(ctx, links[first].target, visit{s.start, s.text, s.end}); err != nil {
		return t, err
	}
	s.table.late = late
	s.plain()
	return s.table, nil
}
