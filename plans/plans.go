// Package plans holds the real arrangements as plan files. It knows nothing of how they are read.
package plans

import _ "embed"

//go:embed hangzhou-2020.yaml
var hangzhou2020 []byte

// Hangzhou2020 is the special supervision of Hangzhou's livelihood projects in 2020, as published (rows HZ-01 to HZ-19).
// The caller may change the bytes.
func Hangzhou2020() []byte { return append([]byte(nil), hangzhou2020...) }
