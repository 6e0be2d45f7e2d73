package desk_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
)

// channelled is a world in which the congress has mail and a webhook, and a first convenor who can be reached by both; all others
// by mail, as the congress's office says.
func channelled(t *testing.T) *world {
	t.Helper()
	w := launched(t, firstDay)
	ring, err := secrets.ParseRing(secrets.NewKey())
	w.must(err)
	w.desk.KeepSecrets(ring)
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), mail("post")))
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), hook("hook")))
	w.must(w.desk.SaveOfficeOrder(w.ctx, w.staff(), "office", []supervision.ChannelKind{supervision.ChannelMail}))
	w.enrol("hangzhou", "g01-convenor", "王小明")
	w.must(w.desk.SavePreference(w.ctx, w.as("g01-convenor"), postgres.PreferenceRow{
		Channels: []supervision.ChannelKind{supervision.ChannelMail, supervision.ChannelWebhook},
	}))
	return w
}

func mail(id string) desk.ChannelForm {
	return desk.ChannelForm{
		ID: id, OfficeID: "office", Kind: supervision.ChannelMail, Address: "smtps://duban@mail.example.cn:465", Sender: "duban@example.cn",
		Secret: secrets.New("password-of-mail"),
	}
}

const hookSecret = "signing-key-of-the-hook"

func hook(id string) desk.ChannelForm {
	return desk.ChannelForm{
		ID: id, OfficeID: "office", Kind: supervision.ChannelWebhook, Address: "https://hook.example.cn/duban", Secret: secrets.New(hookSecret),
	}
}

