package supervision

import (
	"fmt"
	"strconv"
	"strings"
)

func (c *checker) duties() {
	count := map[DutyKind]int{}
	for i, e := range c.plan.Entries {
		c.unique(c.lists.entries, "duties", i, e.ID)
		c.line(place("duties", i, "title"), e.Title)
		c.line(place("duties", i, "source"), e.Source)
		c.window(i, e)
		c.days(i, e)
		c.subject(i, e)
		c.holder(i, e)
		c.after(i, e)
		c.requires(i, e)
		c.once(i, e, count)
		c.concerned(i, e)
		c.unannounced(i, e)
		c.urgent(i, e)
	}
	c.cycles()
}

// onlyOnce are the kinds that happen once in the campaign.
var onlyOnce = map[DutyKind]bool{JointSubmission: true, Vote: true}

// subject refuses an entry that is repeated for the wrong thing, or for nothing at all.
func (c *checker) subject(i int, e Entry) {
	switch {
	case onlyOnce[e.Kind] && e.Each != EachCampaign:
		c.refuse(place("duties", i, "for_each"), "WRONG_SUBJECT",
			fmt.Sprintf("%s 全活动只有一项，不能写 for_each", e.Kind),
			fmt.Sprintf("%s happens once in the campaign; expected no for_each", e.Kind))
	case e.Kind == InspectionDuty && e.Each == EachUnit:
		c.refuse(place("duties", i, "for_each"), "WRONG_SUBJECT",
			"责任单位是被督查的一方，不能写 for_each: unit", "units are inspected, they do not inspect: expected another for_each")
	case c.counts[i] == 0 && e.Every != "" && (e.Window.isZero() || e.Window.tooLong()): // said already
	case c.counts[i] == 0:
		c.refuse(place("duties", i, "kind"), "NO_SUBJECT",
			"不会产生任何任务："+missing[e.Each].zh, "makes no duty: "+missing[e.Each].en)
	}
}

// missing says what a plan lacks when an entry has no subject. An entry for the campaign has one unless it is a vote.
var missing = map[Each]noun{
	EachCampaign: {"没有 MEMBER 席位(常委会组成人员)", "expected seats of role MEMBER"},
	EachGroup:    {"没有监督小组", "expected groups"},
	EachProject:  {"没有项目", "expected projects"},
	EachPairing:  {"没有专业督查组(PROFESSIONAL)", "expected groups of kind PROFESSIONAL"},
	EachDeputy:   {"监督小组中没有代表", "expected deputies in groups"},
	EachMember:   {"监督小组中没有代表或居民议事成员", "expected deputies or residents in groups"},
	EachUnit:     {"没有责任单位", "expected responsible units"},
	EachStreet:   {"没有街道工委(STREET_COMMITTEE)", "expected offices of kind STREET_COMMITTEE"},
}

// holder refuses a duty that nobody would hold. A visit by a group is held by its convenor, a vote by the members.
func (c *checker) holder(i int, e Entry) {
	field := place("duties", i, "holder")
	hint, depends := holderHints[e.Holder]
	switch {
	case e.Kind == Vote && e.Holder != "", e.byGroup() && e.Holder != "" && e.Holder != HolderConvenor:
		c.refuse(field, "WRONG_HOLDER",
			fmt.Sprintf("%s 的承担人是固定的，不写 holder", e.Kind), fmt.Sprintf("%s has its own holders; expected none here", e.Kind))
	case e.Kind == Vote, e.byGroup():
	case e.Holder == "" && e.Kind != InspectionDuty, e.Holder == "" && e.Each == EachCampaign:
		c.refuse(field, "NO_HOLDER", "须写明承担人：席位编号，或 convenor、unit、deputy、member、leader、committee、street",
			"expected a holder: a seat's id, or convenor, unit, deputy, member, leader, committee, street")
	case depends:
		if who := c.holderless(e); who != "" {
			c.refuse(field, "NO_HOLDER", hint.zh+"；无人承担："+who, hint.en+"; nobody holds it for: "+who)
		}
	default:
		c.refer(c.lists.seats, field, e.Holder)
	}
}

var holderHints = map[string]noun{
	HolderConvenor: {"convenor 须配合 for_each: group，或用于有监督小组的项目", "convenor expects for_each: group, or projects that have a group"},
	HolderUnit:     {"unit 须配合 for_each，且责任单位须有 OFFICIAL 席位", "unit expects a for_each, and an OFFICIAL seat in each responsible unit"},
	HolderDeputy:   {"deputy 须配合 for_each: deputy", "deputy expects for_each: deputy"},
	HolderMember:   {"member 须配合 for_each: member", "member expects for_each: member"},
	HolderLeader: {
		"leader 须配合 for_each，且小组有牵头领导(lead_leader)或项目有联系领导(contact_leader)",
		"leader expects a for_each, and groups with a lead_leader or projects with a contact_leader",
	},
	HolderCommittee: {
		"committee 须配合 for_each，且项目有责任工委(committee)或小组有牵头部门(lead_department)，该机构有 STAFF 席位",
		"committee expects a for_each, and a STAFF seat in the committee of each project or the lead_department of each group",
	},
	HolderStreet: {
		"street 须配合 for_each: street，或用于有街道的小组，且街道工委有 STAFF 席位",
		"street expects for_each: street, or groups tied to a street, and a STAFF seat in each street committee",
	},
	"": {"督查须有承担人：写 holder，或由有召集人的小组进行", "a visit expects a holder, or a group that has a convenor"},
}

