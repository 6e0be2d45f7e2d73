package supervision

import (
	"slices"
	"strings"
)

// Letter is the Supervision Letter that a congress derives from the government's Task Letter (任务书 → 监督书, XC-05,
// XC-06): for each target of each project, who supervises it, how, on which days, and by which evidence; and what a
// person must decide, because the words do not say when it is done.
type Letter struct {
	Lines     []LetterLine
	Unmatched []Unmatched
}

// LetterLine is one target and its supervision. A project that promises nothing in numbers has one line, whose indicator
// has no name, and the project's own text.
type LetterLine struct {
	Project   string
	Indicator Indicator
	Unit      string   // the responsible unit's office
	Committee string   // the committee responsible for its supervision; may be empty
	Groups    []string // that watch the project
	Methods   []Method // of the visits that cover it
	Visits    []Visiting
	Evidence  string // what shows that the target is met, zh
}

// Visiting is one line of the plan by which a project is visited, and the days of its first and last visit.
type Visiting struct {
	Entry string
	Title string
	Times int
	Days  Window
}

// Unmatched is a target that cannot be supervised as it is written.
type Unmatched struct {
	Project   string
	Indicator string
	Why       Mismatch
}

// Mismatch says why a target needs a person's decision.
type Mismatch string

// The mismatches.
const (
	TargetLost     Mismatch = "TARGET_LOST"     // the source lost its number
	ListOpen       Mismatch = "LIST_OPEN"       // 等: what else belongs to it is not said
	CoverageSoft   Mismatch = "COVERAGE_SOFT"   // 全覆盖, 基本实现: of what, or how far, is not said
	NoTargets      Mismatch = "NO_TARGETS"      // the project promises nothing in numbers
	NobodyWatches  Mismatch = "NOBODY_WATCHES"  // no committee, no group, and no visit
	NeverInspected Mismatch = "NEVER_INSPECTED" // somebody is responsible, but there is no visit
)

// SupervisionLetter derives the letter from the targets and the duties of the plan's year. The units get it: it is as if
// there were no unannounced visits.
func (p Plan) SupervisionLetter(duties []Duty) Letter {
	var l Letter
	visits := p.visitings(duties)
	for _, pr := range p.Projects {
		line := LetterLine{Project: pr.ID, Unit: pr.Unit, Committee: pr.Committee, Groups: p.watching(pr.ID), Visits: visits[pr.ID]}
		line.Methods = p.methods(line.Visits)
		l.project(pr, line)
	}
	return l
}

// project adds a project's targets.
func (l *Letter) project(pr Project, line LetterLine) {
	unmatched := func(indicator string, why Mismatch) {
		l.Unmatched = append(l.Unmatched, Unmatched{pr.ID, indicator, why})
	}
	switch {
	case line.Committee == "" && len(line.Groups) == 0 && len(line.Visits) == 0:
		unmatched("", NobodyWatches)
	case len(line.Visits) == 0:
		unmatched("", NeverInspected)
	}
	if len(pr.Indicators) == 0 {
		unmatched("", NoTargets)
		line.Indicator.Text = pr.Text
		l.Lines = append(l.Lines, line)
	}
	for _, in := range pr.Indicators {
		line.Indicator, line.Evidence = in, in.evidence()
		l.Lines = append(l.Lines, line)
		if why := in.mismatch(); why != "" {
			unmatched(in.Name, why)
		}
	}
}

// mismatch is the first reason why the indicator's words do not say when it is met; empty if they do.
func (in Indicator) mismatch() Mismatch {
	switch {
	case in.unknown():
		return TargetLost
	case in.Form == FullCoverage || in.Form == Basically:
		return CoverageSoft
	case in.Open:
		return ListOpen
	}
	return ""
}

// evidence is what a visit looks for: a paper where one is promised, counts at the site elsewhere.
func (in Indicator) evidence() string {
	switch {
	case in.Form == Paper:
		return "查阅已印发的文件"
	case strings.HasSuffix(in.Unit, "%"):
		return "核对统计口径与基数，抽查点位"
	}
	return "核对清单，实地抽查点位"
}

// watching lists the groups that watch a project, those that watch every project included.
func (p Plan) watching(project string) (ids []string) {
	for _, g := range p.Groups {
		if g.Project == project || g.Kind == ProfessionalGroup {
			ids = append(ids, g.ID)
		}
	}
	return ids
}

// visitings sums up, by project, the visits that concern it, in the plan's order. A visit that names no project
// concerns those that its entry is about.
func (p Plan) visitings(duties []Duty) map[string][]Visiting {
	type key struct{ project, entry string }
	sums := map[key]*Visiting{}
	counted := map[string]bool{} // a member's part is no visit of its own
	for _, d := range duties {
		if d.Kind != InspectionDuty || d.Unannounced || counted[d.Inspection] {
			continue
		}
		counted[d.Inspection] = true
		for _, project := range p.concerned(d) {
			k := key{project, d.Entry}
			if sums[k] == nil {
				sums[k] = &Visiting{Entry: d.Entry, Title: d.Title, Days: d.Window}
			}
			sums[k].add(d.Window)
		}
	}
	all := map[string][]Visiting{}
	for _, e := range p.Entries {
		for _, pr := range p.Projects {
			if sum := sums[key{pr.ID, e.ID}]; sum != nil {
				all[pr.ID] = append(all[pr.ID], *sum)
			}
		}
	}
	return all
}

// add counts a visit; one whose day nobody knows yet is counted, but has no days.
func (v *Visiting) add(w Window) {
	v.Times++
	switch {
	case w.isZero():
		return
	case v.Days.isZero():
		v.Days = w
	}
	if w.First.Before(v.Days.First) {
		v.Days.First = w.First
	}
	if w.Last.After(v.Days.Last) {
		v.Days.Last = w.Last
	}
}

func (p Plan) concerned(d Duty) []string {
	if d.Project != "" {
		return []string{d.Project}
	}
	i := slices.IndexFunc(p.Entries, func(e Entry) bool { return e.ID == d.Entry })
	if i < 0 {
		return nil
	}
	return p.covered(p.Entries[i])
}

// methods are those of the entries by which a project is visited, each once, in the plan's order.
func (p Plan) methods(visits []Visiting) (all []Method) {
	for _, v := range visits {
		i := slices.IndexFunc(p.Entries, func(e Entry) bool { return e.ID == v.Entry })
		for _, m := range p.Entries[i].Methods {
			if !slices.Contains(all, m) {
				all = append(all, m)
			}
		}
	}
	return all
}
