package planfile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"
	"google.golang.org/protobuf/reflect/protoreflect"

	"duban/api/supervisionv1"
	"duban/supervision"
)

// Read reads a plan file. The plan is nil when a finding is an error; findings stand in the order of the text.
func Read(src []byte) (*supervision.Plan, []supervision.Finding) {
	f := Open(src)
	return f.Plan, f.Findings
}

// Stored reads the file of a plan that was found right when it was stored; what is said of plans may have become stricter since.
func Stored(src []byte) (*supervision.Plan, []supervision.Finding) {
	m, r := decode(src)
	if m == nil {
		return nil, r.sorted()
	}
	plan := r.convert(m)
	return &plan, nil
}

// File is a plan as it was read from a file, or from a message.
type File struct {
	Plan     *supervision.Plan     // nil when a finding is an error
	Findings []supervision.Finding // in the order of the text
	text
}

// Open reads a plan file, and keeps its text for what is found out about the plan later.
func Open(src []byte) *File {
	m, r := decode(src)
	if m == nil {
		return &File{nil, r.sorted(), text{r}}
	}
	plan, findings := r.plan(m)
	return &File{plan, findings, text{r}}
}

// OpenMessage reads a plan that did not come as text: its findings have fields, but no lines.
func OpenMessage(m *supervisionv1.Plan) *File {
	r := &reader{}
	plan, findings := r.plan(m)
	return &File{plan, findings, text{r}}
}

// Rehearse rehearses the plan, which must have been read. The findings are those of the check and those of the
// rehearsal, in the order of the text.
func (f *File) Rehearse(in supervision.Rehearsing) supervision.Rehearsal {
	r := f.Plan.Rehearse(in)
	r.Findings = slices.Concat(f.Findings, f.Place(r.Findings))
	slices.SortStableFunc(r.Findings, supervision.CompareFindings)
	return r
}

// text is the text of a file that was read.
type text struct{ reader *reader }

// Place gives findings that have fields only their lines and columns. Those given are not changed.
func (t text) Place(findings []supervision.Finding) []supervision.Finding {
	placed := slices.Clone(findings)
	for i := range placed {
		if p := &placed[i]; p.Line == 0 {
			p.Line, p.Column = t.reader.position(p.Field)
		}
	}
	return placed
}

// reader gathers the findings of one reading.
type reader struct {
	text   string     // the source, made readable; empty when the plan did not come as text
	root   *yaml.Node // of the plan; nil when it did not come as text
	found  []supervision.Finding
	unread map[string]bool // fields whose values could not be read: what later stages miss there is no news
}

// decode takes a plan's text as far as the message. It returns nil when there is nothing to go on with.
func decode(src []byte) (*supervisionv1.Plan, *reader) {
	m := &supervisionv1.Plan{}
	r, ok := decodeInto(src, m.ProtoReflect())
	if !ok {
		return nil, r
	}
	return m, r
}

// decodeInto takes a text as far as a message. It is false when there is nothing to go on with.
func decodeInto(src []byte, m protoreflect.Message) (*reader, bool) {
	r := &reader{unread: map[string]bool{}}
	if !r.clean(src) || !r.parse() {
		return r, false
	}
	if r.root.Kind != yaml.MappingNode {
		zh, en := names(m.Descriptor().Fields())
		r.wrong(r.root, "", zh, en)
		return r, false
	}
	r.message(r.root, m, "")
	return r, !r.full()
}

// plan takes the message the rest of the way.
func (r *reader) plan(m *supervisionv1.Plan) (*supervision.Plan, []supervision.Finding) {
	if r.obey(m) {
		plan := r.convert(m)
		r.stage(about(&plan, plan.Check()))
		if !supervision.HasErrors(r.found) {
			return &plan, r.sorted()
		}
	}
	return nil, r.sorted()
}

// stage takes over what a stage found, but for what an earlier one has said of the same field already.
func (r *reader) stage(found []supervision.Finding) {
	said := map[string]bool{}
	for _, f := range r.found {
		said[f.Field] = said[f.Field] || !f.Warning
	}
	for _, f := range found {
		if in := list(f.Field); said[f.Field] || in != "" && said[in] || r.lost(f.Field) {
			continue
		}
		if f.Line == 0 {
			f.Line, f.Column = r.position(f.Field)
		}
		r.found = append(r.found, f)
	}
}

// list is the list that a field stands in, such as phases for phases[0].window; empty when it stands in none.
func list(field string) string {
	name, _, _ := strings.Cut(field, "[")
	if name == field {
		return ""
	}
	return name
}

// lost reports whether the field, or one that it is a part of, could not be read.
func (r *reader) lost(field string) bool {
	for len(field) > 0 {
		if r.unread[field] {
			return true
		}
		field = field[:max(strings.LastIndexAny(field, ".["), 0)]
	}
	return false
}

// maxFindings are reported: more would be read by nobody, and could be millions.
const maxFindings = 500

// full reports whether there is no point in looking for more.
func (r *reader) full() bool { return len(r.found) > maxFindings }

// sorted are the findings in the order of the text; of too many, the first and a last one that says so.
func (r *reader) sorted() []supervision.Finding {
	slices.SortStableFunc(r.found, func(a, b supervision.Finding) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	if r.full() {
		last := r.found[maxFindings]
		r.found = append(r.found[:maxFindings], supervision.Finding{
			Code: "MORE", Warning: !supervision.HasErrors(r.found[maxFindings:]), Line: last.Line, Column: last.Column,
			Zh: "问题太多，其余未列出", En: "too many findings; the rest is not listed",
		})
	}
	return r.found
}

// Format writes a finding for a terminal, in the form that editors make a link of. Name is the file's, as its reader
// knows it.
func Format(name string, f supervision.Finding) string {
	place := fmt.Sprintf("%s:%d:%d", name, f.Line, f.Column)
	if f.Line == 0 {
		place = strings.TrimSuffix(name+": "+f.Field, ": ")
	}
	severity := "错误"
	if f.Warning {
		severity = "警告"
	}
	return fmt.Sprintf("%s: %s %s: %s / %s", place, severity, f.Code, f.Zh, f.En)
}
