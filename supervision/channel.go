package supervision

import (
	"slices"
	"time"
)

// ChannelKind is a way to reach people (渠道).
type ChannelKind string

// The kinds of channel. A robot belongs to the group of an office, so what goes there is the office's list and never one
// person's. The call list is never configured, always there and always last. The log is for a host that has no other.
const (
	ChannelMail     ChannelKind = "MAIL"
	ChannelDingTalk ChannelKind = "DINGTALK"
	ChannelWeCom    ChannelKind = "WECOM"
	ChannelWebhook  ChannelKind = "WEBHOOK"
	ChannelCallList ChannelKind = "CALL_LIST"
	ChannelLog      ChannelKind = "LOG"
)

// The ids of the two channels that every host has and no office configures.
const (
	LogChannel  = "log"
	CallChannel = "calls"
)

// MessageKind says to whom a message goes, and when.
type MessageKind string

// The kinds of message.
const (
	MessageDigest MessageKind = "DIGEST" // to a person, on a working morning
	MessageUrgent MessageKind = "URGENT" // to a person, at once
	MessageGroup  MessageKind = "GROUP"  // to an office's group, on a working morning
	MessageTest   MessageKind = "TEST"   // to see what the other side answers
)

// DeliveryState is where a message stands on one channel.
type DeliveryState string

// The states of a delivery.
const (
	DeliveryQueued     DeliveryState = "QUEUED"
	DeliverySending    DeliveryState = "SENDING"     // handed over: nobody knows yet how that goes
	DeliveryAccepted   DeliveryState = "ACCEPTED"    // the other side has taken it
	DeliveryRead       DeliveryState = "READ"        // the other side says that it was read
	DeliveryFailed     DeliveryState = "FAILED"      // the next channel is tried
	DeliveryDropped    DeliveryState = "DROPPED"     // all that it said was out of date
	DeliveryToCall     DeliveryState = "TO_CALL"     // somebody has to ring
	DeliveryReached    DeliveryState = "REACHED"     // somebody has rung
	DeliveryNotReached DeliveryState = "NOT_REACHED" // somebody has rung in vain
)

// Robot reports whether channels of the kind speak to a group and not to a person.
func (k ChannelKind) Robot() bool { return k == ChannelDingTalk || k == ChannelWeCom }

// Configured reports whether offices have channels of the kind.
func (k ChannelKind) Configured() bool {
	return k == ChannelMail || k == ChannelWebhook || k.Robot()
}

// Carries reports whether messages of a kind go by channels of this one.
func (k ChannelKind) Carries(m MessageKind) bool {
	switch m {
	case MessageTest:
		return k != ChannelCallList
	case MessageGroup:
		return k.Robot()
	case MessageDigest, MessageUrgent:
	}
	return !k.Robot()
}

// Repeatable reports whether a message of which nobody knows whether it went out may be sent once more: its receiver knows
// it again by its key. A robot's group would read it twice.
func (k ChannelKind) Repeatable() bool { return !k.Robot() }

// Gap is the least time between two messages on one channel: a robot takes twenty a minute, and else none for ten.
func (k ChannelKind) Gap() time.Duration {
	if k.Robot() {
		return 3050 * time.Millisecond
	}
	return 0
}

// Hold is how long a message that was taken up to be sent is its sender's alone, alive or not: by then it has heard the
// answer or given up waiting, even where two clocks differ by a few seconds. So nothing is ever sent by two at a time.
const Hold = 45 * time.Second

// How long a channel that failed rests.
const (
	firstPause = 65 * time.Second
	mostPause  = time.Hour
	mostAsked  = 24 * time.Hour
)

// Pause is how long a channel rests after so many failures in a row. What the other side asks for is honoured, up to a day.
func Pause(failures int, asked time.Duration) time.Duration {
	pause := firstPause
	for n := 1; n < failures && pause < mostPause; n++ {
		pause *= 2
	}
	return max(min(pause, mostPause), min(asked, mostAsked))
}

