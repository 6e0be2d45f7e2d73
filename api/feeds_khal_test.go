package api_test

import (
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1 "duban/api/supervisionv1"
)

// khal is a calendar program in a home of its own, which keeps what it has read.
type khal struct {
	t    *testing.T
	home string
}

func newKhal(t *testing.T) khal {
	t.Helper()
	if _, err := exec.LookPath("khal"); err != nil {
		t.Fatalf("%v: run deploy/install/khal", err)
	}
	k := khal{t, t.TempDir()}
	const day = "dateformat = %Y-%m-%d\nlongdateformat = %Y-%m-%d\ntimeformat = %H:%M\ndatetimeformat = %Y-%m-%d %H:%M\nlongdatetimeformat = %Y-%m-%d %H:%M\n"
	config := "[calendars]\n[[duban]]\npath = " + filepath.Join(k.home, "duban") + "\n[sqlite]\npath = " + filepath.Join(k.home, "khal.db") +
		"\n[locale]\nlocal_timezone = Asia/Shanghai\ndefault_timezone = Asia/Shanghai\n" + day
	if err := os.WriteFile(filepath.Join(k.home, "config"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	return k
}

func (k khal) run(args ...string) string {
	k.t.Helper()
	cmd := exec.CommandContext(k.t.Context(), "khal", append([]string{"--config", filepath.Join(k.home, "config")}, args...)...)
	cmd.Env = append(os.Environ(), "HOME="+k.home, "XDG_CACHE_HOME="+k.home, "XDG_CONFIG_HOME="+k.home, "XDG_DATA_HOME="+k.home, "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		k.t.Fatalf("khal %v: %v\n%s", args, err, out)
	}
	return string(out)
}

// shows reads a calendar and lists what it then shows of the year: each appointment once.
func (k khal) shows(calendar string) []string {
	k.t.Helper()
	file := filepath.Join(k.home, "feed.ics")
	if err := os.WriteFile(file, []byte(calendar), 0o600); err != nil {
		k.t.Fatal(err)
	}
	k.run("import", "--batch", "--include-calendar", "duban", file)
	const line = "{start-date-long} {end-date-long} {cancelled}{title} @{location}"
	listed := k.run("list", "--once", "--day-format", "", "--format", line, "2020-05-01", "400d")
	return strings.Split(strings.TrimSpace(listed), "\n")
}

// In a real calendar program a session lasts its days, what moves moves, and what is called off is shown so; nothing is
// there twice.
func TestFeed_InACalendarProgram(t *testing.T) {
	s, k := newSite(t), newKhal(t)
	path, group := s.feed(s.token(deputy), ""), s.token(convenor)
	schedule := func(day string) {
		t.Helper()
		s.ok(group, http.MethodPost, "/v1/inspections/"+visit+":schedule", jsonOf(t, map[string]string{"visitDay": day, "place": "文三路, 3号楼; 东门"}), &v1.Inspection{})
	}
	s.at("2020-06-01T10:00")
	schedule("2020-06-04")
	k.wants(s.calendar(path),
		"2020-05-11 2020-05-31 座谈会：听取项目牵头实施单位有关情况介绍 @",
		"2020-06-04 2020-06-04 督查：“代表监督周”专项督查 @文三路, 3号楼; 东门",
		"2020-06-10 2020-06-10 截止：“代表监督周”专项督查 @",
		"2020-11-30 2020-11-30 截止：专项督查活动 @")
	schedule("2020-06-05")
	s.ok(s.token(staff), http.MethodPost, "/v1/campaigns/"+hangzhou+"/duties/autumn-inspection/g01/2020/g01-d1:excuse", `{"reason":"外出"}`, &v1.Duty{})
	k.wants(s.calendar(path),
		"2020-05-11 2020-05-31 座谈会：听取项目牵头实施单位有关情况介绍 @",
		"2020-06-05 2020-06-05 督查：“代表监督周”专项督查 @文三路, 3号楼; 东门",
		"2020-06-10 2020-06-10 截止：“代表监督周”专项督查 @",
		"2020-11-30 2020-11-30 CANCELLED （已取消）截止：专项督查活动 @")
}

func (k khal) wants(calendar string, want ...string) {
	k.t.Helper()
	if diff := cmp.Diff(want, k.shows(calendar)); diff != "" {
		k.t.Errorf("the calendar shows (-want +got):\n%s", diff)
	}
}