// holding is how an entry names its holder, and what is asked about the seats that are meant.
type holding struct {
	each   Each
	holder string
	only   string
	asked  string
}

// holderless names the subjects for which the entry has no holder, the first few of them.
func (c *checker) holderless(e Entry) string {
	return c.held(e, "nobody", func(seat string) bool { return seat == "" })
}

// held names the subjects whose holder is as asked, the first few of them. Entries that name their holder alike have one
// answer to one question, which is kept.
func (c *checker) held(e Entry, asked string, by func(seat string) bool) string {
	key := holding{e.Each, e.Holder, strings.Join(e.Only, " "), asked}
	if who, known := c.holders[key]; known {
		return who
	}
	var ids []string
	for _, s := range c.subjects.of(e.Each) {
		if e.about(s) && by(c.plan.holder(e, s)) {
			ids = append(ids, s.id)
		}
	}
	if len(ids) > fewIDs {
		ids = append(ids[:fewIDs], "…")
	}
	c.holders[key] = strings.Join(ids, ", ")
	return c.holders[key]
}

// requires: the joint submission waits for reports, which are judged; nothing else waits for several duties.
func (c *checker) requires(i int, e Entry) {
	field := place("duties", i, "requires")
	switch {
	case e.Kind != JointSubmission && len(e.Requires) > 0:
		c.refuse(field, "WRONG_REQUIRES", "只有 JOINT_SUBMISSION 写 requires", "expected only in a JOINT_SUBMISSION")
	case e.Kind == JointSubmission && len(e.Requires) == 0:
		c.refuse(field, "REQUIRED", "须列出一并提交的报告(REPORT)", "expected the reports (REPORT) that are submitted together")
	}
	for j, id := range e.Requires {
		c.required(place("duties", i, "requires["+strconv.Itoa(j)+"]"), id)
	}
}

func (c *checker) required(field, id string) {
	if !c.refer(c.lists.entries, field, id) {
		return
	}
	if kind := c.plan.Entries[c.lists.entries.first[id]].Kind; kind != Report && kind != "" {
		c.refuse(field, "NOT_A_REPORT",
			fmt.Sprintf("%s 是 %s，应为报告(REPORT)", id, kind), fmt.Sprintf("%s is a %s; expected a REPORT", id, kind))
	}
}

func (c *checker) after(i int, e Entry) {
	if e.After != "" {
		c.refer(c.lists.entries, place("duties", i, "after"), e.After)
	}
}

// once refuses a second gate, deliberation or vote of the evaluation: the year has one of each. A vote before that
// (双测评, XC-10) is called when what it follows is proven. A vote must say how it is counted.
func (c *checker) once(i int, e Entry, count map[DutyKind]int) {
	field := place("duties", i, "kind")
	midYear := e.Kind == Vote && e.Phase != Evaluation
	if !midYear {
		count[e.Kind]++
	}
	switch e.Kind {
	case JointSubmission, Deliberation, Vote:
		if count[e.Kind] > 1 {
			c.refuse(field, "ONLY_ONE", fmt.Sprintf("%s 至多一项", e.Kind), fmt.Sprintf("expected at most one %s", e.Kind))
		}
	case Meeting, Hearing, InspectionDuty, Document, Report:
	}
	if midYear && e.After == "" {
		c.refuse(place("duties", i, "after"), "REQUIRED",
			"总结测评阶段以外的测评，须写明在哪项任务之后进行(after)", "a vote outside the evaluation: expected the entry that it follows (after)")
	}
	if e.Kind == Vote && c.plan.Vote.Denominator == "" {
		c.refuse(field, "NO_VOTE_RULE", "须另写 vote：计票规则", "expected a rule for counting it: the plan's field vote")
	}
}

// cycles refuses entries that wait for themselves, directly or through others: they would never open.
func (c *checker) cycles() {
	walk := make([]visit, len(c.plan.Entries))
	for i := range c.plan.Entries {
		if walk[i] == unvisited {
			c.follow(i, walk)
		}
	}
}

// visit is how far a walk along what entries wait for has come with one of them.
type visit byte

const (
	unvisited visit = iota
	underWay
	visited
)

// follow walks on from the entry at i, and refuses the step that comes back to an entry still under way.
func (c *checker) follow(i int, walk []visit) {
	walk[i] = underWay
	for _, wait := range waitsFor(c.plan.Entries[i]) {
		next, known := c.lists.entries.first[wait.id]
		switch {
		case !known || walk[next] == visited:
		case walk[next] == unvisited:
			c.follow(next, walk)
		default:
			c.refuse(place("duties", i, wait.field), "CYCLE",
				"与 "+wait.id+" 互相等待，永远不能开始", "waits for "+wait.id+", which waits for it: neither would ever open")
		}
	}
	walk[i] = visited
}

// wait is an entry that another one waits for, and the field that says so.
type wait struct{ field, id string }

func waitsFor(e Entry) []wait {
	waits := []wait{{"after", e.After}}
	for j, id := range e.Requires {
		waits = append(waits, wait{"requires[" + strconv.Itoa(j) + "]", id})
	}
	return waits
}