// Health is how a channel fares.
type Health struct {
	Kind        ChannelKind
	On          bool
	Failing     bool
	PausedUntil time.Time
	LastSent    time.Time
}

// Sends is the first instant not before another at which the channel may be used.
func (h Health) Sends(from time.Time) time.Time {
	from = Later(from, h.PausedUntil)
	if !h.LastSent.IsZero() {
		from = Later(from, h.LastSent.Add(h.Kind.Gap()))
	}
	return from
}

// Looks is when there is something to do about what waits on the channel: to send the first of it, or to give up what has
// waited too long. What waits for a channel that is off is given up at once.
func (h Health) Looks(first, giveUp time.Time) time.Time {
	switch {
	case !h.On:
		return first
	case h.Failing:
		return Earliest(h.Sends(first), giveUp)
	}
	return h.Sends(first)
}

// Patience is how long a message waits for a channel that is down before the next one is tried. A test is tried once; it waits no
// longer than until what is being sent has its answer, and whoever pressed the button presses it again.
func (m MessageKind) Patience() time.Duration {
	switch m {
	case MessageUrgent:
		return 10 * time.Minute
	case MessageTest:
		return time.Minute
	case MessageDigest, MessageGroup:
	}
	return 2 * time.Hour
}

// MostRefused is how many letters in a row a channel may refuse or put off without taking one: so many mean that something is wrong with
// the channel, whatever it says, and no more go another way for it.
const MostRefused = 20

// Channel is one way of one office to reach people.
type Channel struct {
	ID       string
	Kind     ChannelKind
	Office   string // empty: of none
	Congress bool   // of the congress's own office: for whoever has no nearer one
	Off      bool   // nothing is sent on it
}

// Reach is what is known of how a person can be reached.
type Reach struct {
	Order   []ChannelKind // in which the person, or else the office, wants to be; empty: by mail, and then by webhook
	Offices []string      // of the person and above, the nearest first
	Mail    bool          // an address is known
	// Unannounced: the message tells of an unannounced visit, which no channel of a unit carries.
	Unannounced bool
}

// Route is the order in which channels are tried for a person: of each kind the one of the nearest office, else the
// congress's. Whoever cannot be reached otherwise is rung up. The log is for a host that has set up no channel: where all
// are off, somebody has to ring.
func Route(r Reach, channels []Channel) (route []Channel) {
	order := r.Order
	if len(order) == 0 {
		order = []ChannelKind{ChannelMail, ChannelWebhook}
	}
	if i := slices.Index(order, ChannelCallList); i >= 0 {
		order = order[:i] // who is rung up is told
	}
	if !slices.ContainsFunc(channels, func(c Channel) bool { return c.Kind.Configured() }) {
		order = []ChannelKind{ChannelLog}
	} else {
		order = slices.DeleteFunc(slices.Clone(order), func(k ChannelKind) bool { return !k.leads(r) })
	}
	for _, kind := range order {
		if c, ok := r.nearest(kind, channels); ok && !slices.Contains(route, c) {
			route = append(route, c)
		}
	}
	return append(route, Channel{ID: CallChannel, Kind: ChannelCallList})
}

// leads reports whether a channel of the kind that an office has configured can lead to the person.
func (k ChannelKind) leads(r Reach) bool {
	return k.Configured() && !k.Robot() && (k != ChannelMail || r.Mail)
}

// nearest is the channel of a kind that is the person's own office's, one's above it, or the congress's.
func (r Reach) nearest(kind ChannelKind, channels []Channel) (near Channel, found bool) {
	best := len(r.Offices) + 1
	for _, c := range channels {
		if r.Unannounced && !c.Congress && c.Kind != ChannelLog {
			continue
		}
		distance := slices.Index(r.Offices, c.Office)
		if distance < 0 && (c.Congress || c.Kind == ChannelLog) {
			distance = len(r.Offices)
		}
		if c.Kind == kind && !c.Off && distance >= 0 && distance < best {
			near, best, found = c, distance, true
		}
	}
	return near, found
}
