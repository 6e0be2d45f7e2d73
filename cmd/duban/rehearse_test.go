package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// hangzhou is the shipped plan.
const hangzhou = "../../plans/hangzhou-2020.yaml"

// rehearsal is the JSON that other programs read.
type rehearsal struct {
	Campaign string
	Phases   []struct{ Phase, From, To string }
	Duties   []struct {
		ID, Kind, Title, Holder, Rule string
		Opens, Due                    *string
	}
	Calls    []struct{ At, Kind, Duty, To string }
	Findings []struct {
		Code, Severity, Subject, Message string
		Line                             int
	}
}

func rehearse(t *testing.T, args ...string) (r rehearsal, errors string) {
	t.Helper()
	status, out, errors := duban(t, append([]string{"rehearse", "--format", "json"}, args...)...)
	if status != 0 {
		t.Fatalf("status %d, %s%s", status, out, errors)
	}
	if err := json.Unmarshal([]byte(out), &r); err != nil {
		t.Fatalf("%v: %.200s", err, out)
	}
	return r, errors
}

// codes are those of the findings, each with its subject.
func (r rehearsal) codes() string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Code+" "+f.Subject)
	}
	return strings.Join(all, "; ")
}

// called lists the calls of a duty: `06-03T09:00 REMIND g03-d1`.
func (r rehearsal) called(duty string) (calls []string) {
	for _, c := range r.Calls {
		if c.Duty == duty {
			calls = append(calls, c.At[5:16]+" "+c.Kind+" "+c.To)
		}
	}
	return calls
}

// Findings of the check and of the rehearsal come together, each at its line in the plan.
func TestRehearseFindsWithLines(t *testing.T) {
	r, errors := rehearse(t, hangzhou)
	if errors != "" {
		t.Error(errors)
	}
	source, _ := os.ReadFile(hangzhou)
	lines := strings.Split(string(source), "\n")
	for code, words := range map[string]string{"OUTSIDE_PHASE": "2020-05-11", "REST_DAY": "5月", "UNKNOWN_TARGET": "target: null"} {
		found := false
		for _, f := range r.Findings {
			if f.Code == code && strings.Contains(lines[f.Line-1], words) {
				found = true
			}
		}
		if !found {
			t.Errorf("no %s at a line with %s: %+v", code, words, r.Findings)
		}
	}
}

func TestRehearseFormats(t *testing.T) {
	for format, want := range map[string]string{
		"text": "2020年第23周，6月1日至6月7日\n", "json": "{\n  \"campaign\": \"hangzhou-2020\",\n", "ics": "BEGIN:VCALENDAR\r\n", "html": "<!doctype html>",
	} {
		path := filepath.Join(t.TempDir(), "year")
		status, printed, errors := duban(t, "rehearse", hangzhou, "--format", format)
		if status != 0 || errors != "" || !strings.Contains(printed, want) {
			t.Errorf("%s: status %d, %s%.300s", format, status, errors, printed)
		}
		status, out, errors := duban(t, "rehearse", hangzhou, "--format", format, "--out", path)
		if written, _ := os.ReadFile(path); status != 0 || out+errors != "" || string(written) != printed {
			t.Errorf("%s: status %d, %s%s; the file differs from what is printed", format, status, out, errors)
		}
	}
	if _, out, _ := duban(t, "rehearse", hangzhou, "--lang", "en"); !strings.Contains(out, "\nWeek 23 of 2020, 2020-06-01 to 2020-06-07\n") {
		t.Errorf("%.300s", out)
	}
}

// A plan with errors is refused as the check refuses it.
func TestRehearseOfABadPlan(t *testing.T) {
	source, _ := os.ReadFile(hangzhou)
	path := file(t, strings.Replace(string(source), "unit: u02", "unit: u99", 1))
	_, checked, _ := duban(t, "check", path)
	status, out, errors := duban(t, "rehearse", path)
	if status != 1 || out != checked || !strings.Contains(out, "UNKNOWN_UNIT") || !strings.Contains(errors, "1 errors") {
		t.Errorf("status %d, %s%s", status, out, errors)
	}
}

// Who sits where: a seat that nobody holds is found, and a reminder names the person.
func TestRehearseWithPeople(t *testing.T) {
	path := file(t, `people:
  - {person: jia, name: 甲, seat: g03-d1, to: 2020-06-04}
  - {person: yi, name: 乙, seat: g03-d1, from: 2020-06-05}
  - {person: bing, seat: g03-d2, to: 2020-06-30}
`)
	r, _ := rehearse(t, hangzhou, "--people", path)
	if codes := r.codes(); strings.Contains(codes, "VACANT_SEAT g03-d1") || !strings.Contains(codes, "VACANT_SEAT g03-d2") || !strings.Contains(codes, "VACANT_SEAT g03-convenor") {
		t.Error(codes)
	}
	_, out, _ := duban(t, "rehearse", hangzhou, "--people", path)
	for _, want := range []string{"甲，第三监督小组代表(席位一) [g03-d1]", "乙，第三监督小组代表(席位一) [g03-d1]", "bing，第三监督小组代表(席位二) [g03-d2]", "（无人就任）第三监督小组召集人 [g03-convenor]"} {
		if !strings.Contains(out, want) {
			t.Errorf("%s is not in it", want)
		}
	}
	bad := file(t, "people:\n  - {person: jia, seat: g33-d1}\n")
	status, out, errors := duban(t, "rehearse", hangzhou, "--people", bad)
	if status != 1 || !strings.Contains(out, bad+":2:25: 错误 UNKNOWN_SEAT: ") || !strings.Contains(errors, "1 errors") {
		t.Errorf("status %d, %s%s", status, out, errors)
	}
}

