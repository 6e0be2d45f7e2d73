package roll

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// visit is told what a part holds: elements as they begin and end, and texts, each with the path of elements down to it.
// What is nil is not asked for.
type visit struct {
	start func(path string, e xml.StartElement) error
	text  func(path string, text []byte)
	end   func(path string) error
}

// walk reads a part, and keeps nothing of it but the path.
func (b *workbook) walk(ctx context.Context, name string, v visit) error {
	part := b.parts[name]
	if part == nil {
		return errDamaged
	}
	content, err := part.Open()
	if err != nil {
		return err
	}
	defer content.Close()
	decoder := xml.NewDecoder(paced(ctx, content))
	for path := ""; ; {
		token, err := decoder.RawToken() // Token would keep a stack as deep as the text says
		if errors.Is(err, io.EOF) && path == "" {
			return nil
		}
		if err != nil {
			return err
		}
		if path, err = b.step(path, token, v); err != nil {
			return err
		}
	}
}

// step tells a visit of a token, and answers the path of the next.
func (b *workbook) step(path string, token xml.Token, v visit) (string, error) {
	switch t := token.(type) {
	case xml.StartElement:
		if b.left--; b.left < 0 {
			return "", errTooLarge
		}
		if path += "/" + t.Name.Local; strings.Count(path, "/") > maxDepth {
			return "", errDamaged
		}
		if v.start != nil {
			return path, v.start(path, t)
		}
	case xml.CharData:
		if v.text != nil {
			v.text(path, t)
		}
	case xml.EndElement:
		outer, ended := strings.CutSuffix(path, "/"+t.Name.Local)
		if !ended {
			return "", errDamaged
		}
		if v.end != nil {
			return outer, v.end(path)
		}
		return outer, nil
	}
	return path, nil
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// paced reads while a context lasts, and no element or text that is longer than any of Excel's: of an element's attributes
// a decoder keeps ten times their text.
func paced(ctx context.Context, r io.Reader) io.Reader {
	since := 0 // the last element, or text, began
	return readerFunc(func(p []byte) (int, error) {
		if err := ctx.Err(); err != nil {
			return 0, err
		}
		n, err := r.Read(p)
		if at := bytes.LastIndexByte(p[:n], '<'); at >= 0 {
			since = n - at
		} else {
			since += n
		}
		if since > maxPiece {
			return 0, errTooLarge
		}
		return n, err
	})
}
