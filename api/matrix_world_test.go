package api_test

import (
	"encoding/json"
	"maps"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"duban/api/console"
	"duban/internal/desk"
	"duban/internal/postgres/pgtest"
	"duban/internal/secrets"
	"duban/plans"
	"duban/supervision"
)

// Where a caller sits, seen from the congress that is asked about, which is the city's.
var relations = []struct{ name, host string }{
	{"PARENT", "zhejiang"}, {"CHILD", "shangcheng"}, {"SIBLING", "ningbo"}, {"OTHER PROVINCE", "jiangsu"}, {"OWN", "hangzhou"},
}

// seats are those in which the callers of each role sit, the same in every congress; a deputy convenes the first group.
var seats = map[string]string{
	"STAFF": staff, "DEPUTY": convenor, "OFFICIAL": official, "MEMBER": member, "RESIDENT": "resident",
	"SYSTEM_ADMIN": "system-admin", "SECURITY_ADMIN": "security-admin", "AUDITOR": "auditor", noSeat: "former",
}

// matrix is a site with five congresses, in each of which there is somebody of every role; and two sets of names: what
// belongs to the city's congress, and what is nowhere.
type matrix struct {
	*site
	tokens map[string]string
	door   sync.Mutex // of those who sign in by the one login that there is: five at once would rest it
	things [2]map[string]string
}

func newMatrix(t *testing.T) *matrix {
	t.Helper()
	t.Parallel()
	dsn, owner := pgtest.New(t)
	m := &matrix{site: newSiteOn(t, dsn), tokens: map[string]string{}}
	rest := httptest.NewServer(m.edge.Handler(console.New(m.edge.Conn(), console.Options{Now: func() time.Time { return *m.now.Load() }})))
	t.Cleanup(rest.Close)
	m.url = rest.URL
	m.found(owner)
	m.fill()
	m.draft(owner)
	m.tell(owner)
	return m
}

// found makes the other congresses, and people in all of them.
func (m *matrix) found(owner string) {
	m.t.Helper()
	conn, err := pgx.Connect(m.t.Context(), owner)
	m.must(err)
	defer conn.Close(m.t.Context())
	for _, r := range relations[:4] {
		m.launch(r.host, copyOf(m.t, r.host+"-2020", r.host))
	}
	_, err = conn.Exec(m.t.Context(), `update host set parent_id = case id when 'hangzhou' then 'zhejiang' when 'ningbo' then 'zhejiang' when 'shangcheng' then 'hangzhou' end`)
	m.must(err)
	for role, seat := range seats {
		_, err = conn.Exec(m.t.Context(), `with new as (insert into seat (host_id, id, role, title, ordinal)
				select id, $1, $2, $1, 9999 from host on conflict do nothing returning host_id),
			people as (insert into person (id) select host_id || '/' || $1 from new returning id),
			roll as (insert into roll (host_id, person_id, name) select host_id, host_id || '/' || $1, $1 from new returning 1)
			insert into sitting (host_id, seat_id, person_id, from_at) select host_id, $1, host_id || '/' || $1, '2020-01-01' from new`,
			seat, strings.Replace(role, noSeat, "DEPUTY", 1))
		m.must(err)
	}
	for _, r := range relations {
		for role, seat := range seats {
			m.tokens[r.host+role] = m.tokenIn(r.host, seat)
		}
	}
	_, err = conn.Exec(m.t.Context(), `update sitting set to_at = '2020-05-20' where seat_id = 'former'`)
	m.must(err)
}

// surprise is an unannounced visit beside what Hangzhou planned.
const surprise = "  - {id: surprise, kind: INSPECTION, title: 暗访, window: 6月上旬, phase: MONITORING, for_each: group, unannounced: true}\n"

