package desk_test

import (
	"fmt"
	"net"
	"os"
	"path/filepath"
	"sync/atomic"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// exchanges counts how often a database is asked and answers.
type exchanges struct {
	atomic.Int64
	answered atomic.Bool // the last word was the database's
}

// countExchanges has the desk reach its database through a socket at which somebody counts.
func (w *world) countExchanges() *exchanges {
	w.t.Helper()
	dir, err := os.MkdirTemp("", "desk") // a socket's path must be short
	w.must(err)
	w.t.Cleanup(func() { os.RemoveAll(dir) })
	c := w.owner.Config()
	socket := fmt.Sprint(".s.PGSQL.", c.Port)
	listener, err := (&net.ListenConfig{}).Listen(w.ctx, "unix", filepath.Join(dir, socket))
	w.must(err)
	w.t.Cleanup(func() { listener.Close() })
	count := &exchanges{}
	go count.pass(listener, filepath.Join(c.Host, socket))
	db, err := postgres.Open(w.ctx, fmt.Sprintf("postgres://duban_app@/%s?host=%s&port=%d", c.Database, dir, c.Port))
	w.must(err)
	w.t.Cleanup(db.Close)
	w.desk = desk.New(db, w.now, supervision.ChinaCalendar())
	return count
}

// pass passes on what is said over every connection to a listener.
func (e *exchanges) pass(listener net.Listener, to string) {
	for {
		client, err := listener.Accept()
		if err != nil {
			return
		}
		server, err := net.Dial("unix", to)
		if err != nil {
			client.Close()
			return
		}
		go e.copy(server, client, true)
		go e.copy(client, server, false)
	}
}

// copy passes on one side's words. A question after an answer begins an exchange.
func (e *exchanges) copy(to, from net.Conn, asks bool) {
	defer to.Close()
	words := make([]byte, 1<<16)
	for {
		n, err := from.Read(words)
		if n > 0 && e.answered.Swap(!asks) && asks {
			e.Add(1)
		}
		if _, failed := to.Write(words[:n]); err != nil || failed != nil {
			return
		}
	}
}
