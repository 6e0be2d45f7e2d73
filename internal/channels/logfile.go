package channels

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"sync"
)

// LogFile is the channel that appends each message as one line of JSON to a file.
type LogFile struct {
	path string
	mu   sync.Mutex
}

// NewLogFile appends to the file at path, which is made when missing, readable by its owner alone.
func NewLogFile(path string) *LogFile { return &LogFile{path: path} }

// Send appends the message and returns once it is on the disk.
func (l *LogFile) Send(_ context.Context, m Message) error {
	line, err := json.Marshal(m)
	if err != nil {
		return fmt.Errorf("message %s: %w", m.Key, err)
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