// fill makes what the requests are about: papers, a note, campaigns to be ended; and what the city shares with the
// province.
func (m *matrix) fill() {
	m.t.Helper()
	withEvent := string(plans.Hangzhou2020()) + "\nevents:\n  - {id: session, title: 常委会会议, date: 2020-12-20}\n"
	withEvent = strings.Replace(withEvent, "\nduties:\n", "\nduties:\n"+surprise, 1)
	for _, id := range []string{"hangzhou-shared", "hangzhou-doomed"} {
		m.launch("hangzhou", []byte(strings.ReplaceAll(withEvent, "id: hangzhou-2020\n", "id: "+id+"\n")))
	}
	named := func(id string) string {
		text, err := json.Marshal(strings.ReplaceAll(withEvent, "id: hangzhou-2020\n", "id: "+id+"\n"))
		m.must(err)
		return strings.Trim(string(text), `"`)
	}
	office := desk.Caller{Person: "hangzhou/office-staff", Host: "hangzhou", Seats: []supervision.Seat{{ID: staff, Role: supervision.RoleStaff}}}
	m.must(m.desk.ShareCampaign(m.t.Context(), office, "hangzhou-shared", "zhejiang", []string{"p01"}, "市区联动"))
	group := desk.Caller{Person: "hangzhou/g01-convenor", Host: "hangzhou", Seats: []supervision.Seat{{ID: convenor, Role: supervision.RoleDeputy}}}
	_, err := m.desk.SubmitDocument(m.t.Context(), group, "hangzhou-shared", desk.Paper{ID: "s1", Duty: "group-plan/g01/2020", Title: "x", Text: "x"})
	m.must(err)
	keeper := desk.Caller{Person: "hangzhou/system-admin", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	m.must(m.desk.SavePerson(m.t.Context(), keeper, supervision.Person{ID: "0012", Name: "陈国平"}))
	m.must(m.desk.SavePerson(m.t.Context(), keeper, supervision.Person{ID: "0042", Name: "周小梅"}))
	january := desk.Seating{Person: "0012", Seat: "g01-d2", First: supervision.Date{Year: 2021, Month: 1, Day: 1}, Last: supervision.Date{Year: 2021, Month: 1, Day: 31}}
	m.must(m.desk.SeatPerson(m.t.Context(), keeper, january))
	for _, r := range relations {
		m.must(m.desk.ChainAudit(m.t.Context(), r.host))
	}
	m.things[0] = map[string]string{
		"campaign": "hangzhou-shared", "doomed": "hangzhou-doomed", "visit": "hangzhou-shared.supervision-week.g01.2020", "surprise": "hangzhou-shared.surprise.g01.2020", "surprise-duty": "surprise/g01/2020", "note": "n1", "paper": "s1",
		"poll": "hangzhou-shared.satisfaction-vote", "event": "session", "duty": "completion-report/campaign/2020", "spare": "kickoff/campaign/2020",
		"plan-duty": "group-plan/g01/2020", "plan": named("hangzhou-shared"), "any-plan": named("any-2020"),
		"new-paper": "s2", "host": "hangzhou", "person": "hangzhou/0012", "leaver": "hangzhou/0042", "seat": "g01-d2",
	}
	m.admit()
	m.things[1] = map[string]string{}
	for name, id := range m.things[0] {
		m.things[1][name] = strings.NewReplacer("hangzhou-shared", "hangzhou-nowhere", "hangzhou-doomed", "hangzhou-nothing", "hangzhou/0012", "hangzhou/0013", "hangzhou/0042", "hangzhou/0043").Replace(id)
	}
	m.things[1]["host"], m.things[1]["session"] = "nowhere", uuid.NewString()
}

// withOwn are the city's things, with a session of the caller's own, beside that by which they come in, where one is asked for.
func (m *matrix) withOwn(c cell) map[string]string {
	if !strings.Contains(c.ask, "[[own-session]]") {
		return m.things[0]
	}
	things := maps.Clone(m.things[0])
	things["own-session"] = uuid.NewString()
	if c.hasSeat() {
		caller, err := m.desk.Recognise(m.t.Context(), m.tokenIn(c.host, seats[c.role]))
		m.must(err)
		things["own-session"] = caller.Session.ID.String()
	}
	return things
}

// admit makes an account with a one-time password, and a session that is nobody's who calls.
func (m *matrix) admit() {
	m.t.Helper()
	guard := desk.Caller{Person: "hangzhou/security-admin", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSecurityAdmin}}}
	once, err := m.desk.ResetAccount(m.t.Context(), guard, "hangzhou/g02-d1", "zhang")
	m.must(err)
	first, err := m.desk.SignIn(m.t.Context(), once.Login, once.Password)
	m.must(err)
	m.things[0]["login"], m.things[0]["password"], m.things[0]["session"] = once.Login, once.Password, first.ID.String()
}

