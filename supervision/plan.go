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
	Phases        [3]Window // by Phase; zero in a plan without phases
	Period        Window    // the days that the campaign covers
	Events        []Event
	Windows       []NamedWindow
	VisitsAWeek   int // more for one person in one week are worth a warning
	Offices       []Office
	Seats         []Seat
	Projects      []Project
	Groups        []Group
	Entries       []Entry
	Vote          VoteRule // zero when no entry is a vote
}

// Host is the body that supervises: a congress, or a government for the plans of that side.
type Host struct {
	ID, Name string
	Kind     HostKind
	Level    Level
}

// HostKind says what a host is.
type HostKind string

// The kinds of host. A government's plans have no deputies and may have no phases.
const (
	CongressHost   HostKind = "CONGRESS"
	GovernmentHost HostKind = "GOVERNMENT"
)

// Level is one of the levels of congress and government; empty where nobody is told apart by it.
type Level string

// The levels.
const (
	ProvinceLevel Level = "PROVINCE"
	CityLevel     Level = "CITY"
	DistrictLevel Level = "DISTRICT"
	StreetLevel   Level = "STREET"
)

// Event is something whose day may not be settled yet, and from which other days are counted.
type Event struct {
	ID, Title string
	Date      Date   // zero until it is settled
	Expected  Window // zero: nobody knows
}

// CountFrom is the day that is counted from: the event's date or, until that is settled, the first day on which it is
// expected; zero when nobody knows.
func (e Event) CountFrom() (day Date, settled bool) {
	if !e.Date.IsZero() {
		return e.Date, true
	}
	return e.Expected.First, false
}

// NamedWindow is a window to which several entries belong: 代表监督周, 监督月.
type NamedWindow struct {
	ID, Title string
	Written   string // in the plan's own words
	Window    Window
}

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
	OtherCongress        OfficeKind = "CONGRESS" // of another level
	StreetCommittee      OfficeKind = "STREET_COMMITTEE"
	Contractor           OfficeKind = "CONTRACTOR"
	ChairpersonsMeeting  OfficeKind = "CHAIRPERSONS_MEETING"
	LiaisonStation       OfficeKind = "LIAISON_STATION"
)

// Seat holds duties; a person sits in it for a time.
type Seat struct {
	ID     string
	Office string // empty for a deputy or a resident council member
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
	Level           Level
	ContactLeader   string    // 联系领导: a seat, or empty
	Committee       string    // 责任工委: an office, or empty
	Cooperating     []string  // offices
	Contacts        []string  // offices: contractors and others
	Stages          [3]Window // by Stage; zero where the project has none
	Site            string    // empty: a site of its own
}

// Stage is one of the three parts of a project's own course, beside the year's phases.
type Stage int

// The stages, in order.
const (
	NoStage     Stage = iota
	BeforeStage       // 事前
	DuringStage       // 事中
	AfterStage        // 事后
)

// Stage returns the days of one of the project's stages; zero if it has none.
func (p Project) Stage(s Stage) Window { return p.Stages[s-BeforeStage] }

// Indicator is what a project promises in numbers.
type Indicator struct {
	Name    string
	Target  *float64 // nil: unknown, never 0
	Unit    string
	AtLeast bool
	Form    Form
	Open    bool   // 等: the list in the source is not closed
	Text    string // the words of the source
}

// Form is what an indicator's words promise where they are no plain number; empty otherwise.
type Form string

// The forms.
const (
	FullCoverage Form = "FULL_COVERAGE" // 全覆盖
	Basically    Form = "BASICALLY"     // 基本实现
	Paper        Form = "PAPER"         // 制定行动计划
)

// GroupKind says what a group is.
type GroupKind string

// The kinds of group.
const (
	SpecialGroup      GroupKind = "SPECIAL"      // 专项监督小组: watches one project
	ProfessionalGroup GroupKind = "PROFESSIONAL" // 专业督查组: a working committee paired with a street committee
)

// Group is a supervision group (监督小组) and what it watches.
type Group struct {
	ID, Name       string
	Kind           GroupKind
	Project        string   // empty for a professional group
	LeadLeader     string   // 牵头领导: a seat, or empty
	Street         string   // the street committee it is tied to, or empty
	Community      string   // the community it is tied to, by name
	Convenor       string   // a seat
	Members        []string // seats, the convenor not among them
	LeadDepartment string   // an office, or empty
	Cooperating    []string // offices
}

// DefaultRemindDays applies where an entry names none.
var DefaultRemindDays = []int{7, 3, 1}

// DefaultVisitsAWeek applies where a plan names no other number.
const DefaultVisitsAWeek = 3

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

// EntriesByID are the plan's entries by their ids.
func (p Plan) EntriesByID() map[string]Entry {
	entries := make(map[string]Entry, len(p.Entries))
	for _, e := range p.Entries {
		entries[e.ID] = e
	}
	return entries
}

func (p Plan) firstSeat(office string, role Role) string {
	for _, s := range p.Seats {
		if s.Office == office && s.Role == role {
			return s.ID
		}
	}
	return ""
}

// covered lists the projects that an entry is about.
func (p Plan) covered(e Entry) []string {
	ids := collect(p.Projects, func(pr Project) string { return pr.ID })
	return only(ids, e.covers)
}

func (p Plan) project(id string) Project {
	for _, pr := range p.Projects {
		if pr.ID == id {
			return pr
		}
	}
	return Project{}
}
