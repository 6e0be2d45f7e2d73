package api_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"duban/activities"
	"duban/internal/desk"
	"duban/internal/links"
	"duban/internal/postgres/pgtest"
	"duban/internal/secrets"
	"duban/supervision"
)

// Beside what the twins have: something urgent, and a second report of each unit.
const (
	flood   = "  - {id: flood, kind: DOCUMENT, title: 防汛情况, window: 6月, phase: MONITORING, holder: c1, urgent: true}\n"
	figures = "  - {id: figures, kind: REPORT, title: 数据, window: 6月, phase: MONITORING, for_each: project, holder: unit}\n"
)

// Whatever a message is about, it leads whoever gets it to a page of theirs: they are asked to sign in, and then they are there.
func TestMessagesLeadToPagesOfTheirReaders(t *testing.T) {
	t.Parallel()
	dsn, owner := pgtest.New(t)
	s := newSiteOn(t, dsn)
	s.sealAlike()
	s.keepSecrets()
	plan := twinPlan + nightVisits + flood + figures
	s.launch("xihu", []byte(plan))
	s.robot("u1")
	read := map[string]bool{}
	follow := func(at string) {
		t.Helper()
		s.at(at)
		s.must(called(s))
		for _, l := range s.letters(owner) {
			read[s.follow(l)] = true
		}
	}
	follow("2020-06-01T09:00")
	follow("2020-06-29T09:00")
	s.launch("xihu", []byte(strings.Replace(plan, "id: xihu-2020", "id: xihu-again", 1)))
	follow("2020-06-30T09:00")
	shapes := slices.DeleteFunc([]string{"/", "/notices", "/campaigns", "/campaigns/" + twin + "/duties", "/campaigns/" + twin + "/duties/flood/campaign/2020"},
		func(path string) bool { return read[path] })
	if len(shapes) > 0 {
		t.Errorf("no message led to %v, all to %v", shapes, read)
	}
	for path := range read {
		if strings.Contains(path, "night") {
			t.Errorf("%s tells of an unannounced visit", path)
		}
	}
}

// robot sets up one in an office's group, and tests it.
func (s *site) robot(office string) {
	s.t.Helper()
	keeper := sitting("clerk", supervision.RoleSystemAdmin)
	s.must(s.desk.SaveChannel(s.t.Context(), keeper, desk.ChannelForm{
		ID: "group", OfficeID: office, Kind: supervision.ChannelDingTalk, Address: "https://oapi.dingtalk.com/robot/send?access_token=x", Secret: secrets.New("SECx"),
	}))
	_, err := s.desk.TestChannel(s.t.Context(), keeper, "group", uuid.New())
	s.must(err)
}

// letters are today's, and every test.
func (s *site) letters(owner string) []desk.Letter {
	s.t.Helper()
	conn, err := pgx.Connect(s.t.Context(), owner)
	s.must(err)
	defer conn.Close(s.t.Context())
	rows, err := conn.Query(s.t.Context(), `select id from message where host_id = 'xihu' and (day = $1 or kind = 'TEST')`, s.now.Load().Format("2006-01-02"))
	s.must(err)
	ids, err := pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
	s.must(err)
	letters, err := s.desk.Letters(s.t.Context(), "xihu", ids...)
	s.must(err)
	return letters
}

// follow opens a message's link as its reader, who has not signed in; a group's, as somebody in it; a test's, as whoever made
// it. It answers the path.
func (s *site) follow(l desk.Letter) string {
	s.t.Helper()
	worded, err := activities.Word(&l, links.Site(s.url+"/"))
	s.must(err)
	reader := l.PersonID
	switch l.Kind {
	case supervision.MessageGroup:
		reader = "xihu/u1-official"
	case supervision.MessageTest:
		reader = "xihu/clerk"
	case supervision.MessageDigest, supervision.MessageUrgent:
	}
	if l.Kind != supervision.MessageTest && !strings.Contains(worded.Text, worded.Link) {
		s.t.Errorf("%s is not in %s", worded.Link, worded.Text)
	}
	login, password := s.credentials(reader)
	jar, err := cookiejar.New(nil)
	s.must(err)
	browser := http.Client{Jar: jar}
	at := s.opened(browser.Get(worded.Link))
	if at.Path != "/signin" {
		s.t.Errorf("%s of %s opens %s without a sign-in", worded.Link, reader, at)
	}
	at = s.opened(browser.PostForm(s.url+"/signin", url.Values{"next": {at.Query().Get("next")}, "login": {login}, "password": {password}}))
	if at.String() != worded.Link {
		s.t.Errorf("%s of %s leads to %s", worded.Link, reader, at)
	}
	return at.Path
}

// opened is where a browser has got to.
func (s *site) opened(resp *http.Response, err error) *url.URL {
	s.t.Helper()
	s.must(err)
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	s.must(err)
	if resp.StatusCode != http.StatusOK {
		s.t.Errorf("%s: %d\n%.500s", resp.Request.URL, resp.StatusCode, text)
	}
	return resp.Request.URL
}

// credentials give somebody an account, with a password that they chose.
func (s *site) credentials(person string) (login, password string) {
	s.t.Helper()
	login, password = strings.ReplaceAll(person, "/", "."), "督办系统的一个长口令"
	once, err := s.desk.ResetAccount(s.t.Context(), desk.System("xihu"), person, login)
	s.must(err)
	in, err := s.desk.SignIn(s.t.Context(), once.Login, once.Password)
	s.must(err)
	caller, err := s.desk.Recognise(s.t.Context(), in.Token)
	s.must(err)
	_, err = s.desk.ChangePassword(s.t.Context(), caller, once.Password, password)
	s.must(err)
	return login, password
}
