package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What is printed is a plan file that passes the check with warnings at most.
func TestNewPlanPassesTheCheck(t *testing.T) {
	status, out, err := duban(t, "new", "--from", "shangcheng-2020", "--year", "2026", "--host-id", "yuhang", "--host-name", "余杭区人大常委会")
	if status != 0 || err != "" {
		t.Fatalf("status %d, %s", status, err)
	}
	for _, want := range []string{
		"\nid: yuhang-2026\n", "\nyear: 2026\n", "{id: yuhang, name: 余杭区人大常委会, kind: CONGRESS", "照 shangcheng-2020 写成",
		"# 源文:按照市人大统一部署安排", "2026年民生实事项目专项监督",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("%q is not in it", want)
		}
	}
	path := file(t, out)
	if status, found, err := duban(t, "check", path); status != 0 || strings.Contains(found, "错误") {
		t.Errorf("status %d, %s%s", status, found, err)
	}
}

func TestNewWithoutAPlanListsThem(t *testing.T) {
	status, out, err := duban(t, "new")
	if status != 0 || err != "" || strings.Count(out, "\n") != 6 || !strings.Contains(out, "shangcheng-2020      杭州市上城区2020年民生实事项目专项监督\n") {
		t.Errorf("status %d, %s%s", status, err, out)
	}
}

// A file is not overwritten; one that was written can be started from again.
func TestNewPlanIsWrittenToAFileOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.yaml")
	if status, out, err := duban(t, "new", "--from", "gongshu-2020", "--year", "2026", "--out", path); status != 0 || !strings.Contains(out, path) {
		t.Fatalf("status %d, %s%s", status, out, err)
	}
	written, _ := os.ReadFile(path)
	if status, _, err := duban(t, "new", "--from", "gongshu-2020", "--year", "2027", "--out", path); status != 1 || !strings.Contains(err, path+" 已存在") || !strings.Contains(err, "is there already") {
		t.Errorf("status %d, %s", status, err)
	}
	if kept, _ := os.ReadFile(path); string(kept) != string(written) {
		t.Error("it was overwritten")
	}
	if status, out, err := duban(t, "new", "--from", path, "--year", "2027"); status != 0 || !strings.Contains(out, "\nid: gongshu-2027\n") {
		t.Errorf("status %d, %s%.200s", status, err, out)
	}
}

func TestNewPlanFromNothing(t *testing.T) {
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"no such plan": {[]string{"--from", "shaoxing-2020", "--year", "2026"}, "no plan or file is named shaoxing-2020; expected a file or one of gongshu-2020, hangzhou-2020,"},
		"no year":      {[]string{"--from", "hangzhou-2020"}, "--year 2026"},
		"no such year": {[]string{"--from", "hangzhou-2020", "--year", "1800"}, "年度 1800 应在 2000 至 2100 之间 / expected a year from 2000 to 2100"},
		"no plan file": {[]string{"--from", file(t, "id: a\n"), "--year", "2026"}, "plan.yaml: plan:"},
		"a directory":  {[]string{"--from", t.TempDir(), "--year", "2026"}, "is a directory"},
	} {
		t.Run(name, func(t *testing.T) {
			if status, out, err := duban(t, append([]string{"new"}, c.args...)...); status != 1 || out != "" || !strings.Contains(err, c.want) {
				t.Errorf("status %d, %s%s", status, err, out)
			}
		})
	}
}
