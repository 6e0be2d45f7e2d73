package main

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

// arrival is something that the other side has taken.
type arrival struct {
	peer  string // by the id of its channel
	what  string // its key; of what goes to a group, which has none, the text
	group bool
	at    time.Time
}

// mood is how a peer behaves.
type mood int32

const (
	well    mood = iota
	hangs        // it takes nothing and says nothing for two minutes
	refuses      // nobody listens
	ails         // it takes nothing and says that it is at fault
)

func (m mood) String() string { return [...]string{"well", "hangs", "refuses", "answers 503"}[m] }

// hangTime is how long a peer hangs.
const hangTime = 2 * time.Minute

// peer is the other side of one channel: it counts what it takes.
type peer struct {
	id      string
	address string // host:port, the same for good
	serve   func(net.Listener) error
	mood    atomic.Int32
	open    net.Listener // nil while nobody listens

	mu     sync.Mutex
	took   []arrival
	taking func() // is called when something is taken and not yet answered; may be nil
}

// listen has the peer answer.
func (p *peer) listen() (err error) {
	var config net.ListenConfig
	address := p.address
	if address == "" {
		address = "127.0.0.1:0"
	}
	if p.open, err = config.Listen(context.Background(), "tcp", address); err != nil {
		return err
	}
	p.address = p.open.Addr().String()
	go func(l net.Listener) { _ = p.serve(l) }(p.open) // it ends with the listener
	return nil
}

// deaf has nobody listen any more.
func (p *peer) deaf() error {
	if p.open == nil {
		return nil
	}
	err := p.open.Close()
	p.open = nil
	return err
}

// feel has the peer behave otherwise.
func (p *peer) feel(m mood) error {
	p.mood.Store(int32(m))
	switch {
	case m == refuses:
		return p.deaf()
	case p.open == nil:
		return p.listen()
	}
	return nil
}

// take notes that something has arrived, for good, and only then answers.
func (p *peer) take(what string, group bool) {
	p.mu.Lock()
	p.took = append(p.took, arrival{p.id, what, group, time.Now()})
	taking := p.taking
	p.mu.Unlock()
	if taking != nil {
		taking()
	}
}

// onTaking sets what is done between taking something and answering.
func (p *peer) onTaking(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.taking = do
}

// arrivals are all that the peer has taken.
func (p *peer) arrivals() []arrival {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.took)
}

// errAtFault is what a peer says that ails.
var errAtFault = errors.New("at fault")

// endure behaves as the peer feels before it takes anything, until whoever asks has gone.
func (p *peer) endure(gone <-chan struct{}) error {
	switch mood(p.mood.Load()) {
	case ails:
		return errAtFault
	case hangs:
		select {
		case <-gone:
		case <-time.After(hangTime):
		}
		return errAtFault
	case well, refuses:
	}
	return nil
}
