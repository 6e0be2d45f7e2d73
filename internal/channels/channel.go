package channels

import "context"

// Message is one digest for one person.
type Message struct {
	Key     string // the same however often the message is sent
	To      string // a person's id
	Name    string
	Day     string // 2020-06-01
	Subject string
	Lines   []string
}

// Channel hands messages over. Sending a message twice must be harmless: a receiver knows it by its key.
type Channel interface {
	Send(ctx context.Context, m Message) error
}