// tell sets up a webhook on which a message has gone out, an office that is nowhere else, and has somebody be rung.
func (m *matrix) tell(owner string) {
	m.t.Helper()
	m.keepSecrets()
	keeper := desk.Caller{Person: "hangzhou/office-staff", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}}}
	m.must(m.desk.SaveChannel(m.t.Context(), keeper, desk.ChannelForm{
		ID: "city-hook", OfficeID: "office", Kind: supervision.ChannelWebhook, Address: "https://hook.example.cn/", Secret: secrets.New(hookSecret),
	}))
	m.must(m.desk.SaveOffice(m.t.Context(), keeper, desk.OfficeRow{ID: "duty-room", Name: "值班室", Kind: "GENERAL_OFFICE"}))
	message, err := m.desk.TestChannel(m.t.Context(), keeper, "city-hook", uuid.New())
	m.must(err)
	bag, err := m.desk.NextDeliveries(m.t.Context(), "hangzhou", "city-hook")
	m.must(err)
	_, err = m.desk.SettleDelivery(m.t.Context(), "hangzhou", "city-hook", bag.Letters[0].MessageID, desk.Outcome{})
	m.must(err)
	conn, err := pgx.Connect(m.t.Context(), owner)
	m.must(err)
	defer conn.Close(m.t.Context())
	_, err = conn.Exec(m.t.Context(), "insert into channel (host_id, id, kind) values ('hangzhou', 'calls', 'CALL_LIST')")
	m.must(err)
	for name, state := range map[string]string{"call": "TO_CALL", "ticked": "REACHED"} {
		id := uuid.NewString()
		_, err = conn.Exec(m.t.Context(), `with m as (insert into message (host_id, id, kind, person_id, office_id, day, composed_at)
				values ('hangzhou', $1, 'URGENT', 'hangzhou/0012', '', '2020-05-20', '2020-05-20') returning host_id, id, composed_at)
			insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
			select host_id, id, 'calls', 0, $2, composed_at, composed_at from m`, id, state)
		m.must(err)
		m.things[0][name], m.things[1][name] = id, uuid.NewString()
	}
	stamp, signature := signed("city-hook", message.String(), "READ", "", *m.now.Load())
	for name, thing := range map[string]string{
		"channel": "city-hook", "office": "duty-room", "message": message.String(), "stamp": stamp, "signature": signature,
	} {
		m.things[0][name], m.things[1][name] = thing, thing
	}
	m.things[1]["channel"], m.things[1]["office"] = "no-such-channel", "nowhere"
	m.things[1]["message"] = uuid.NewString()
}

// draft has the liaison of the official's unit lay two papers before the official, who is its head; leaves the second group
// without a convenor; and has a deputy note something of the visit.
func (m *matrix) draft(owner string) {
	m.t.Helper()
	conn, err := pgx.Connect(m.t.Context(), owner)
	m.must(err)
	defer conn.Close(m.t.Context())
	_, err = conn.Exec(m.t.Context(), `with liaison as (insert into seat (host_id, id, office_id, role, title, part, ordinal)
			select host_id, 'liaison', office_id, role, 'x', 'LIAISON', 9999 from seat where host_id = 'hangzhou' and id = $1),
		head as (update seat set part = 'HEAD' where host_id = 'hangzhou' and id = $1 returning office_id)
		update office set head_approves = true where host_id = 'hangzhou' and id in (select office_id from head)`, official)
	m.must(err)
	_, err = conn.Exec(m.t.Context(), `update sitting set to_at = from_at where host_id = 'hangzhou' and seat_id = 'g02-convenor'`)
	m.must(err)
	_, err = conn.Exec(m.t.Context(), `insert into note select 'hangzhou', 'n0', $1, 'g01-d1', 'x', '2020-06-01', false, ''`, m.things[0]["visit"])
	m.must(err)
	var duty string
	m.must(conn.QueryRow(m.t.Context(), `update duty set holder = 'liaison' where campaign_id = 'hangzhou-shared' and entry = 'overall-plan' returning id`).Scan(&duty))
	liaison := desk.Caller{Person: "hangzhou/liaison", Host: "hangzhou", Seats: []supervision.Seat{{ID: "liaison", Role: supervision.RoleOfficial}}}
	for name, id := range map[string]string{"draft": "d1", "bad-draft": "d2"} {
		_, err := m.desk.SubmitDocument(m.t.Context(), liaison, "hangzhou-shared", desk.Paper{ID: id, Duty: duty, Title: "x", Text: "x"})
		m.must(err)
		m.things[0][name], m.things[1][name] = id, id
	}
	m.things[0]["draft-duty"], m.things[1]["draft-duty"] = duty, duty
}

func (m *matrix) must(err error) {
	m.t.Helper()
	if err != nil {
		m.t.Fatal(err)
	}
}
