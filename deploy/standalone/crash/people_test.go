package crash_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/secrets"
	"duban/supervision"
)

// insist gives a command again, the same with the same id, until it is acknowledged: while the database is away, and
// after an answer that was lost. It returns what was refused.
func insist(ctx context.Context, command func(context.Context) error) error {
	for tries := 1; ; tries++ {
		err := command(ctx)
		var refused *supervision.Error
		switch {
		case err == nil:
			return nil
		case errors.As(err, &refused) && tries > 1 && refused.Reason == supervision.AlreadyVoted:
			return nil // the answer was lost, not the ballot
		case refused != nil || ctx.Err() != nil:
			return err
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// do is the command that a deed is at the desk. Its ids come from the deed, so that it is the same however often it is given.
func (s *stage) do(deed supervision.Deed) func(context.Context) error {
	staff, id := s.as("office-staff"), s.plan.ID
	return map[supervision.DeedKind]func(context.Context) error{
		supervision.DeedDone:     func(ctx context.Context) error { return s.prove(ctx, deed) },
		supervision.DeedAccepted: func(ctx context.Context) error { return s.desk.AcceptSubmission(ctx, staff, id, s.newest(deed)) },
		supervision.DeedReturned: func(ctx context.Context) error {
			return s.desk.ReturnSubmission(ctx, staff, id, s.newest(deed), deed.Reason)
		},
		supervision.DeedExtended: func(ctx context.Context) error {
			return s.desk.ExtendDuty(ctx, staff, id, deed.Duty, deed.Day, deed.Reason)
		},
		supervision.DeedExcused:   func(ctx context.Context) error { return s.desk.ExcuseDuty(ctx, staff, id, deed.Duty, deed.Reason) },
		supervision.DeedSubmitted: func(ctx context.Context) error { return s.desk.SubmitReports(ctx, staff, id, deed.Reason) },
		scheduled: func(ctx context.Context) error {
			return s.desk.ScheduleInspection(ctx, staff, s.inspection(deed.Duty), deed.Day, "项目现场")
		},
	}[deed.Kind]
}

// prove votes, concludes, notes or hands in, by the duty's own way of being proven.
func (s *stage) prove(ctx context.Context, deed supervision.Deed) (err error) {
	entry, rest, _ := strings.Cut(deed.Duty, "/")
	subject, _, _ := strings.Cut(rest, "/")
	switch {
	case entry == "satisfaction-vote":
		return s.desk.CastBallot(ctx, s.as(subject), s.plan.ID+"."+entry, s.choices())
	case strings.HasSuffix(entry, "-visit") && strings.Count(deed.Duty, "/") == 2:
		return s.desk.ConcludeInspection(ctx, s.as(subject+"-convenor"), s.inspection(deed.Duty), "总体顺利")
	case strings.HasSuffix(entry, "-visit"):
		seat := deed.Duty[strings.LastIndex(deed.Duty, "/")+1:]
		_, err = s.desk.SubmitNote(ctx, s.as(seat), s.inspection(deed.Duty), entry+"-"+seat, "进度正常")
	default:
		_, err = s.desk.SubmitDocument(ctx, s.as(s.holder(deed.Duty)), s.plan.ID, desk.Paper{ID: paper(deed), Duty: deed.Duty, Title: deed.Duty, Text: "全文"})
	}
	return err
}

// paper is the id of what is handed in at an instant.
func paper(deed supervision.Deed) string {
	return strings.ReplaceAll(deed.Duty, "/", "-") + deed.At.Format("-0102")
}

// newest is the newest paper for a duty when it is judged.
func (s *stage) newest(judged supervision.Deed) string {
	var newest supervision.Deed
	for _, d := range s.deeds {
		if d.Duty == judged.Duty && d.Kind == supervision.DeedDone && d.At.Before(judged.At) {
			newest = d
		}
	}
	return paper(newest)
}

// inspection is the one that a duty belongs to.
func (s *stage) inspection(duty string) string {
	parts := strings.Split(duty, "/")
	return s.plan.ID + "." + strings.Join(parts[:3], ".")
}

func (s *stage) holder(duty string) string {
	entry, rest, _ := strings.Cut(duty, "/")
	subject, _, _ := strings.Cut(rest, "/")
	switch {
	case strings.HasPrefix(entry, "group-"):
		return subject + "-convenor"
	case entry == "completion-report":
		return "gov-official"
	}
	return "office-staff"
}

func (s *stage) choices() map[string]supervision.Grade {
	all := map[string]supervision.Grade{}
	for _, p := range s.plan.Projects {
		all[p.ID] = supervision.Satisfied
	}
	return all
}

// as is whoever sits in a seat.
func (s *stage) as(seat string) desk.Caller {
	for _, has := range s.plan.Seats {
		if has.ID == seat {
			return desk.Caller{Person: s.plan.Host.ID + "/" + seat, Host: s.plan.Host.ID, Seats: []supervision.Seat{has}}
		}
	}
	panic("no seat " + seat)
}

// openChannels gives the congress mail and a webhook. Of its people every other one is reached by each.
func (s *stage) openChannels() {
	s.t.Helper()
	ring, err := secrets.ParseRing(s.keys)
	s.must(err)
	s.desk.KeepSecrets(ring)
	keeper, guard := s.keeping(supervision.RoleSystemAdmin), s.keeping(supervision.RoleSecurityAdmin)
	for _, f := range []desk.ChannelForm{
		{ID: "mail", Kind: supervision.ChannelMail, Address: s.peers.mail, Sender: "duban@example.cn"},
		{ID: "hook", Kind: supervision.ChannelWebhook, Address: s.peers.hook, Secret: secrets.New("the-signing-key-of-it")},
	} {
		f.OfficeID = "office"
		s.must(s.desk.SaveChannel(s.ctx, keeper, f))
		s.must(s.desk.AllowInside(s.ctx, guard, f.ID, f.Address, true))
	}
	for i, seat := range s.plan.Seats {
		p := supervision.Person{ID: seat.ID, Name: seat.Title, Email: seat.ID + "@example.cn"}
		order := []supervision.ChannelKind{supervision.ChannelMail, supervision.ChannelWebhook}
		if i%2 == 1 {
			slices.Reverse(order)
		}
		s.must(s.desk.SavePerson(s.ctx, keeper, p))
		s.must(s.desk.SavePreference(s.ctx, s.as(seat.ID), postgres.PreferenceRow{Channels: order}))
	}
}

// keeping is whoever administers the congress.
func (s *stage) keeping(role supervision.Role) desk.Caller {
	return desk.Caller{Person: s.plan.Host.ID + "/" + string(role), Host: s.plan.Host.ID, Seats: []supervision.Seat{{ID: string(role), Role: role}}}
}

// chatter is the traffic that goes on all the time: a convenor's notes, of which no duty depends, one after the other.
type chatter struct {
	acknowledged atomic.Int64
	retried      atomic.Int64
}

// chat files notes until the campaign is over, each again with its id until it is acknowledged: what is refused because
// the visit has not opened, too.
func (s *stage) chat(ctx context.Context) {
	convenor, visit := s.as("g1-convenor"), s.inspection("october-visit/g1/2020")
	for n := 0; ctx.Err() == nil; time.Sleep(30 * time.Millisecond) {
		_, err := s.desk.SubmitNote(ctx, convenor, visit, fmt.Sprintf("chat-%05d", n), fmt.Sprint("第", n, "条"))
		var refused *supervision.Error
		switch {
		case err == nil:
			n++
			s.chatter.acknowledged.Store(int64(n))
		case errors.As(err, &refused) && refused.Reason == supervision.CampaignOver:
			return
		default:
			s.chatter.retried.Add(1)
		}
	}
}