// morning composes the digests of the first morning.
func (w *world) morning() {
	w.t.Helper()
	w.turn("2020-04-21 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
}

// next takes up what is to be sent on a channel.
func (w *world) next(channel string) []desk.Letter {
	w.t.Helper()
	bag, err := w.desk.NextDeliveries(w.ctx, "hangzhou", channel)
	w.must(err)
	return bag.Letters
}

// settle records what became of a message.
func (w *world) settle(channel string, l desk.Letter, o desk.Outcome) {
	w.t.Helper()
	o.TakenAt = l.TakenAt
	_, err := w.desk.SettleDelivery(w.ctx, "hangzhou", channel, l.MessageID, o)
	w.must(err)
}

// ways says where the first convenor's message is: `post FAILED, hook QUEUED`.
func (w *world) ways() string {
	w.t.Helper()
	return strings.Join(w.query(`select d.channel_id || ' ' || d.state from delivery d join message m on m.id = d.message_id
		where m.person_id = 'hangzhou/g01-convenor' order by d.step`), ", ")
}

// looks says when the process of a channel looks next; over if it is.
func (w *world) looks(channel string) string {
	w.t.Helper()
	p, err := w.desk.DeliveryStanding(w.ctx, "hangzhou", channel)
	w.must(err)
	if p.Over {
		return "over"
	}
	return p.At.In(shanghai).Format("15:04:05")
}

func TestDelivery_WhoeverHasNoAddressIsRung(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.counted(10, "delivery where channel_id = 'calls' and state = 'TO_CALL'") // nine convenors and the office
	if got := w.ways(); got != "post QUEUED" {
		t.Error(got)
	}
}

// A deputy's seat belongs to no office, so that they are the congress's own: they are reached in its office's order, and what does
// not reach them stands on its page.
func TestDelivery_WhoeverHasNoOfficeIsTheCongresss(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.enrol("hangzhou", "g02-convenor", "李大力")
	w.must(w.desk.SaveOfficeOrder(w.ctx, w.staff(), "office", []supervision.ChannelKind{supervision.ChannelWebhook}))
	w.morning()
	w.counted(1, "delivery d join message m on m.id = d.message_id where m.person_id = 'hangzhou/g02-convenor' and d.channel_id = 'hook'")
	w.counted(0, "message where office_id <> 'office'")
}

// A channel that is down rests, longer each time; what waits for it for two hours goes by the next, and is on its way there.
func TestDelivery_FallsToTheNextChannel(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	down := desk.Outcome{Reason: "502", Channel: true}
	w.settle("post", w.next("post")[0], down)
	if got := w.looks("post"); got != "09:01:05" || len(w.next("post")) > 0 {
		t.Errorf("looks at %s", got)
	}
	w.turn("2020-04-21 09:02")
	w.settle("post", w.next("post")[0], down)
	if got := w.looks("post"); got != "09:04:10" {
		t.Errorf("looks at %s", got)
	}
	w.turn("2020-04-21 11:00")
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	if got := w.ways(); got != "post FAILED, hook QUEUED" || w.looks("post") != "over" {
		t.Errorf("%s, looks at %s", got, w.looks("post"))
	}
	w.settle("hook", w.next("hook")[0], desk.Outcome{Reference: "r1"})
	w.counted(1, "notice where state = 'DELIVERED'")
	w.counted(1, "message where settled_at is not null")
	undelivered, err := w.desk.Undelivered(w.ctx, w.staff(), "", time.Time{}, uuid.Nil, 10)
	w.must(err)
	if len(undelivered) != 1 || undelivered[0].Reason != "502" || undelivered[0].Name != "王小明" || undelivered[0].Attempts != 2 {
		t.Errorf("%+v", undelivered)
	}
	if next := undelivered[0]; next.NextID != "hook" || next.NextKind != supervision.ChannelWebhook || next.NextState != supervision.DeliveryAccepted {
		t.Errorf("it went on by %s (%s), %s", next.NextID, next.NextKind, next.NextState)
	}
}

// When somebody was told, and by which channel not, is in the record, once however often it is reported.
func TestDelivery_LeavesALine(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	l := w.next("post")[0]
	w.settle("post", l, desk.Outcome{Reason: "550 no such user"})
	for range 2 {
		w.settle("hook", l, desk.Outcome{Reference: "r1"})
	}
	got := w.query(`select a.object || ' ' || (p.payload ->> 'given') || ' ' || a.actor || ' ' || a.reason from audit a join audit_payload p on p.seq = a.seq
		where a.verb = 'SETTLE_DELIVERY' and p.payload ->> 'outcome' like '%' || $1 || '%' order by a.seq`, l.MessageID.String())
	want := []string{"channels/post FAILED clock 550 no such user", "channels/hook ACCEPTED clock r1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// Asked to, it rests as long as that, whatever else waits.
func TestDelivery_HonoursRetryAfter(t *testing.T) {
	t.Parallel()
	w := crowded(t)
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "429", Channel: true, After: 90 * time.Minute})
	if got := w.looks("post"); got != "10:30:00" {
		t.Errorf("looks at %s", got)
	}
}

// A message that is refused goes another way at once; its channel goes on.
func TestDelivery_ARefusedMessageGoesAnotherWay(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.settle("post", w.next("post")[0], desk.Outcome{Reason: "550 no such user"})
	w.settle("hook", w.next("hook")[0], desk.Outcome{Reason: "404"})
	if got := w.ways(); got != "post FAILED, hook FAILED, calls TO_CALL" {
		t.Error(got)
	}
	w.counted(0, "channel where failures > 0")
}

// One that only has to wait does so alone, and not for ever.
func TestDelivery_AFullMailboxIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	full := desk.Outcome{Reason: "452 full", Again: true}
	w.settle("post", w.next("post")[0], full)
	if got := w.looks("post"); got != "09:01:05" {
		t.Errorf("looks at %s", got)
	}
	w.turn("2020-04-21 11:00")
	w.settle("post", w.next("post")[0], full)
	if got := w.ways(); got != "post FAILED, hook QUEUED" {
		t.Error(got)
	}
}

