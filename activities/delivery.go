package activities

import (
	"context"

	"duban/internal/channels"
	"duban/internal/desk"
	"duban/internal/failpoint"
	"duban/workflows"
)

// TakeUpDelivery finds the working mornings around an instant.
func (a *Activities) TakeUpDelivery(ctx context.Context, due workflows.Due) (workflows.Mornings, error) {
	m, err := a.Desk.Mornings(ctx, due.Host, due.NotBefore)
	return workflows.Mornings(m), err
}

// ComposeDigests gathers what is queued up to a morning into one digest a person.
func (a *Activities) ComposeDigests(ctx context.Context, due workflows.Due) error {
	if err := a.until(ctx, due.NotBefore); err != nil {
		return err
	}
	_, err := a.Desk.ComposeDigests(ctx, due.Host, due.NotBefore)
	failpoint.Reach(failpoint.Composed)
	return err
}

// handful is how many digests are read at a time.
const handful = 100

// Deliver hands every undelivered digest over. One handed over just before a crash is sent again with the same key.
func (a *Activities) Deliver(ctx context.Context, due workflows.Due) error {
	for {
		digests, err := a.Desk.Undelivered(ctx, due.Host, handful)
		if err != nil || len(digests) == 0 {
			return err
		}
		for _, g := range digests {
			if err := a.deliver(ctx, g); err != nil {
				return err
			}
		}
	}
}

func (a *Activities) deliver(ctx context.Context, g desk.Digest) error {
	m := channels.Message{Key: g.Key, To: g.Person, Name: g.Name, Day: g.Day.String()}
	for _, n := range g.Notices {
		m.Lines = append(m.Lines, n.Zh)
	}
	if len(g.Notices) == desk.MostLines {
		m.Lines = append(m.Lines, "更多消息请登录查看")
	}
	failpoint.Reach(failpoint.Sending)
	if err := a.Channel.Send(ctx, m); err != nil {
		return err
	}
	failpoint.Reach(failpoint.Sent)
	return a.Desk.MarkDelivered(ctx, g)
}
