package activities_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-smtp"
	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// Ten thousand messages and more wait on five channels. Those of the four that work, now or later, arrive, each once and in the
// order in which they wait, and nobody is stormed: a robot's group is told at most twenty times a minute, a webhook that wants to
// be left alone for half an hour is, a mail server that has had enough rests, and what hangs or is at fault is tried once in a
// while.
func TestDelivery_ABacklogDrainsWithinTheLimits(t *testing.T) {
	t.Parallel()
	y := newYear(t, []byte(smallPlan(t)), "2020-09-01 08:30")
	y.env.SetTestTimeout(8 * time.Minute) // of the wall's: a busy machine takes a while for so many rows
	ring, err := secrets.ParseRing(secrets.NewKey())
	y.must(err)
	y.desk.KeepSecrets(ring)
	y.post.Within = 3 * time.Second
	y.prefers("office-staff", supervision.ChannelMail)
	o := y.others()
	waiting := map[string]int{"hook": 5_000, "mail": 4_000, "sick": 800, "ding": 200, "deaf": 1_000}
	for channel, n := range waiting {
		y.backlog(channel, n)
	}
	y.live("2020-09-01 14:30")

	for _, channel := range []string{"hook", "mail", "sick", "ding"} {
		y.drained(channel, waiting[channel])
	}
	y.inOrder("hook", o.hook)
	y.inOrder("sick", o.sick)
	o.hook.rested(t, 30*time.Minute)
	o.sick.atMost(t, "at fault", 1, func(at time.Time) bool { return at.Before(o.healed) })
	o.ding.atMost(t, "a robot", 20, func(time.Time) bool { return true })
	if len(o.mail.took) != waiting["mail"] || o.mail.hurried > 0 {
		t.Errorf("%d mails came, %d times before there was room for more", len(o.mail.took), o.mail.hurried)
	}
	if n := o.deaf.Load(); n < 5 || n > 12 { // pauses that grow to an hour
		t.Errorf("what hangs was tried %d times in six hours", n)
	}
	y.same("1000", y.facts(`select count(*)::text from delivery where channel_id = 'deaf' and state = 'QUEUED'`))
}

// others are the other sides of the channels.
type others struct {
	hook, sick, ding *peer
	healed           time.Time // when the sick one is well again
	mail             *busy
	deaf             *atomic.Int32 // how often the one that hangs was tried
}

// others sets the channels up, each with its other side.
func (y *year) others() *others {
	y.t.Helper()
	o := &others{healed: y.start.Add(2 * time.Hour)}
	o.hook = y.peer(func(nth int) (int, string) {
		if nth == 2_000 {
			return http.StatusTooManyRequests, "1800"
		}
		return http.StatusOK, ""
	})
	o.sick = y.peer(func(int) (int, string) {
		if y.now().Before(o.healed) {
			return http.StatusBadGateway, ""
		}
		return http.StatusOK, ""
	})
	o.ding = y.peer(func(int) (int, string) { return http.StatusOK, "" })
	post, tired := y.busyMail(500)
	nobody, tried := y.hanging()
	o.mail, o.deaf = tired, tried
	key := secrets.New("the-signing-key-of-it")
	y.channel(desk.ChannelForm{ID: "hook", OfficeID: "office", Kind: supervision.ChannelWebhook, Address: o.hook.URL, Secret: key})
	y.channel(desk.ChannelForm{ID: "sick", OfficeID: "office", Kind: supervision.ChannelWebhook, Address: o.sick.URL, Secret: key})
	y.channel(desk.ChannelForm{ID: "ding", OfficeID: "office", Kind: supervision.ChannelDingTalk, Address: o.ding.URL, Secret: secrets.New("token key")})
	y.channel(desk.ChannelForm{ID: "mail", OfficeID: "office", Kind: supervision.ChannelMail, Address: post, Sender: "duban@example.cn"})
	y.channel(desk.ChannelForm{ID: "deaf", OfficeID: "office", Kind: supervision.ChannelMail, Address: nobody, Sender: "duban@example.cn"})
	return o
}

// drained asserts that a channel has sent its whole backlog in its order.
func (y *year) drained(channel string, n int) {
	y.t.Helper()
	y.same(strconv.Itoa(n), y.facts(`select count(*)::text from delivery where channel_id = $1 and state = 'ACCEPTED'`, channel))
	y.same("", y.facts(`select message_id::text from (select message_id, settled_at, lag(settled_at) over (order by next_at) as before from delivery
		where channel_id = $1 and state = 'ACCEPTED') d where settled_at < before limit 3`, channel))
}

// inOrder asserts that a peer took all that waited, in its order.
func (y *year) inOrder(channel string, p *peer) {
	y.t.Helper()
	y.same(strings.Join(y.facts(`select message_id::text from delivery where channel_id = $1 order by next_at`, channel), "\n"), p.took)
}

// peer is the other side of a webhook or of a robot. It notes, by the year's clock, when it was asked and what it took.
type peer struct {
	*httptest.Server
	mu       sync.Mutex
	asked    []time.Time
	declined []time.Time
	took     []string // by their keys
}

