package supervision

import (
	"slices"
	"time"
)

// Entry is one line of the plan: somebody must do a thing within a window.
type Entry struct {
	ID         string
	Kind       DutyKind
	Title      string
	Written    string // its window in the plan's own words; empty where a stage or a deadline gives it
	Window     Window // zero where the project's stage gives it, or the deadline alone
	Within     string // the named window that it was taken from, or empty
	Stage      Stage
	Phase      Phase
	Each       Each
	Only       []string // these projects and their groups; empty: all
	Holder     string   // a seat, or one of the holders that depend on the subject
	RemindDays []int    // calendar days before the last day; never empty
	Requires   []string
	After      string
	Source     string

	Every   Period        // empty: once
	AtLeast int           // times in each period; 1 where the plan says nothing
	Weekday *time.Weekday // always on this day of the week, or nil
	Due     *Deadline     // its last day is counted, or nil

	To      string   // the office that it is due to, or empty
	With    []string // offices of other levels that do it jointly
	Invites []string // InviteUnit, InviteContacts, InviteStreet, offices or seats
	// Unannounced (暗访): who is supervised learns of the visit when it has taken place.
	Unannounced bool
	// Urgent (急办): what is told of it goes out at once, in no digest.
	Urgent bool

	Level   Level // whose visit it is
	Rhythm  Rhythm
	Medium  Medium
	Actor   Actor
	Methods []Method
}

// The three axes of supervision are independent of one another; each is empty where the plan says nothing.
type (
	// Rhythm is daily or concentrated supervision.
	Rhythm string
	// Medium is on-site or online supervision.
	Medium string
	// Actor is supervision by a group or by one deputy.
	Actor string
	// Method is how supervision is done; the plan language lists the methods.
	Method string
)

// The values of the axes.
const (
	Daily        Rhythm = "DAILY"
	Concentrated Rhythm = "CONCENTRATED"
	OnSite       Medium = "ON_SITE"
	Online       Medium = "ONLINE"
	ByGroup      Actor  = "GROUP"
	Individual   Actor  = "INDIVIDUAL"
)

// Each says for what an entry is repeated.
type Each string

// What an entry may be repeated for; once in the campaign otherwise.
const (
	EachCampaign Each = ""
	EachGroup    Each = "group"
	EachPairing  Each = "pairing"
	EachProject  Each = "project"
	EachDeputy   Each = "deputy"
	EachMember   Each = "member"
	EachUnit     Each = "unit"
	EachStreet   Each = "street"
)

// Holders that depend on the subject.
const (
	HolderConvenor  = "convenor"
	HolderUnit      = "unit"
	HolderDeputy    = "deputy"
	HolderMember    = "member"
	HolderLeader    = "leader"
	HolderCommittee = "committee"
	HolderStreet    = "street"
)

// Who may be asked along without being named.
const (
	InviteUnit     = "unit"
	InviteContacts = "contacts"
	InviteStreet   = "street"
)

// byGroup reports whether a visit is made by a group together: its members have parts in it.
func (e Entry) byGroup() bool {
	return e.Kind == InspectionDuty && (e.Each == EachGroup || e.Each == EachPairing) && e.Actor != Individual
}

// covers reports whether the entry is about a project; every project if it names none.
func (e Entry) covers(project string) bool {
	return len(e.Only) == 0 || slices.Contains(e.Only, project)
}
