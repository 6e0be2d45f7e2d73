package api_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	v1 "duban/api/supervisionv1"
	"duban/internal/roll"
	"duban/supervision"
)

const headings = "编号,姓名,角色,单位,席位,职务,分工,手机,邮箱,任期起,任期止\n"

// file is the request that hands in a file, with the digest of a preview.
func file(t *testing.T, text, digest string) string {
	t.Helper()
	body, err := json.Marshal(map[string]string{"file": base64.StdEncoding.EncodeToString([]byte(text)), "digest": digest})
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestRoll_InAndOut(t *testing.T) {
	s := newSite(t)
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	text := headings + "0012,陈国平,,,g01-d1,,,13800000000,,2020-05-21,\n0013,张偉,代表,,d-9,,,,,,2020-12-31\n"
	var seen, done v1.RollImport
	s.ok(system, http.MethodPost, "/v1/people:preview", strings.Replace(file(t, text, ""), `"digest":"",`, "", 1), &seen)
	if seen.GetAdded() != 2 || len(seen.GetEffects()) != 2 || seen.GetDigest() == "" {
		t.Errorf("%v", &seen)
	}
	s.ok(system, http.MethodPost, "/v1/people:import", file(t, text, seen.GetDigest()), &done)
	if done.GetDigest() != seen.GetDigest() {
		t.Errorf("%v was done, %v seen", &done, &seen)
	}
	s.refused(http.StatusBadRequest, "WRONG_STATE", system, http.MethodPost, "/v1/people:import", file(t, text, seen.GetDigest()))

	var found v1.ListPeopleResponse
	s.ok(s.token(deputy), http.MethodGet, "/v1/people?q="+url.QueryEscape("张"), "", &found)
	if len(found.GetPeople()) != 1 || found.GetPeople()[0].GetName() != "张偉" {
		t.Errorf("%v", &found)
	}
	for format, want := range map[string]string{"CSV": "text/csv; charset=utf-8", "EXCEL": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"} {
		var kept v1.PeopleFile
		s.ok(s.token(staff), http.MethodGet, "/v1/people:export?format="+format, "", &kept)
		read, mistakes, err := roll.Read(t.Context(), kept.GetFile())
		if err != nil || len(mistakes) > 0 || len(read.Rows) != 3 || kept.GetContentType() != want {
			t.Errorf("%s: %v %v", format, mistakes, kept.GetName())
		}
	}
}

// A file's mistakes are all told, each with its cell; a file that is too large for a request is refused before it is read.
func TestRoll_RefusesBadFiles(t *testing.T) {
	s := newSite(t)
	system := s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
	text := headings + "0012,,委员长,,g01-d1,,,,,,\n0013,=1+1,,,,,,1,,,\n"
	bad := s.refused(http.StatusBadRequest, "INVALID_FILE", system, http.MethodPost, "/v1/people:import", file(t, text, ""))
	var told []string
	for _, b := range bad {
		told = append(told, b.GetField()+" "+b.GetReason())
	}
	if got := strings.Join(told, ", "); got != "B3 FORMULA, C2 UNKNOWN_ROLE, H3 BAD_PHONE" {
		t.Errorf("%s", got)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", s.token(staff), http.MethodPost, "/v1/people:import", file(t, text, ""))
	s.refused(http.StatusBadRequest, "INVALID_FILE", system, http.MethodPost, "/v1/people:import", file(t, strings.Repeat("x", roll.MaxBytes+1), ""))
	s.refused(http.StatusRequestEntityTooLarge, "TOO_LARGE", system, http.MethodPost, "/v1/people:import", file(t, strings.Repeat("x", 10<<20), ""))
}
