package channels_test

import (
	"net"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/channels"
)

func TestPost_Log(t *testing.T) {
	path := filepath.Join(t.TempDir(), "courier.log")
	line := channels.Line{Kind: channels.Log}
	takes(t, &channels.Post{Log: channels.NewLogFile(path)}, line, letter())
	want := []channels.Message{{
		Key: letter().Key, To: "hangzhou/g01-d1", Name: "王小明，第一监督小组", Day: "2020-06-03", Subject: letter().Subject,
		Lines: []string{"请在2020-06-10前完成「“代表监督周”专项督查」", "明日座谈会"},
	}}
	if diff := cmp.Diff(want, logged(t, path)); diff != "" {
		t.Error(diff)
	}
	fails(t, &channels.Post{}, line, letter(), channels.Failure{Channel: true, Cause: channels.Malformed, Said: "no log file"})
	full := &channels.Post{Log: channels.NewLogFile("/dev/full")}
	fails(t, full, line, letter(), channels.Failure{Channel: true, Cause: channels.Broken, Said: "no space"})
}

// One that hangs delays nobody else: the lines of a post share nothing that can be full.
func TestPost_ManyAtOnce(t *testing.T) {
	a := newAuthority(t)
	g, lines := robots(t, a)
	var box postbox
	box.open(t, true, a.config())
	over := make(chan struct{})
	post := a.post()
	stuck := mute(t, func(net.Conn) { <-over })
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() {
			if _, err := post.Send(t.Context(), stuck, letter(), now); err == nil {
				t.Error("somebody took it who says nothing")
			}
		})
	}
	began := time.Now()
	for range 4 {
		takes(t, post, lines["WeCom"], list("一"))
		takes(t, post, box.line("smtps"), letter())
		<-g
	}
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("took %s", took)
	}
	close(over)
	all.Wait()
}
