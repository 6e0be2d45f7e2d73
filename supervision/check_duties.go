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
		c.subject(i, e)
		c.holder(i, e)
		c.after(i, e)
		c.requires(i, e)
		count[e.Kind]++
		c.once(i, e, count[e.Kind])
	}
	c.cycles()
}

// window warns of days outside the duty's phase, which real plans have (HZ-05): 5月11日 is a day after 5月上旬.
func (c *checker) window(i int, e Entry) {
	field, phase := place("duties", i, "window"), Window{}
	if e.Phase != NoPhase {
		phase = c.plan.Window(e.Phase)
	}
	switch {
	case e.Window.isZero():
		c.noWindow(field)
	case phase.isZero() || phase.Contains(e.Window.First) && phase.Contains(e.Window.Last):
	case c.plan.inNoPhase(e.Window.Last):
		c.warn(field, "OUTSIDE_PERIOD",
			fmt.Sprintf("止于 %s，不在任何阶段之内", e.Window.Last),
			fmt.Sprintf("ends on %s, a day of no phase", e.Window.Last))
	default:
		c.warn(field, "OUTSIDE_PHASE",
			fmt.Sprintf("%s 超出所属阶段 %s(%s)", e.Window, e.Phase, phase),
			fmt.Sprintf("%s is not within its phase %s (%s)", e.Window, e.Phase, phase))
	}
}

func (p Plan) inNoPhase(day Date) bool {
	for _, w := range p.Phases {
		if w.isZero() || w.Contains(day) {
			return false
		}
	}
	return true
}

// onlyEach are the kinds that can be repeated in one way only.
var onlyEach = map[DutyKind]Each{InspectionDuty: EachGroup, JointSubmission: EachCampaign, Vote: EachCampaign}

// subject refuses an entry that is repeated for the wrong thing, or for nothing at all.
func (c *checker) subject(i int, e Entry) {
	want, fixed := onlyEach[e.Kind]
	switch {
	case fixed && want != e.Each && want == EachCampaign:
		c.refuse(place("duties", i, "for_each"), "WRONG_SUBJECT",
			fmt.Sprintf("%s 全活动只有一项，不能写 for_each", e.Kind),
			fmt.Sprintf("%s happens once in the campaign; expected no for_each", e.Kind))
	case fixed && want != e.Each:
		c.refuse(place("duties", i, "for_each"), "WRONG_SUBJECT",
			fmt.Sprintf("%s 须写 for_each: %s", e.Kind, want), fmt.Sprintf("%s: expected for_each: %s", e.Kind, want))
	case c.count(e) == 0:
		c.refuse(place("duties", i, "kind"), "NO_SUBJECT",
			"不会产生任何任务："+missing[e.Each].zh, "makes no duty: "+missing[e.Each].en)
	}
}

// missing says what a plan lacks when an entry has no subject. An entry for the campaign has one unless it is a vote.
var missing = map[Each]noun{
	EachCampaign: {"没有 MEMBER 席位(常委会组成人员)", "expected seats of role MEMBER"},
	EachGroup:    {"没有监督小组", "expected groups"},
	EachProject:  {"没有项目", "expected projects"},
	EachDeputy:   {"监督小组中没有代表", "expected deputies in groups"},
	EachUnit:     {"没有责任单位", "expected responsible units"},
}

// holder refuses a duty that nobody would hold. An inspection is held by its group, a vote by the members.
func (c *checker) holder(i int, e Entry) {
	field := place("duties", i, "holder")
	switch {
	case e.Kind == Vote && e.Holder != "", e.Kind == InspectionDuty && e.Holder != "" && e.Holder != HolderConvenor:
		c.refuse(field, "WRONG_HOLDER",
			fmt.Sprintf("%s 的承担人是固定的，不写 holder", e.Kind), fmt.Sprintf("%s has its own holders; expected none here", e.Kind))
	case e.Kind == Vote, e.Kind == InspectionDuty:
	case e.Holder == HolderConvenor, e.Holder == HolderUnit, e.Holder == HolderDeputy:
		if who := c.holderless(e); who != "" {
			c.refuse(field, "NO_HOLDER", holderHints[e.Holder].zh+"；无人承担："+who, holderHints[e.Holder].en+"; nobody holds it for: "+who)
		}
	case e.Holder == "":
		c.refuse(field, "NO_HOLDER", "须写明承担人：席位编号，或 convenor、unit、deputy",
			"expected a holder: a seat's id, or convenor, unit, deputy")
	default:
		c.refer(c.lists.seats, field, e.Holder)
	}
}

var holderHints = map[string]noun{
	HolderConvenor: {"convenor 须配合 for_each: group，或用于有监督小组的项目", "convenor expects for_each: group, or projects that have a group"},
	HolderUnit:     {"unit 须配合 for_each，且责任单位须有 OFFICIAL 席位", "unit expects a for_each, and an OFFICIAL seat in each responsible unit"},
	HolderDeputy:   {"deputy 须配合 for_each: deputy", "deputy expects for_each: deputy"},
}

// holding is how an entry names its holder.
type holding struct {
	each   Each
	holder string
}

// holderless names the subjects for which the entry has no holder, the first few of them. Entries that name their
// holder alike have one answer, which is kept.
func (c *checker) holderless(e Entry) string {
	key := holding{e.Each, e.Holder}
	if who, known := c.lacks[key]; known {
		return who
	}
	var lacking []string
	for _, s := range c.subjectsOf(e.Each) {
		if c.plan.holder(e, s) == "" {
			lacking = append(lacking, s.id)
		}
	}
	if len(lacking) > fewIDs {
		lacking = append(lacking[:fewIDs], "…")
	}
	c.lacks[key] = strings.Join(lacking, ", ")
	return c.lacks[key]
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

// once refuses a second gate, deliberation or vote: the year has one of each. A vote must say how it is counted.
func (c *checker) once(i int, e Entry, nth int) {
	field := place("duties", i, "kind")
	switch e.Kind {
	case JointSubmission, Deliberation, Vote:
		if nth > 1 {
			c.refuse(field, "ONLY_ONE", fmt.Sprintf("%s 至多一项", e.Kind), fmt.Sprintf("expected at most one %s", e.Kind))
		}
	case Meeting, Hearing, InspectionDuty, Document, Report:
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