func TestDelivery_OffIsOff(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	off := mail("post")
	off.Off, off.Secret = true, secrets.Secret{}
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), off))
	_, err := w.desk.GiveUpDeliveries(w.ctx, "hangzhou", "post", false)
	w.must(err)
	if got := w.ways(); got != "post FAILED, hook QUEUED" {
		t.Error(got)
	}
}

// A reminder of what is over by the time at which it could go out is dropped, and the message with it.
func TestDelivery_DropsWhatIsOutOfDate(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	w.turn("2020-05-11 00:00") // the plan was due on 10 May
	if left := w.next("post"); len(left) > 0 {
		t.Errorf("still to be sent: %+v", left)
	}
	if got := w.ways(); got != "post DROPPED" {
		t.Error(got)
	}
	w.counted(1, "notice where state = 'DROPPED' and person_id = 'hangzhou/g01-convenor'")
	w.counted(1, "delivery where state = 'DROPPED' and attempts = 0 and channel_id = 'post'")
	w.counted(1, "message where settled_at is not null")
}

// Of a visit that is not announced, a message says no more than that there is one, whoever reads along.
func TestDelivery_NamesNoUnannouncedVisit(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.morning()
	_, err := w.owner.Exec(w.ctx, "update notice set unannounced = true where person_id = 'hangzhou/g01-convenor'")
	w.must(err)
	l := w.next("post")
	if len(l) != 1 || len(l[0].Facts.Lines) != 1 || l[0].Facts.Lines[0].Title != "督查" {
		t.Errorf("%+v", l)
	}
}

// robot has the government's office own a robot, and news for it.
func (w *world) robot() {
	w.t.Helper()
	w.must(w.desk.SaveChannel(w.ctx, admin("hangzhou"), desk.ChannelForm{
		ID: "ding", OfficeID: "gov", Kind: supervision.ChannelDingTalk, Address: "https://oapi.dingtalk.com/robot/send?access_token=abcdef", Title: "政府群",
	}))
	w.live("2020-12-01 08:59")
	w.turn("2020-12-01 09:00") // a report may be begun that is due in a month
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	if left := w.next("ding"); len(left) > 0 {
		w.t.Errorf("told that it has nothing to do: %+v", left)
	}
}

