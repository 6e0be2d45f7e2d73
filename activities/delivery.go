package activities

import (
	"context"
	"errors"
	"time"

	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/failpoint"
	"duban/internal/links"
	"duban/internal/wording"
	"duban/supervision"
	"duban/workflows"
)

// A delivery sends at most so many messages, and for so long by the wall's clock, before Temporal hears of it.
const (
	turnMessages = 100
	turnTime     = 40 * time.Second
	slowMessages = 20 // of a channel that takes no longer than most, a turn sends more
)

// How long a bag is worked on, by the wall's clock.
const (
	bagTime    = 5 * time.Second                   // the last letter is begun by then, and may take thirty more
	holdTime   = supervision.Hold - 10*time.Second // nothing is sent any more: another may take it up, by a clock that is ahead
	settleTime = 5 * time.Second                   // to record what became of one
)

// TakeUpDelivery reads when there is something to do on a channel.
func (a *Activities) TakeUpDelivery(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	p, err := a.Desk.DeliveryStanding(ctx, due.Host, due.Channel())
	return proceeding(p), err
}

// Deliver sends what waits on a channel. What was sent just before a crash is sent again with the same key, and what has
// waited too long for a channel that is down or slow is handed to the next one.
func (a *Activities) Deliver(ctx context.Context, due workflows.Due) (workflows.Proceeding, error) {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return workflows.Proceeding{}, err
	}
	if err := a.Desk.ResumeDeliveries(ctx, due.Host, due.Channel()); err != nil {
		return workflows.Proceeding{}, err
	}
	if err := a.Desk.HushDeliveries(ctx, due.Host, due.Channel()); err != nil {
		return workflows.Proceeding{}, err
	}
	slow, err := a.send(ctx, due)
	for more := true; more && err == nil; {
		more, err = a.Desk.GiveUpDeliveries(ctx, due.Host, due.Channel(), slow)
	}
	if err != nil {
		return workflows.Proceeding{}, err
	}
	return a.TakeUpDelivery(ctx, due)
}

// send sends what waits, bag by bag, until the channel rests or the turn is over. It is slow where the turn is over before
// a few are sent.
func (a *Activities) send(ctx context.Context, due workflows.Due) (slow bool, err error) {
	turn, end := context.WithTimeout(ctx, turnTime)
	defer end()
	sent := 0
	for sent < turnMessages && turn.Err() == nil {
		n, err := a.empty(turn, due)
		if err != nil || n == 0 {
			return false, err
		}
		sent += n
	}
	return sent < slowMessages, ctx.Err()
}

// empty takes up a bag and sends what is in it, while there is time for a whole letter: the rest is given back. It answers
// how many messages were sent; none, where there is nothing more to do for now.
func (a *Activities) empty(turn context.Context, due workflows.Due) (sent int, err error) {
	began := time.Now() // before it is taken up, so that it is over here before it is over for others
	held, end := context.WithTimeout(context.WithoutCancel(turn), holdTime)
	defer end()
	bag, err := a.Desk.NextDeliveries(held, due.Host, due.Channel())
	if err != nil {
		return 0, err
	}
	for _, l := range bag.Letters {
		if turn.Err() != nil || time.Since(began) > bagTime {
			return sent, a.Desk.ReturnDeliveries(held, due.Host, due.Channel(), l.TakenAt)
		}
		if rests, err := a.hand(held, due, &bag, &l); err != nil || rests {
			return 0, err
		}
		sent++
	}
	return sent, nil
}

// hand hands one message over while it is held, records what became of it and answers whether the channel rests. A worker that
// is to end does so after that: an answer that is known is not asked for again.
func (a *Activities) hand(held context.Context, due workflows.Due, bag *desk.Mailbag, l *desk.Letter) (rests bool, err error) {
	failpoint.Reach(failpoint.Sending)
	o := a.outcome(held, bag, l)
	failpoint.Reach(failpoint.Sent)
	o.TakenAt = l.TakenAt
	settling, end := context.WithTimeout(context.WithoutCancel(held), settleTime)
	defer end()
	rests, err = a.Desk.SettleDelivery(settling, due.Host, due.Channel(), l.MessageID, o)
	failpoint.Reach(failpoint.Settled)
	return rests, err
}

// outcome sends one message and says what became of it.
func (a *Activities) outcome(ctx context.Context, bag *desk.Mailbag, l *desk.Letter) desk.Outcome {
	letter, err := Word(l, a.Site)
	if err != nil {
		return desk.Outcome{Reason: err.Error()}
	}
	c := bag.Channel
	line := channels.Line{Kind: string(c.Kind), Address: c.Address, Sender: c.Sender, Secret: bag.Secret, Inside: c.Inside}
	answer, err := a.Post.Send(ctx, line, letter, time.Now())
	f, failed := errors.AsType[*channels.Failure](err)
	switch {
	case failed:
		return desk.Outcome{Reason: f.Error(), Channel: f.Channel, Again: f.Again, Unknown: f.Unclear, After: f.After}
	case err != nil:
		return desk.Outcome{Reason: err.Error(), Channel: true, Unknown: true}
	}
	return desk.Outcome{Reference: answer.Reference, Said: answer.Said}
}

// Word words a message as it is handed to a channel. Its link leads to the site where people sign in.
func Word(l *desk.Letter, at links.Site) (channels.Letter, error) {
	facts := l.Facts
	facts.Link = at.Page(page(l))
	subject, text, err := wording.Render(l.Wording, l.Language, l.Template, facts)
	return channels.Letter{
		Key: l.MessageID.String(), To: channels.Recipient{Person: l.PersonID, Name: l.Name, Mail: l.Email, Phone: l.Phone},
		Subject: subject, Text: text, Link: facts.Link, Day: l.Day.Format(time.DateOnly), English: l.Language == wording.English,
	}, err
}

// page is where a message leads: to the one thing that it is about, or to where all that it tells is found. A group has no
// inbox, and whoever answers for an office is told more than is in theirs.
func page(l *desk.Letter) string {
	switch {
	case l.Kind == supervision.MessageTest:
		return links.Home
	case l.Duty != "":
		return links.Duty(l.Campaign, l.Duty)
	case l.Wording != wording.Unit:
		return links.Notices
	case l.Campaign != "":
		return links.Campaign(l.Campaign, "duties")
	}
	return links.Campaigns
}
