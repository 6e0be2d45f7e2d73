// Package workflows holds the processes: a campaign with its three phases, an inspection, a vote, the courier's rounds.
// Each reads as its story.
//
// A workflow holds no fact. It takes up where the rows stand, does the step that the rules name by one activity, and
// sleeps until the next instant or until somebody nudges it to look again. It may not read a clock of its own, a file
// or a database; it knows supervision, the workflow SDK, and the names and argument types of activities, which are
// declared here.
package workflows

import (
	"strings"
	"time"

	"duban/supervision"
)

// LookAgain is the one signal: something changed, read the rows. It carries nothing.
const LookAgain = "look-again"

// The kinds of process, which are their workflows' names.
const (
	CampaignKind   = "campaign"
	InspectionKind = "inspection"
	VoteKind       = "vote"
	CourierKind    = "courier"
	DeliveryKind   = "delivery"
)

// Processes are the workflows by the names under which their histories are kept.
func Processes() map[string]any {
	return map[string]any{
		CampaignKind: Campaign, InspectionKind: Inspection, VoteKind: Vote, CourierKind: Courier, DeliveryKind: Delivery,
	}
}

// ID is the workflow id of a process: `campaign/hangzhou-2020`.
func ID(kind, id string) string { return kind + "/" + id }

// Ref names what a process is about, in its host.
type Ref struct{ Host, ID string }

// The activities, named by the field.
const (
	TakeUpCampaign   = "TakeUpCampaign"
	MakeCalls        = "MakeCalls"
	OpenPhase        = "OpenPhase"
	CallVote         = "CallVote"
	CloseCampaign    = "CloseCampaign"
	TakeUpInspection = "TakeUpInspection"
	OpenInspection   = "OpenInspection"
	RemindVisit      = "RemindVisit"
	CloseInspection  = "CloseInspection"
	TakeUpVote       = "TakeUpVote"
	OpenVote         = "OpenVote"
	CloseVote        = "CloseVote"
	TallyVote        = "TallyVote"
	FeedBack         = "FeedBack"
	TakeUpCourier    = "TakeUpCourier"
	ComposeDigests   = "ComposeDigests"
	ComposeUrgent    = "ComposeUrgent"
	TakeUpDelivery   = "TakeUpDelivery"
	Deliver          = "Deliver"
)

// DeliverStep is the one step of a delivery: to send what waits on its channel.
const DeliverStep = "DELIVER"

// Due asks an activity to act on a process, but not before an instant. The instant is a lower bound and no more: the
// desk reads its own clock.
type Due struct {
	Ref
	NotBefore time.Time
	Phase     supervision.Phase // for OpenPhase
}

// Campaigning is where a campaign stands.
type Campaigning struct {
	Over     bool
	Phase    supervision.Phase
	Step     supervision.Step
	StepAt   time.Time // zero: people must act first
	NextCall time.Time // zero: nothing is due
	WakeAt   time.Time // when to be awake for the next call; zero with NextCall
}

// Proceeding is where an inspection, a vote or a delivery stands.
type Proceeding struct {
	Over bool
	Step string
	At   time.Time // zero: people must act first
}

// Channel is the channel that a delivery is about: its id follows the host's.
func (r Ref) Channel() string { return strings.TrimPrefix(r.ID, r.Host+"/") }

// Mornings are the working mornings around an instant, when the next urgent message may go out, and whether the host has
// nothing left to compose.
type Mornings struct {
	Last, Next time.Time
	Urgent     time.Time // zero: there is none
	Idle       bool
}
