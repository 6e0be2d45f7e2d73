package postgresql

import (
	"bytes"
	"fmt"
	"os"
	"regexp"
	"strings"
)

// serverLog is the file that the server writes to by itself, so that a pipe of ours
// can neither block it nor end it.
type serverLog struct {
	path  string
	start int64 // where the present run begins, in bytes
}

// largestLog is the size in bytes at which a start sets the old log aside.
const largestLog = 16 << 20

func (l *serverLog) open() (*os.File, error) {
	if info, err := os.Stat(l.path); err == nil && info.Size() > largestLog {
		if err := os.Rename(l.path, l.path+".old"); err != nil {
			return nil, err
		}
	}
	f, err := os.OpenFile(l.path, os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o640)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		f.Close()
		return nil, err
	}
	l.start = info.Size()
	return f, nil
}

// tail is what the present run has said.
func (l *serverLog) tail() []byte {
	text, err := os.ReadFile(l.path)
	if err != nil || int64(len(text)) < l.start {
		return nil
	}
	return text[l.start:]
}

func (l *serverLog) says(phrase string) bool { return bytes.Contains(l.tail(), []byte(phrase)) }

// reason is the server's own last word, or the way it ended.
func (l *serverLog) reason(exit error) string {
	if said := failure(l.tail()); said != "" {
		return said
	}
	return fmt.Sprintf("%v (see %s)", exit, l.path)
}

var failurePattern = regexp.MustCompile(`(?m)(?:FATAL|PANIC|error): +(.+)$`)

// failure is the last complaint in a program's output, else its last line.
func failure(said []byte) string {
	if m := failurePattern.FindAllSubmatch(said, -1); m != nil {
		return string(m[len(m)-1][1])
	}
	return lastLine(said)
}

func lastLine(said []byte) string {
	lines := strings.Split(strings.TrimSpace(string(said)), "\n")
	return lines[len(lines)-1]
}
