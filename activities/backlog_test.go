package activities_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"sync/atomic"
	"testing"

	"github.com/emersion/go-smtp"
	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// A backlog of ten thousand messages on a robot and on mail drains in its order and without a storm: the robot's group is told
// less than twenty times a minute, and mail rests for as long as it asks to whenever its server has had enough.
func TestDelivery_ABacklogDrainsWithinTheLimits(t *testing.T) {
	t.Parallel()
	y := newYear(t, []byte(smallPlan(t)), "2020-09-01 08:30")
	ring, err := secrets.ParseRing(secrets.NewKey())
	y.must(err)
	y.desk.KeepSecrets(ring)
	y.prefers("office-staff", supervision.ChannelMail)
	group, told := y.group()
	post, taken := y.busyMail(200)
	y.channel(desk.ChannelForm{ID: "ding", OfficeID: "office", Kind: supervision.ChannelDingTalk, Address: group, Secret: secrets.New("token key")})
	y.channel(desk.ChannelForm{ID: "mail", OfficeID: "office", Kind: supervision.ChannelMail, Address: post, Sender: "duban@example.cn"})
	for _, channel := range []string{"ding", "mail"} {
		y.backlog(channel, 10_000)
	}
	y.live("2020-09-01 08:33")

	y.drained("ding", int(told.Load()), 55, 60)
	y.same("", y.facts(`select a::text from (select sent_at - lag(sent_at) over (order by sent_at) as a from delivery
		where channel_id = 'ding' and state = 'ACCEPTED') g where a < interval '3.05 s'`))
	y.drained("mail", int(taken.Load()), 400, 600) // two hundred in each 65 seconds
	y.same("", y.facts(`select a::text from (select sent_at - lag(sent_at) over (order by sent_at) as a from delivery
		where channel_id = 'mail' and state = 'ACCEPTED') g where a > interval '5 s' and a < interval '65 s'`))
}

// drained asserts that a channel has sent so many of its backlog: the first ones, in their order, each once.
func (y *year) drained(channel string, came, least, most int) {
	y.t.Helper()
	accepted, err := strconv.Atoi(y.facts(`select count(*)::text from delivery where channel_id = $1 and state = 'ACCEPTED'`, channel)[0])
	y.must(err)
	if underWay := came - accepted; underWay < 0 || underWay > 1 { // the year may end between its arrival and its line
		y.t.Errorf("%s: %d messages came and %d are accepted", channel, came, accepted)
	}
	if came < least || came > most {
		y.t.Errorf("%s: %d messages came, want %d to %d", channel, came, least, most)
	}
	y.same("", y.facts(`select message_id::text from (select message_id, state, row_number() over (order by next_at) as nth from delivery
		where channel_id = $1) d where (state = 'ACCEPTED') <> (nth <= $2) limit 3`, channel, accepted))
	y.same("", y.facts(`select message_id::text from (select message_id, settled_at, lag(settled_at) over (order by next_at) as before from delivery
		where channel_id = $1 and state = 'ACCEPTED') d where settled_at < before limit 3`, channel))
}

// backlog has messages wait on a channel, whose order is not that of their ids.
func (y *year) backlog(channel string, n int) {
	y.t.Helper()
	owner, err := pgx.Connect(y.ctx, y.owner)
	y.must(err)
	defer owner.Close(y.ctx)
	_, err = owner.Exec(y.ctx, `with m as (insert into message (host_id, id, kind, person_id, office_id, day, composed_at)
			select $1, gen_random_uuid(), 'TEST', $1 || '/office-staff', 'office', '2020-09-01', $3::timestamptz from generate_series(1, $4::int) returning id),
		d as (insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
			select $1, id, $2, 0, 'QUEUED', $3::timestamptz - row_number() over () * interval '1 ms', $3::timestamptz + interval '1 day' from m)
		insert into nudge (kind, host_id, id) values ('delivery', $1, $1 || '/' || $2)`, y.plan.Host.ID, channel, y.start, n)
	y.must(err)
}

// group is what a DingTalk robot speaks to; it counts what it is told.
func (y *year) group() (address string, told *atomic.Int32) {
	told = new(atomic.Int32)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		told.Add(1)
		fmt.Fprint(w, `{"errcode":0,"errmsg":"ok"}`)
	}))
	y.t.Cleanup(server.Close)
	return server.URL + "/robot/send", told
}

// busyMail is a mail server that has had enough after every so many letters; it counts those that it takes.
func (y *year) busyMail(enough int32) (address string, taken *atomic.Int32) {
	b := &busy{enough: enough}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return b, nil }))
	l, err := new(net.ListenConfig).Listen(y.ctx, "tcp", "127.0.0.1:0")
	y.must(err)
	go server.Serve(l) //nolint:errcheck // it ends with the test
	y.t.Cleanup(func() { server.Close() })
	return "smtp+insecure://" + l.Addr().String(), &b.taken
}

type busy struct {
	enough       int32
	asked, taken atomic.Int32
}

func (*busy) Reset()                               {}
func (*busy) Logout() error                        { return nil }
func (*busy) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (b *busy) Mail(string, *smtp.MailOptions) error {
	if b.asked.Add(1)%(b.enough+1) == 0 {
		return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.NoEnhancedCode, Message: "too busy"}
	}
	return nil
}

func (b *busy) Data(r io.Reader) error {
	_, err := io.Copy(io.Discard, r)
	b.taken.Add(1)
	return err
}
