// Package plans holds the real arrangements as plan files. It knows nothing of how they are read.
package plans

import (
	"embed"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Names are those of the plans in alphabetical order, such as hangzhou-2020.
func Names() []string {
	entries, _ := files.ReadDir(".") // the directory is part of the program
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = strings.TrimSuffix(e.Name(), ".yaml")
	}
	return names
}

// Source is the text of the plan of that name, false where there is none. The caller may change the bytes.
func Source(name string) ([]byte, bool) {
	text, err := files.ReadFile(name + ".yaml")
	return text, err == nil
}

// Hangzhou2020 is the special supervision of Hangzhou's livelihood projects in 2020, as published (rows HZ-01 to HZ-19).
// The caller may change the bytes.
func Hangzhou2020() []byte {
	text, _ := Source("hangzhou-2020")
	return text
}
