package channels

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"sync"
)

// Message is a letter as it stands in the log, one line of JSON.
type Message struct {
	Key     string // the same however often the letter is sent
	To      string // a person's id
	Name    string
	Day     string // 2020-06-01
	Subject string
	Lines   []string
}

// LogFile appends each letter to a file.
type LogFile struct {
	path string
	mu   sync.Mutex
}

// NewLogFile appends to the file at path, which is made when missing, readable by its owner alone.
func NewLogFile(path string) *LogFile { return &LogFile{path: path} }

// Send appends a letter and returns once it is on the disk.
func (l *LogFile) Send(c Letter) error {
	line, err := json.Marshal(Message{
		Key: c.Key, To: c.To.Person, Name: c.To.Name, Day: c.Day, Subject: c.Subject, Lines: strings.Split(strings.TrimRight(c.Text, "\n"), "\n"),
	})
	if err != nil {
		return fmt.Errorf("letter %s: %w", c.Key, err)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	f, err := os.OpenFile(l.path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(append(line, '\n')); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}
