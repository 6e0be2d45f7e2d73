package supervision

import (
	"fmt"
	"strconv"
	"unicode"
)

// Check lists everything in the plan that is wrong or doubtful, all at once: a plan with an error is refused, a
// warning is for its author to weigh. Field names the place as the plan language writes it, `duties[3].window`.
func (p Plan) Check() []Finding {
	c := newChecker(p)
	c.head()
	c.phases()
	c.events()
	c.windows()
	c.offices()
	c.seats()
	c.projects()
	c.groups()
	c.duties()
	c.size()
	c.idle()
	return c.found
}

// checker gathers the findings of one plan.
type checker struct {
	plan  Plan
	lists struct {
		offices, units, streets, seats, deputies, staff, projects, groups, entries, events, windows known
	}
	subjects subjectLists
	holders  map[holding]string // see held
	counts   []int              // of the duties that each entry makes
	found    []Finding
}

func newChecker(p Plan) *checker {
	officeID := func(o Office) string { return o.ID }
	seatID := func(s Seat) string { return s.ID }
	c := &checker{plan: p, subjects: newSubjectLists(p), holders: map[holding]string{}}
	c.counts = p.countDuties(c.subjects)
	c.lists.offices = knownIDs(noun{"机构", "office"}, p.Offices, officeID)
	c.lists.units = knownIDs(noun{"责任单位", "responsible unit"}, p.officesOf(ResponsibleUnit), officeID)
	c.lists.seats = knownIDs(noun{"席位", "seat"}, p.Seats, seatID)
	c.lists.deputies = knownIDs(noun{"代表席位", "deputy's seat"}, p.seatsOf(RoleDeputy), seatID)
	c.lists.staff = knownIDs(noun{"工作人员席位", "staff seat"}, p.seatsOf(RoleStaff), seatID)
	c.lists.streets = knownIDs(noun{"街道工委", "street"}, p.officesOf(StreetCommittee), officeID)
	c.lists.events = knownIDs(noun{"事件", "event"}, p.Events, func(e Event) string { return e.ID })
	c.lists.windows = knownIDs(noun{"时段", "window"}, p.Windows, func(w NamedWindow) string { return w.ID })
	c.lists.projects = knownIDs(noun{"项目", "project"}, p.Projects, func(pr Project) string { return pr.ID })
	c.lists.groups = knownIDs(noun{"监督小组", "group"}, p.Groups, func(g Group) string { return g.ID })
	c.lists.entries = knownIDs(noun{"任务", "duty"}, p.Entries, func(e Entry) string { return e.ID })
	return c
}

func (c *checker) refuse(field, code, zh, en string) {
	c.found = append(c.found, Finding{Code: code, Field: field, Zh: zh, En: en})
}

func (c *checker) warn(field, code, zh, en string) {
	c.found = append(c.found, Finding{Code: code, Warning: true, Field: field, Zh: zh, En: en})
}

// place writes where a finding is: place("duties", 3, "window") is duties[3].window.
func place(list string, i int, field string) string {
	return list + "[" + strconv.Itoa(i) + "]." + field
}

// line refuses what a reader of one line cannot see: control characters break letters and logs, and marks of writing
// direction make a name read as another one.
func (c *checker) line(field, text string) { c.text(field, text, false) }

// text is line for words that may stand on several lines.
func (c *checker) text(field, text string, lines bool) {
	for i, r := range []rune(text) {
		if unseen(r) && (r != '\n' || !lines) {
			c.refuse(field, "CONTROL_CHARACTER",
				fmt.Sprintf("第 %d 个字符是不可见的控制字符 %U，请删去", i+1, r),
				fmt.Sprintf("character %d is the invisible control character %U; remove it", i+1, r))
			return
		}
	}
}

func unseen(r rune) bool {
	return unicode.In(r, unicode.Cc, unicode.Zl, unicode.Zp, unicode.Bidi_Control)
}

func (c *checker) head() {
	c.line("title", c.plan.Title)
	c.line("host.name", c.plan.Host.Name)
	c.line("source", c.plan.Source)
	c.line("vote.source", c.plan.Vote.Source)
}

func (w Window) isZero() bool { return w == Window{} }

func (c *checker) noWindow(field string) {
	c.refuse(field, "NO_WINDOW", "缺少时间，应写作 4月下旬 或 9月..11月", "expected a window such as 4月下旬 or 9月..11月")
}

func (c *checker) offices() {
	for i, o := range c.plan.Offices {
		c.unique(c.lists.offices, "offices", i, o.ID)
		c.line(place("offices", i, "name"), o.Name)
	}
}

// seats belong to offices, except a deputy's; the general office needs one, because what lapses ends on its desk.
func (c *checker) seats() {
	for i, s := range c.plan.Seats {
		c.unique(c.lists.seats, "seats", i, s.ID)
		c.line(place("seats", i, "title"), s.Title)
		c.seat(i, s)
	}
	if c.plan.OfficeSeat() == "" {
		c.refuse("seats", "NO_OFFICE_STAFF",
			"办公厅(室)(GENERAL_OFFICE)须有一个 STAFF 席位，逾期事项最后报送该席位",
			"expected a STAFF seat in the GENERAL_OFFICE: overdue duties are escalated to it last")
	}
}

func (c *checker) seat(i int, s Seat) {
	switch s.ID {
	case HolderConvenor, HolderUnit, HolderDeputy, HolderMember, HolderLeader, HolderCommittee, HolderStreet, InviteContacts:
		c.refuse(place("seats", i, "id"), "RESERVED_ID",
			s.ID+" 是 holder 的专用写法，席位须另取编号", s.ID+" is a word of the plan language for holders; choose another id")
	}
	if s.Office != "" || s.Role != RoleDeputy && s.Role != RoleResident && s.Role != "" {
		c.refer(c.lists.offices, place("seats", i, "office"), s.Office)
	}
}

// size refuses a plan too large to run, counting its duties without making them.
func (c *checker) size() {
	n := 0
	for _, count := range c.counts {
		n += count
	}
	if n > MaxDuties {
		c.refuse("duties", "TOO_MANY_DUTIES",
			fmt.Sprintf("将产生 %d 项任务，上限 %d 项", n, MaxDuties),
			fmt.Sprintf("makes %d duties; expected at most %d", n, MaxDuties))
	}
}