// A group is shown what its own office has to do, and nothing of anybody else.
func TestGroup_SeesItsOwnOfficesDutiesAlone(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.robot()
	w.turn("2020-12-28 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	letters := w.next("ding")
	if len(letters) != 1 || letters[0].OfficeID != "gov" || letters[0].PersonID != "" {
		t.Fatalf("%+v", letters)
	}
	for _, line := range letters[0].Facts.Lines {
		if line.Title != "市政府民生实事项目完成情况报告" {
			t.Errorf("the group is told of %s", line.Title)
		}
	}
	w.counted(0, "message where kind = 'GROUP' and office_id <> 'gov'")
}

// An unannounced visit is neither news for a group nor on a unit's list, in its group or in an official's digest.
func TestGroup_NamesNoUnannouncedVisit(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.robot()
	w.exec("update duty set unannounced = true where id = 'completion-report/campaign/2020'")
	w.turn("2020-12-28 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.counted(0, "message where kind = 'GROUP' and day = '2020-12-28'")

	w = channelled(t)
	w.robot()
	w.turn("2020-12-28 09:00")
	_, err = w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.exec("update duty set unannounced = true where id = 'completion-report/campaign/2020'") // meanwhile
	w.exec("update notice set unannounced = true where duty_id = 'completion-report/campaign/2020'")
	if left := w.next("ding"); len(left) > 0 {
		t.Errorf("the group is told of %+v", left[0].Facts.Lines)
	}
	for _, l := range w.lettersTo("gov-official") {
		for _, line := range l.Facts.Lines {
			if line.Title != "督查" {
				t.Errorf("the official is told of %s", line.Title)
			}
		}
	}
}

// lettersTo are the messages to whoever sits in a seat, on which channel soever.
func (w *world) lettersTo(seat string) (letters []desk.Letter) {
	w.t.Helper()
	for _, id := range w.query("select id::text from message where person_id = $1", "hangzhou/"+seat) {
		l, err := w.desk.Letters(w.ctx, "hangzhou", uuid.MustParse(id))
		w.must(err)
		letters = append(letters, l...)
	}
	if len(letters) == 0 {
		w.t.Errorf("nothing is told to %s", seat)
	}
	return letters
}

// What a robot may have told its group it never tells again: it is listed instead.
func TestGroup_AnUnknownOutcomeIsNeverDoubled(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.robot()
	w.turn("2020-12-28 09:00")
	_, err := w.desk.ComposeDigests(w.ctx, "hangzhou", w.now())
	w.must(err)
	w.next("ding") // and the worker dies
	w.turn("2020-12-28 09:01")
	w.must(w.desk.ResumeDeliveries(w.ctx, "hangzhou", "ding"))
	if again := w.next("ding"); len(again) > 0 && again[0].Day.Format(time.DateOnly) == "2020-12-28" {
		t.Errorf("sent again: %+v", again)
	}
	w.counted(1, "delivery d join message m on m.id = d.message_id where m.kind = 'GROUP' and d.state = 'FAILED'")
}

// What the plan marks as urgent goes out at once, in a message of its own, and in no digest.
func TestUrgent_GoesOutAtOnceButForQuietHours(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	w.exec("update duty set urgent = true where id = 'group-plan/g01/2020'")
	w.must(w.desk.SetQuietHours(w.ctx, w.staff(), supervision.QuietHours{From: 8 * 60, To: 8*60 + 45}))
	w.makeCalls()
	n, err := w.desk.ComposeUrgent(w.ctx, "hangzhou")
	w.must(err)
	if m, err := w.desk.Mornings(w.ctx, "hangzhou", w.now()); n != 0 || err != nil || m.Urgent.In(shanghai).Format("15:04") != "08:45" {
		t.Errorf("%d messages; next at %v, %v", n, m.Urgent, err)
	}
	w.turn("2020-04-21 08:45")
	if n, err = w.desk.ComposeUrgent(w.ctx, "hangzhou"); n != 1 || err != nil {
		t.Errorf("%d messages, %v", n, err)
	}
	w.morning()
	letters := w.next("post")
	if len(letters) != 1 || letters[0].Kind != supervision.MessageUrgent || len(letters[0].Notices) != 1 {
		t.Errorf("%+v", letters)
	}
	w.counted(1, "message where person_id = 'hangzhou/g01-convenor'")
}

func TestQuietHours_AreTheHosts(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	q := supervision.QuietHours{From: 12 * 60, To: 14 * 60, RestDays: true}
	for range 2 {
		w.must(w.desk.SetQuietHours(w.ctx, w.staff(), q))
	}
	if got, err := w.desk.QuietHours(w.ctx, w.staff()); got != q || err != nil {
		t.Errorf("%+v, %v", got, err)
	}
	w.counted(1, "audit where verb = 'SET_QUIET_HOURS'")
	w.refused(supervision.InvalidRequest, w.desk.SetQuietHours(w.ctx, w.staff(), supervision.QuietHours{From: 1440}))
}

func TestPreference_RefusesWhatReachesNobody(t *testing.T) {
	t.Parallel()
	w := channelled(t)
	for _, kind := range []supervision.ChannelKind{"", "LOG", "DINGTALK", "WECOM", "PIGEON"} {
		w.refused(supervision.InvalidRequest, w.desk.SavePreference(w.ctx, w.staff(), postgres.PreferenceRow{Channels: []supervision.ChannelKind{kind}}))
	}
	w.refused(supervision.InvalidRequest, w.desk.SavePreference(w.ctx, w.staff(), postgres.PreferenceRow{Language: "fr"}))
}
