package supervision

import "time"

// Plan is a supervision plan (监督活动总体方案) as its author wrote it, its days resolved.
type Plan struct {
	ID            string
	Title         string
	Host          Host
	Year          int // the year that months written without one belong to
	Zone          *time.Location
	Demonstration bool
	Source        string
	Phases        [3]Window // by Phase
	Offices       []Office
	Seats         []Seat
	Projects      []Project
	Groups        []Group
	Entries       []Entry
	Vote          VoteRule // zero when no entry is a vote
}

// Host is the body that supervises: a congress, or a government for the plans of that side.
type Host struct{ ID, Name, Kind string }

// Office takes part in a campaign: a committee, a department, a responsible unit.
type Office struct {
	ID, Name string
	Kind     OfficeKind
}

// OfficeKind says what an office is.
type OfficeKind string

// The kinds of office.
const (
	StandingCommittee    OfficeKind = "STANDING_COMMITTEE"
	GeneralOffice        OfficeKind = "GENERAL_OFFICE"
	WorkingCommittee     OfficeKind = "WORKING_COMMITTEE"
	CooperatingCommittee OfficeKind = "COOPERATING_COMMITTEE"
	ResponsibleUnit      OfficeKind = "RESPONSIBLE_UNIT"
	Government           OfficeKind = "GOVERNMENT"
)

// Seat holds duties; a person sits in it for a time.
type Seat struct {
	ID     string
	Office string // empty for a deputy
	Role   Role
	Title  string
}

// Project is a livelihood project (民生实事项目).
type Project struct {
	ID, Title, Text string
	Unit            string // the lead responsible unit's office
	Tags            []string
	Indicators      []Indicator
	YearsRunning    int // 0: the source does not say
}

// Indicator is what a project promises in numbers.
type Indicator struct {
	Name    string
	Target  *float64 // nil: unknown, never 0
	Unit    string
	AtLeast bool
}

// Group is a supervision group (监督小组) and the project it watches.
type Group struct {
	ID, Name       string
	Project        string
	Convenor       string   // a seat
	Members        []string // seats, the convenor not among them
	LeadDepartment string   // an office, or empty
	Cooperating    []string // offices
}

// Entry is one line of the plan: somebody must do a thing within a window.
type Entry struct {
	ID         string
	Kind       DutyKind
	Title      string
	Window     Window
	Phase      Phase
	Each       Each
	Holder     string // a seat, or HolderConvenor, HolderUnit, HolderDeputy
	RemindDays []int  // calendar days before the last day; never empty
	Requires   []string
	After      string
	Source     string
}

// Each says for what an entry is repeated.
type Each string

// What an entry may be repeated for; once in the campaign otherwise.
const (
	EachCampaign Each = ""
	EachGroup    Each = "group"
	EachProject  Each = "project"
	EachDeputy   Each = "deputy"
	EachUnit     Each = "unit"
)

// Holders that depend on the subject.
const (
	HolderConvenor = "convenor"
	HolderUnit     = "unit"
	HolderDeputy   = "deputy"
)

// DefaultRemindDays applies where an entry names none.
var DefaultRemindDays = []int{7, 3, 1}

// MaxDuties is the most that one campaign may hold.
const MaxDuties = 50_000

// OfficeSeat is the seat of the congress's general office, which receives the last escalation.
func (p Plan) OfficeSeat() string {
	for _, o := range p.Offices {
		if o.Kind == GeneralOffice {
			return p.firstSeat(o.ID, RoleStaff)
		}
	}
	return ""
}

func (p Plan) firstSeat(office string, role Role) string {
	for _, s := range p.Seats {
		if s.Office == office && s.Role == role {
			return s.ID
		}
	}
	return ""
}

func (p Plan) groupOf(project string) Group {
	for _, g := range p.Groups {
		if g.Project == project {
			return g
		}
	}
	return Group{}
}

func (p Plan) project(id string) Project {
	for _, pr := range p.Projects {
		if pr.ID == id {
			return pr
		}
	}
	return Project{}
}
