package planfile

import (
	"cmp"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v4"

	"duban/supervision"
)

// Renewal is what Renew makes of a plan. What is empty follows from the plan.
type Renewal struct {
	Year             int
	ID, Title        string
	HostID, HostName string
}

// schemaLine is where editors look for the schema of a plan file; `duban schema` writes it.
const (
	schemaMark = "# yaml-language-server: $schema="
	schemaLine = schemaMark + "plan.schema.json\n"
)

// Renew makes of a plan one of another year, for its author to go through. Days that name a year name the new one; those
// that name none stay. An event loses its date, which nobody knows yet, and is expected in the same ten days. Its source
// says what it is modelled on, and comments at its head list what was changed. All else, comments and order included,
// stays byte for byte. It fails as Move does.
func Renew(src []byte, n Renewal) ([]byte, error) {
	e, err := newEditor(src)
	if err != nil {
		return nil, err
	}
	e.name(n)
	var changed []string
	for _, d := range e.days {
		changed = append(changed, e.renew(d, n.Year)...)
	}
	e.preface(n.Year, changed)
	return e.apply()
}

// name writes who and when. Where nothing else is asked for, id and title have the new year in place of the old, and the
// id the new host.
func (e *editor) name(n Renewal) {
	id := e.renamed(e.plan.ID, n.Year)
	if id == e.plan.ID && n.Year != e.plan.Year {
		id += "-" + strconv.Itoa(n.Year)
	}
	if n.HostID != "" {
		if rest, named := strings.CutPrefix(id, e.plan.Host.ID); named {
			id = n.HostID + rest
		}
		e.set("host.id", n.HostID)
	}
	if n.HostName != "" {
		e.set("host.name", n.HostName)
	}
	e.set("id", cmp.Or(n.ID, id))
	e.set("title", cmp.Or(n.Title, e.renamed(e.plan.Title, n.Year)))
	e.set("year", strconv.Itoa(n.Year))
	e.set("source", strings.TrimSuffix(fmt.Sprintf("参照 %s 编写 / modelled on %[1]s：%s", e.plan.ID, e.plan.Source), "："))
}

// renamed is a name in which the years of the campaign are moved along: 2020—2021年 to 2026—2027年.
func (e *editor) renamed(name string, year int) string {
	return numbers.ReplaceAllStringFunc(name, func(found string) string {
		n, _ := strconv.Atoi(found)
		if n < e.plan.Year || n > e.plan.Period.Last.Year {
			return found
		}
		return strconv.Itoa(n + year - e.plan.Year)
	})
}

var numbers = regexp.MustCompile(`[0-9]+`)

// renew moves a day to the new year, and says what it did.
func (e *editor) renew(d dayText, year int) []string {
	if strings.HasSuffix(d.field, ".date") {
		return []string{e.unsettle(d, year)}
	}
	moved := inYear(d.text, e.plan.Year, year)
	if moved == d.text {
		return nil
	}
	e.set(d.field, moved)
	return []string{e.changed(d, moved)}
}

// changed says on one line what has become of a day.
func (e *editor) changed(d dayText, into string) string {
	of := ""
	if id, there := e.locate(d.field[:max(strings.LastIndexByte(d.field, '.'), 0)] + ".id"); there {
		of = " (" + id.Value + ")"
	}
	return strings.Join(strings.Fields(fmt.Sprintf("%s%s: %s → %s", d.field, of, d.text, into)), " ")
}

// unsettle takes an event's date away, and expects it in the same ten days of the new year if nothing else is expected.
func (e *editor) unsettle(d dayText, year int) string {
	event := strings.TrimSuffix(d.field, ".date")
	e.replace(d.field, "null")
	said := e.changed(d, "null，定下后填写 to be settled")
	if _, there := e.locate(event + ".expected"); there {
		return said
	}
	w, _ := supervision.ParseWindow(d.text, e.plan.Year) // the plan was read
	w.First.Year += year - e.plan.Year
	expected := "expected: " + tenDays(w.First, year)
	e.before(event, "date", expected)
	return said + "；" + expected
}

// before writes a field in front of another of the same message.
func (e *editor) before(message, field, line string) {
	of, _ := e.locate(message)
	for i := 0; i < len(of.Content); i += 2 {
		key := of.Content[i]
		if key.Value != field {
			continue
		}
		between := "\n" + strings.Repeat(" ", key.Column-1)
		if of.Style&yaml.FlowStyle != 0 {
			between = ", "
		}
		at := e.offset(key.Line, key.Column)
		e.edits = append(e.edits, edit{at, at, line + between})
	}
}

// preface writes at the head of the file what it is and what was changed.
func (e *editor) preface(year int, changed []string) {
	end := 0
	if strings.HasPrefix(e.text, schemaMark) {
		end = strings.IndexByte(e.text+"\n", '\n') + 1
	}
	if len(changed) == 0 {
		changed = []string{"无 none"}
	}
	words := fmt.Sprintf(preface, year, e.plan.ID) + "#   " + strings.Join(changed, "\n#   ") + "\n#\n"
	e.edits = append(e.edits, edit{0, min(end, len(e.text)), schemaLine + words})
}

// preface takes the new year and the old id.
const preface = `#
# %[1]d 年方案样稿，由 duban new 照 %[2]s 写成，请逐条核改后再用：
# 年度、编号、名称、来源和写明年份的日期已改；项目、目标、机构、席位、原句和以下注释仍是原件的。
# A plan for %[1]d to start from, written by "duban new" after %[2]s; go through it line by line before it is used.
# Year, id, title, source and the days that name a year are new; projects, targets, offices, seats, sentences and the
# comments below are still the original's.
# 改后检查 Check it: duban check FILE    编辑器补全 For the editor: duban schema > plan.schema.json
# 已改日期 Days changed:
`
