package cmd_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"duban/cmd"
	"duban/internal/postgres/pgtest"
)

// load starts a program on a fresh demonstration.
func load(t *testing.T) (dsn, rest string) {
	t.Helper()
	dsn, _ = pgtest.New(t)
	if err := cmd.LoadDemonstration(t.Context(), dsn, monday); err != nil {
		t.Fatal(err)
	}
	return dsn, "http://" + serve(t, dsn).REST()
}

func signIns(t *testing.T, dsn string, now time.Time) []cmd.SignIn {
	t.Helper()
	made, err := cmd.DemoSignIns(t.Context(), dsn, now)
	if err != nil || len(made) != 9 {
		t.Fatalf("%v, %v", made, err)
	}
	return made
}

func read(t *testing.T, address, token string) map[string]any {
	t.Helper()
	code, body := get(t, address, token)
	var got map[string]any
	if err := json.Unmarshal([]byte(body), &got); err != nil || code != http.StatusOK {
		t.Fatalf("%s: %d %s", address, code, body)
	}
	return got
}

// The people of the demonstration see a campaign in the midst of its monitoring.
func TestDemonstrationIsLive(t *testing.T) {
	dsn, rest := load(t)
	for i, s := range signIns(t, dsn, time.Now()) {
		me := read(t, rest+"/v1/me", s.Token)
		wantRole := strings.Split("STAFF DEPUTY DEPUTY OFFICIAL MEMBER SYSTEM_ADMIN SECURITY_ADMIN AUDITOR STAFF", " ")[i] //nolint:dupword // two are deputies
		wantHost := map[bool]string{true: "hangzhou", false: "shili"}[s.Key == "HANGZHOU"]
		if seat := me["seats"].([]any)[0].(map[string]any); seat["role"] != wantRole || me["host"] != wantHost || s.Name == "" || s.Role == "" {
			t.Errorf("%s is %v", s.Role, me)
		}
	}
	office := signIns(t, dsn, time.Now())[0].Token
	campaign := read(t, rest+"/v1/campaigns/shili-demo", office)
	if campaign["state"] != "LIVE" || campaign["phase"] != "MONITORING" || campaign["demonstration"] != true {
		t.Errorf("the demonstration reads %v", campaign)
	}
	inspections := read(t, rest+"/v1/campaigns/shili-demo/inspections", office)["inspections"].([]any)
	first := inspections[0].(map[string]any)
	if day := "2026-09-14"; first["firstDay"].(string) > day || first["lastDay"].(string) < day {
		t.Errorf("the first inspection does not contain the day: %v", first)
	}
}

// The deputy's group is the convenor's, and the official's unit answers for its project.
func TestDemonstrationPeopleBelongTogether(t *testing.T) {
	dsn, rest := load(t)
	people := signIns(t, dsn, time.Now())
	var seats []string
	for _, s := range people[1:4] {
		seats = append(seats, read(t, rest+"/v1/me", s.Token)["seats"].([]any)[0].(map[string]any)["id"].(string))
	}
	if got := strings.Join(seats, " "); got != "g01-d1 g01-convenor u01-official" {
		t.Errorf("their seats are %s", got)
	}
}

// The real plan stays a draft of its own host, which the demonstration's people cannot see.
func TestRealPlanIsDraft(t *testing.T) {
	dsn, rest := load(t)
	office := signIns(t, dsn, time.Now())[0].Token
	if code, _ := get(t, rest+"/v1/campaigns/hangzhou-2020", office); code != http.StatusNotFound {
		t.Errorf("another host's draft answers %d", code)
	}
	draft := signIns(t, dsn, time.Now())[8].Token
	if campaign := read(t, rest+"/v1/campaigns/hangzhou-2020", draft); campaign["state"] != "DRAFT" {
		t.Errorf("to its own office the draft reads %v", campaign)
	}
	campaigns := read(t, rest+"/v1/campaigns", office)["campaigns"].([]any)
	if len(campaigns) != 1 {
		t.Errorf("the demonstration's host has %v", campaigns)
	}
}

// A later start finds the demonstration as it is, also on another day, and old sign-ins stay good.
func TestLoadingAgainChangesNothing(t *testing.T) {
	dsn, rest := load(t)
	office := signIns(t, dsn, time.Now())[0].Token
	before := read(t, rest+"/v1/campaigns/shili-demo", office)
	if err := cmd.LoadDemonstration(t.Context(), dsn, monday.AddDate(0, 0, 9)); err != nil {
		t.Fatal(err)
	}
	after := read(t, rest+"/v1/campaigns/shili-demo", office)
	for _, field := range []string{"createdAt", "launchedAt", "state", "nextCallAt"} {
		if before[field] != after[field] {
			t.Errorf("%s was %v and is %v", field, before[field], after[field])
		}
	}
	if again := signIns(t, dsn, time.Now())[0].Token; again == office {
		t.Error("the same token twice")
	}
}

func TestSignInsNeedDemonstration(t *testing.T) {
	dsn, _ := pgtest.New(t)
	if made, err := cmd.DemoSignIns(t.Context(), dsn, monday); err == nil || !strings.Contains(err.Error(), "shili-demo") {
		t.Errorf("without a demonstration: %v, %v", made, err)
	}
}
