package channels_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"duban/internal/channels"
)

func keyed(key string) channels.Letter {
	l := letter()
	l.Key = key
	return l
}

// message is how the letter stands in the log.
func message(key string) channels.Message {
	return channels.Message{
		Key: key, To: letter().To.Person, Name: letter().To.Name, Day: "2020-06-03", Subject: letter().Subject,
		Lines: []string{"请在2020-06-10前完成「“代表监督周”专项督查」", "明日座谈会"},
	}
}

// logged decodes a log, line by line.
func logged(t *testing.T, path string) (all []channels.Message) {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for line := range bytes.Lines(text) {
		var m channels.Message
		if err := json.Unmarshal(line, &m); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, m)
	}
	return all
}

func TestLogFile_AppendsALineAMessage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courier.log")
	for _, key := range []string{"first", "second"} {
		// Made anew, as after a restart: what is there stays.
		if err := channels.NewLogFile(path).Send(keyed(key)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]channels.Message{message("first"), message("second")}, logged(t, path)); diff != "" {
		t.Error(diff)
	}
}

func TestLogFile_IsForItsOwnerAlone(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courier.log")
	if err := channels.NewLogFile(path).Send(keyed("k")); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
}

func TestLogFile_ManyAtOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courier.log")
	log := channels.NewLogFile(path)
	var couriers sync.WaitGroup
	for i := range 50 {
		couriers.Go(func() {
			if err := log.Send(keyed(fmt.Sprint(i))); err != nil {
				t.Error(err)
			}
		})
	}
	couriers.Wait()
	keys := map[string]bool{}
	for _, m := range logged(t, path) {
		keys[m.Key] = true
	}
	if len(keys) != 50 {
		t.Errorf("%d messages, want 50", len(keys))
	}
}

func TestLogFile_SaysThatItCannotWrite(t *testing.T) {
	missing := filepath.Join(t.TempDir(), "missing", "courier.log")
	if err := channels.NewLogFile(missing).Send(keyed("k")); !os.IsNotExist(err) {
		t.Errorf("got %v, want %v", err, fs.ErrNotExist)
	}
	if err := channels.NewLogFile("/dev/full").Send(keyed("k")); err == nil {
		t.Error("wrote to a full disk")
	}
}
