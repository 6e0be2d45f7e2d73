// Package failpoint names the places between two effects where a crash must cost nothing. In a binary built with the tag
// `failpoints` a crash test can have the process die or stand still there; in any other binary a place is nothing at all.
// It knows no part of Duban.
package failpoint

// The places: what lies before each is done, what lies after it is not.
const (
	Committed = "committed" // a nudge is committed; Temporal has not heard of it
	Nudged    = "nudged"    // Temporal has taken a nudge; it is in the outbox still
	Keeping   = "keeping"   // a process is known to be missing; it is not started yet
	Made      = "made"      // calls are made; Temporal does not know it
	Stepped   = "stepped"   // a step is taken; Temporal does not know it
	Composed  = "composed"  // messages are composed; no delivery has heard of them
	Sending   = "sending"   // a message is taken up; it is not handed over
	Sent      = "sent"      // a message was handed over; that is not recorded
	Settled   = "settled"   // what became of a message is recorded; Temporal does not know it
)
