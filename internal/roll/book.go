package roll

import (
	"cmp"
	"context"
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// link is where a part says that another is, and what kind of part that is.
type link struct{ kind, target string }

// links are a part's, by their ids.
type links map[string]link

// ofKind is the target of the first link of a kind, of which a workbook has one; empty without any.
func (l links) ofKind(kind string) string {
	for _, one := range l {
		if one.kind == kind {
			return one.target
		}
	}
	return ""
}

// single are the kinds of which a document has one.
var single = []string{"officeDocument", "sharedStrings"}

// kindOf is the last word of a kind's address, which has two forms.
func kindOf(address string) string { return address[strings.LastIndexByte(address, '/')+1:] }

// main is the part that lists the sheets; empty where the archive is another document.
func (b *workbook) main(ctx context.Context) (string, error) {
	if b.parts["/_rels/.rels"] == nil {
		return "", nil
	}
	all, err := b.links(ctx, "/")
	main := all.ofKind("officeDocument")
	if name := path.Base(main); !strings.HasPrefix(name, "workbook") || path.Ext(name) != ".xml" {
		return "", err
	}
	return main, err
}

// links reads where a part says that others are. Two by one id, or to one kind of which there is one, are refused: one
// program would follow the one, another the other.
func (b *workbook) links(ctx context.Context, part string) (links, error) {
	folder, name := path.Split(part)
	all := links{}
	return all, b.walk(ctx, folder+"_rels/"+name+".rels", visit{start: func(path string, e xml.StartElement) error {
		if path != "/Relationships/Relationship" {
			return nil
		}
		id, one := attribute(e, "Id"), link{kindOf(attribute(e, "Type")), located(folder, attribute(e, "Target"))}
		if _, twice := all[id]; twice || slices.Contains(single, one.kind) && all.ofKind(one.kind) != "" {
			return errDamaged
		}
		all[id] = one
		return nil
	}})
}

// located is a part's name, of what another says: from that one's folder, or from the root.
func located(folder, target string) string {
	target = strings.ReplaceAll(target, `\`, "/")
	if path.IsAbs(target) {
		return entryName(target)
	}
	return entryName(path.Join(folder, target))
}

// contents reads the link to the first sheet, and whether days are counted from 1904.
func (b *workbook) contents(ctx context.Context, part string) (first string, late bool, err error) {
	err = b.walk(ctx, part, visit{start: func(path string, e xml.StartElement) error {
		switch path {
		case "/workbook/workbookPr":
			late, _ = strconv.ParseBool(attribute(e, "date1904"))
		case "/workbook/sheets/sheet":
			first = cmp.Or(first, attribute(e, "id"))
		}
		return nil
	}})
	return first, late, err
}

// texts reads the texts that cells share.
func (b *workbook) texts(ctx context.Context, part string) (all []string, err error) {
	if part == "" {
		return nil, nil
	}
	var text strings.Builder
	err = b.walk(ctx, part, visit{
		text: func(path string, part []byte) {
			if path == "/sst/si/t" || path == "/sst/si/r/t" { // and not how it is read aloud
				text.Write(part)
			}
		},
		end: func(path string) error {
			switch {
			case path != "/sst/si":
				return nil
			case len(all) == maxTexts:
				return errTooLarge
			}
			all = append(all, unescaped(text.String()))
			text.Reset()
			return nil
		},
	})
	return all, err
}

// escapes are how a workbook writes characters that XML may not hold.
var escapes = regexp.MustCompile(`_x[0-9A-Fa-f]{4}_`)

func unescaped(text string) string {
	return escapes.ReplaceAllStringFunc(text, func(escape string) string {
		code, _ := strconv.ParseUint(escape[2:6], 16, 16)
		return string(rune(code))
	})
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