// peer answers the nth request with a status and, if that is given, with the seconds for which it wants to be left alone.
func (y *year) peer(answer func(nth int) (status int, after string)) *peer {
	p := &peer{}
	p.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.asked = append(p.asked, y.now())
		status, after := answer(len(p.asked))
		if status != http.StatusOK {
			p.declined = append(p.declined, y.now())
			w.Header().Set("Retry-After", after)
			w.WriteHeader(status)
			return
		}
		if key := r.Header.Get("Idempotency-Key"); !slices.Contains(p.took[max(0, len(p.took)-1):], key) { // it goes by the key
			p.took = append(p.took, key)
		}
		_, _ = io.WriteString(w, `{"errcode":0,"errmsg":"ok"}`)
	}))
	y.t.Cleanup(p.Close)
	return p
}

// rested asserts that a peer was left alone for as long as it asked to be, once.
func (p *peer) rested(t *testing.T, during time.Duration) {
	t.Helper()
	if len(p.declined) != 1 {
		t.Fatalf("declined at %v", p.declined)
	}
	from := p.declined[0]
	for _, at := range p.asked {
		if at.After(from) && at.Before(from.Add(during-time.Second)) { // its header counts whole seconds
			t.Fatalf("asked at %s, though it wanted to be left alone from %s", at, from)
		}
	}
}

// atMost asserts that a peer was asked at most so often in any minute of those that count.
func (p *peer) atMost(t *testing.T, what string, most int, counts func(time.Time) bool) {
	t.Helper()
	var asked []time.Time
	for _, at := range p.asked {
		if counts(at) {
			asked = append(asked, at)
		}
	}
	for i := most; i < len(asked); i++ {
		if asked[i].Sub(asked[i-most]) < time.Minute {
			t.Fatalf("%s is asked %d times between %s and %s", what, most+1, asked[i-most], asked[i])
		}
	}
	if len(asked) == 0 {
		t.Errorf("%s is never asked", what)
	}
}

// backlog has messages wait on a channel, all about one thing, whose order is not that of their ids.
func (y *year) backlog(channel string, n int) {
	y.t.Helper()
	owner, err := pgx.Connect(y.ctx, y.owner)
	y.must(err)
	defer owner.Close(y.ctx)
	_, err = owner.Exec(y.ctx, `with n as (insert into notice (host_id, campaign_id, id, person_id, seat_id, duty_id, kind, zh, en, at, state, digest_day, urgent)
			values ($1, $5, gen_random_uuid(), $1 || '/office-staff', 'office-staff', '', 'RESULT', '「项目」', '', $3, 'DELIVERED', '2020-09-01', true) returning id),
		m as (insert into message (host_id, id, kind, person_id, office_id, day, notice_id, composed_at)
			select $1, gen_random_uuid(), 'URGENT', $1 || '/office-staff', 'office', '2020-09-01', n.id, $3::timestamptz from n, generate_series(1, $4::int)
			returning id),
		d as (insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
			select $1, id, $2, 0, 'QUEUED', $3::timestamptz - row_number() over () * interval '1 ms', $3::timestamptz + interval '1 day' from m)
		insert into nudge (kind, host_id, id) values ('delivery', $1, $1 || '/' || $2)`, y.plan.Host.ID, channel, y.start, n, y.id)
	y.must(err)
}

// busyMail is a mail server that has had enough for a while after every so many letters.
func (y *year) busyMail(enough int) (address string, b *busy) {
	b = &busy{year: y, enough: enough, took: map[string]bool{}}
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return b, nil }))
	l, err := new(net.ListenConfig).Listen(y.ctx, "tcp", "127.0.0.1:0")
	y.must(err)
	go server.Serve(l) //nolint:errcheck // it ends with the test
	y.t.Cleanup(func() { server.Close() })
	return "smtp+insecure://" + l.Addr().String(), b
}

// busy counts by the year's clock how often somebody came before it could take more.
type busy struct {
	*year
	mu      sync.Mutex
	enough  int
	asked   int
	tired   time.Time // when it last had enough
	hurried int
	took    map[string]bool // by their ids
}

func (*busy) Reset()                               {}
func (*busy) Logout() error                        { return nil }
func (*busy) Rcpt(string, *smtp.RcptOptions) error { return nil }

func (b *busy) Mail(string, *smtp.MailOptions) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	now := b.now()
	if now.Before(b.tired.Add(64 * time.Second)) { // what a channel rests of itself, the first time: 65 seconds
		b.hurried++
	}
	if b.asked++; b.asked%(b.enough+1) == 0 {
		b.tired = now
		return &smtp.SMTPError{Code: 421, EnhancedCode: smtp.NoEnhancedCode, Message: "too busy"}
	}
	return nil
}

func (b *busy) Data(r io.Reader) error {
	m, err := mail.ReadMessage(r)
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.took[m.Header.Get("Message-Id")] = true
	return nil
}