// What is wrong with a file does not come where other programs expect the year.
func TestRehearseOfABadPlanWritesNoDocument(t *testing.T) {
	bad := file(t, "id: a\n")
	for _, args := range [][]string{{"--format", "json"}, {"--format", "ics"}, {"--format", "html"}, {"--out", filepath.Join(t.TempDir(), "year.txt")}} {
		status, out, errors := duban(t, append([]string{"rehearse", bad}, args...)...)
		if status != 1 || out != "" || !strings.Contains(errors, bad+":1:1: 错误 ") {
			t.Errorf("%s: status %d, %q, %q", args, status, out, errors)
		}
	}
	if status, out, _ := duban(t, "rehearse", bad); status != 1 || !strings.Contains(out, bad+":1:1: 错误 ") {
		t.Errorf("status %d, %q", status, out)
	}
}

// Taken up later, the year has the rest of its calls.
func TestRehearseFromADay(t *testing.T) {
	r, _ := rehearse(t, hangzhou, "--from", "2020-06-08")
	if got := strings.Join(r.called("supervision-week/g03/2020/g03-d1"), ", "); !strings.HasPrefix(got, "06-08T00:00 OPEN g03-d1, 06-09T09:00 REMIND g03-d1, 06-11T00:00 LAPSE g03-d1, ") {
		t.Error(got)
	}
	if got := r.called("overall-plan/campaign/2020"); got != nil {
		t.Errorf("it was over: %v", got)
	}
	if status, _, errors := duban(t, "rehearse", hangzhou, "--from", "2020-06-31"); status != 1 || !strings.Contains(errors, "--from") {
		t.Errorf("status %d, %s", status, errors)
	}
}

// What people do stops the calls; what the rules refuse is said with its line, and the rest goes on.
func TestRehearseWithEvents(t *testing.T) {
	path := file(t, `events:
  - {at: "2020-06-05 10:00", kind: DONE, duty: supervision-week/g03/2020/g03-d1}
  - {at: 2020-06-06, kind: DONE, duty: supervision-week/g33/2020}
`)
	r, errors := rehearse(t, hangzhou, "--events", path)
	if got := strings.Join(r.called("supervision-week/g03/2020/g03-d1"), ", "); got != "06-01T00:00 OPEN g03-d1, 06-03T09:00 REMIND g03-d1" {
		t.Error(got)
	}
	if !strings.HasPrefix(errors, path+":3:28: 警告 NOT_FOUND: DONE supervision-week/g33/2020：") || strings.Count(errors, "\n") != 1 {
		t.Error(errors)
	}
	if _, out, _ := duban(t, "rehearse", hangzhou, "--events", path); !strings.Contains(out, "    逾期         “代表监督周”") {
		t.Error("the rest of the group is not overdue")
	}
}

func TestExplain(t *testing.T) {
	status, out, errors := duban(t, "explain", "../../plans/shangcheng-2020.yaml", "completion-draft/", "--lang", "en")
	if status != 0 || !strings.HasPrefix(out, "completion-draft/campaign/2020  ") || !strings.Contains(out, "  Rule SL-15a (监督法(2024)第十五条): ") ||
		!strings.Contains(out, "  Result: Fri 2020-12-04\n") || strings.Count(out, "/campaign/") != 1 {
		t.Errorf("status %d, %s%s", status, out, errors)
	}
	if _, out, _ = duban(t, "explain", hangzhou); strings.Count(out, "\n\n") != 100 || !strings.Contains(out, "\n  计划原文：8月\n") {
		t.Errorf("%d duties: %.300s", strings.Count(out, "\n\n")+1, out)
	}
	if status, _, errors = duban(t, "explain", hangzhou, "nothing"); status != 1 || !strings.Contains(errors, "no duty's id begins with nothing") {
		t.Errorf("status %d, %s", status, errors)
	}
}

func TestPresets(t *testing.T) {
	status, out, _ := duban(t, "presets", "--lang", "en")
	for _, want := range []string{"SL-15a     监督法(2024)第十五条\n", "           20 days before\n", "           every: QUARTER, at_least: 1\n", "           6月..9月\n"} {
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("status %d, %q is not in it", status, want)
		}
	}
}

// XC-05, XC-06: the letter lists each target with who supervises it, and at the end what a person must decide.
func TestLetter(t *testing.T) {
	status, out, errors := duban(t, "letter", "../../plans/xiacheng-2020.yaml")
	for _, want := range []string{"p04 既有住宅电梯加装\n", "  - 既有住宅电梯加装：60 台；", "督查：定向视察，1 次，2020-05-11..2020-11-30", "  p06 住房适老化改造或无障碍设施设备改造的家庭：源文缺数"} {
		if status != 0 || !strings.Contains(out, want) {
			t.Errorf("status %d %s, %q is not in\n%s", status, errors, want, out)
		}
	}
	if strings.Contains(out, "_INSPECTION") || strings.Contains(out, "evidence") {
		t.Errorf("it is not all Chinese:\n%s", out)
	}
	if _, english, _ := duban(t, "letter", "../../plans/xiacheng-2020.yaml", "--lang", "en"); !strings.Contains(english, "  Visit: 定向视察, 1×, ") || strings.Contains(english, "责任单位：") {
		t.Errorf("%s", english)
	}
}
