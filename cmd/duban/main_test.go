package main

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"duban/plans"
)

// asProgram makes this test program behave as the program it tests.
const asProgram = "DUBAN_TEST_AS_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// duban runs the program and returns its exit status and what it wrote.
func duban(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, err strings.Builder
	command := exec.CommandContext(t.Context(), os.Args[0], args...)
	command.Env = append(os.Environ(), asProgram+"=1")
	command.Stdout, command.Stderr = &out, &err
	_ = command.Run() // the exit status says it
	return command.ProcessState.ExitCode(), out.String(), err.String()
}

func file(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "plan.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// Warnings are printed, and are no reason to fail.
func TestCheckOfGoodPlan(t *testing.T) {
	before, _, _ := strings.Cut(string(plans.Hangzhou2020()), "window: 2020-05-11")
	path := file(t, string(plans.Hangzhou2020()))
	status, out, err := duban(t, "check", path)
	if status != 0 || err != "" {
		t.Errorf("status %d, %s", status, err)
	}
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if want := fmt.Sprintf("%s:%d:13: 警告 OUTSIDE_PHASE: ", path, strings.Count(before, "\n")+1); !strings.Contains(out, want) {
		t.Errorf("no line begins with %s:\n%s", want, out)
	}
	if last := lines[len(lines)-1]; last != path+": 可用，101 项任务 / good, 101 duties" {
		t.Errorf("the last line reads %s", last)
	}
}

// What is counted is what will be made: on Wednesdays that are rest days nobody goes out (JG-06).
func TestCheckCountsWhatIsMade(t *testing.T) {
	status, out, _ := duban(t, "check", "../../plans/jianggan-2020.yaml")
	if status != 0 || !strings.HasSuffix(out, "可用，1010 项任务 / good, 1010 duties\n") {
		t.Errorf("status %d, %s", status, out)
	}
}

// Every error stands on a line of its own, at its place in the file.
func TestCheckOfBadPlan(t *testing.T) {
	text := strings.Replace(string(plans.Hangzhou2020()), "unit: u02", "unit: u99", 1)
	path := file(t, strings.Replace(text, "window: 6月上旬", "window: 6月31日", 1))
	status, out, err := duban(t, "check", path)
	if status != 1 || !strings.Contains(err, "2 errors") {
		t.Errorf("status %d, %s", status, err)
	}
	for _, want := range []string{": 错误 UNKNOWN_UNIT: ", ": 错误 BAD_WINDOW: "} {
		if !strings.Contains(out, want) {
			t.Errorf("no line with %s:\n%s", want, out)
		}
	}
	for line := range strings.Lines(out) {
		if !strings.HasPrefix(line, path+":") {
			t.Errorf("a line without place: %s", line)
		}
	}
}

func TestCheckOfNoFile(t *testing.T) {
	if status, _, err := duban(t, "check", "/no/such/plan.yaml"); status != 1 || !strings.Contains(err, "/no/such/plan.yaml") {
		t.Errorf("status %d, %s", status, err)
	}
}

// A secret that is missing is asked for by the name under which it is looked for.
func TestSecretsComeFromEnvironmentOrFile(t *testing.T) {
	for command, variable := range map[string]string{
		"serve": "DUBAN_DSN", "work": "DUBAN_DSN", "demo-signins": "DUBAN_DSN", "migrate": "DUBAN_OWNER_DSN",
	} {
		t.Run(command, func(t *testing.T) {
			t.Setenv(variable, "")
			if status, _, err := duban(t, command); status != 1 || !strings.Contains(err, variable) {
				t.Errorf("status %d, %s", status, err)
			}
			t.Setenv(variable+"_FILE", file(t, "host=/no/such/place\n"))
			if status, _, err := duban(t, command); status != 1 || !strings.Contains(err, "/no/such/place") {
				t.Errorf("from a file: status %d, %s", status, err)
			}
			t.Setenv(variable, "host=/no/such/directory")
			if status, _, err := duban(t, command); status != 1 || !strings.Contains(err, "/no/such/directory") {
				t.Errorf("from the environment: status %d, %s", status, err)
			}
		})
	}
}

func TestSchema(t *testing.T) {
	status, out, err := duban(t, "schema")
	if status != 0 || err != "" || !json.Valid([]byte(out)) || !strings.Contains(out, `"$schema": "https://json-schema.org/draft/2020-12/schema"`) {
		t.Errorf("status %d, %s%.200s", status, err, out)
	}
}

func TestVersion(t *testing.T) {
	if status, out, _ := duban(t, "version"); status != 0 || !strings.HasPrefix(out, "duban ") {
		t.Errorf("status %d, %s", status, out)
	}
}
