package api_test

import (
	"flag"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	v1 "duban/api/supervisionv1"
)

var update = flag.Bool("update", false, "write golden files again")

const unit = "u01"

// feed makes an address and answers its path.
func (s *site) feed(token, office string) string {
	s.t.Helper()
	var made v1.CreateFeedResponse
	s.ok(token, http.MethodPost, "/v1/feeds", jsonOf(s.t, map[string]string{"office": office}), &made)
	return made.GetPath()
}

// fetched is what stands at an address.
type fetched struct {
	code   int
	header http.Header
	length int64
	text   string
}

// fetch reads an address as a calendar program does, which keeps the tag of what it has read.
func (s *site) fetch(method, path, tag string) fetched {
	s.t.Helper()
	req, err := http.NewRequestWithContext(s.t.Context(), method, s.url+path, nil)
	s.must(err)
	req.Header.Set("If-None-Match", tag)
	resp, err := http.DefaultClient.Do(req)
	s.must(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	s.must(err)
	return fetched{resp.StatusCode, resp.Header, resp.ContentLength, string(text)}
}

// calendar reads an address that must be there.
func (s *site) calendar(path string) string {
	s.t.Helper()
	got := s.fetch(http.MethodGet, path, "")
	if got.code != http.StatusOK {
		s.t.Fatalf("%s: %d %s", path, got.code, got.text)
	}
	return got.text
}

// gone checks that there is nothing at an address, and that nobody learns why.
func (s *site) gone(path string) {
	s.t.Helper()
	if got := s.fetch(http.MethodGet, path, ""); got.code != http.StatusNotFound || got.text != "没有该日历 / there is no such calendar\n" {
		s.t.Errorf("%s: %d %s", path, got.code, got.text)
	}
}

func (s *site) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

// The Hangzhou year as a deputy's telephone and the unit's see it, before and after days move and things are called off.
func TestFeed_HangzhouYear(t *testing.T) {
	s := newSite(t)
	deputys, units := s.feed(s.token(deputy), ""), s.feed(s.token(official), unit)
	group, office := s.token(convenor), s.token(staff)
	schedule := func(day, place string) {
		t.Helper()
		s.ok(group, http.MethodPost, "/v1/inspections/"+visit+":schedule", jsonOf(t, map[string]string{"visitDay": day, "place": place}), &v1.Inspection{})
	}
	s.at("2020-05-25T10:00")
	schedule("2020-06-04", "西湖区文三路, 3号楼; 东门")
	s.golden("deputy-before.ics", s.calendar(deputys))
	s.golden("unit-before.ics", s.calendar(units))

	s.at("2020-06-01T10:00")
	schedule("2020-06-05", "西湖区文三路, 3号楼; 东门")
	s.ok(office, http.MethodPost, "/v1/campaigns/"+hangzhou+"/duties/completion-report/campaign/2020:extend", `{"lastDay":"2021-01-31","reason":"资料未齐"}`, &v1.Duty{})
	s.ok(office, http.MethodPost, "/v1/campaigns/"+hangzhou+"/duties/supervision-week/g01/2020/g01-d1:excuse", `{"reason":"外出"}`, &v1.Duty{})
	s.golden("deputy-after.ics", s.calendar(deputys))
	s.golden("unit-after.ics", s.calendar(units))
}

// golden compares a calendar with the one that was looked at.
func (s *site) golden(name, got string) {
	s.t.Helper()
	file := filepath.Join("testdata/feeds", name)
	if *update {
		s.must(os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	s.must(err)
	if diff := cmp.Diff(strings.Split(string(want), "\r\n"), strings.Split(got, "\r\n")); diff != "" {
		s.t.Errorf("the calendar differs from %s (-want +got); look at it, then run with -update:\n%.4000s", name, diff)
	}
}
