package main

import (
	"context"
	"fmt"
	"os"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"duban/activities"
	"duban/deploy/bench/crowd"
)

// chunk is how many congresses are read at a time by either side.
const chunk = 100

// facts reads what the digests of a congress tell, and nothing else: one question, by whoever may see everything.
const facts = `select m.id, m.day, m.person_id, r.name, r.email, r.phone, r.language, h.name,
		n.kind, c.title, coalesce(d.title, s.title), d.last_day, i.visit_day
	from message m join host h on h.id = m.host_id join roll r on (r.host_id, r.person_id) = (m.host_id, m.person_id)
	join notice n on n.host_id = m.host_id and n.digest_day = m.day and n.person_id = m.person_id and not n.urgent
	join campaign c on (c.host_id, c.id) = (n.host_id, n.campaign_id)
	join seat s on (s.host_id, s.id) = (n.host_id, n.seat_id)
	left join duty d on (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id)
	left join inspection i on (i.host_id, i.id) = (d.host_id, d.inspection_id)
	where m.host_id = $1 and m.id = any($2) order by m.id, n.at, n.duty_id, n.id`

// fact is one line of a digest, with whose it is.
type fact struct {
	Digest                     uuid.UUID
	Day                        time.Time
	Person, Name, Email, Phone string
	Language, Host             string
	Kind, Campaign, Title      string
	LastDay, VisitDay          *time.Time
}

// side is one of two ways to read digests, and what it has read in what time.
type side struct {
	read           func(ctx context.Context, host string, digests []uuid.UUID) (lines int, err error)
	took           time.Duration
	digests, lines atomic.Int64
}

func (s *side) String() string {
	return fmt.Sprintf("%d digests of %d lines in %s, %.0f a second", s.digests.Load(), s.lines.Load(), s.took.Round(time.Millisecond),
		float64(s.digests.Load())/s.took.Seconds())
}

// goodput is the rate at which the product composes digests, reading their facts and wording them, to the rate at which the
// same facts are read bare. Both sides read every congress, in turns, after both have read it once: what either finds in memory
// is what it left there itself.
func (p *province) goodput(ctx context.Context) (float64, error) {
	bare, composed := &side{read: p.readBare}, &side{read: p.readComposed}
	for from := 0; from < p.congresses; from += chunk {
		order := []*side{{read: p.readBare}, {read: p.readComposed}, bare, composed}
		if from/chunk%2 == 1 {
			order = []*side{{read: p.readComposed}, {read: p.readBare}, composed, bare}
		}
		if err := p.turn(ctx, from, min(from+chunk, p.congresses), order); err != nil {
			return 0, err
		}
	}
	if bare.lines.Load() != composed.lines.Load() || bare.digests.Load() != int64(p.people) {
		return 0, fmt.Errorf("bare: %s; composed: %s: of %d digests they are to tell the same", bare, composed, p.people)
	}
	fmt.Fprintf(os.Stderr, "facts read bare: %s\ndigests composed: %s\n", bare, composed)
	return bare.took.Seconds() / composed.took.Seconds(), nil
}

// turn has the digests of some congresses read by one side after the other.
func (p *province) turn(ctx context.Context, from, to int, order []*side) error {
	digests := make([][]uuid.UUID, to-from)
	err := p.each(ctx, from, to, func(ctx context.Context, n int) (err error) {
		digests[n-from], err = p.digests(ctx, n)
		return err
	})
	for _, s := range order {
		began := time.Now()
		if err == nil {
			err = p.each(ctx, from, to, func(ctx context.Context, n int) error { return s.congress(ctx, n, digests[n-from]) })
		}
		s.took += time.Since(began)
	}
	return err
}

func (s *side) congress(ctx context.Context, n int, digests []uuid.UUID) error {
	lines, err := s.read(ctx, crowd.Congress(n), digests)
	s.digests.Add(int64(len(digests)))
	s.lines.Add(int64(lines))
	return err
}

func (p *province) readBare(ctx context.Context, host string, digests []uuid.UUID) (int, error) {
	keys := make([][16]byte, len(digests)) // which the driver takes fastest
	for i, id := range digests {
		keys[i] = id
	}
	rows, err := p.bare.Query(ctx, facts, host, keys)
	if err != nil {
		return 0, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[fact])
	return len(all), err
}

// readComposed reads and words digests as a worker does who is about to send them.
func (p *province) readComposed(ctx context.Context, host string, digests []uuid.UUID) (lines int, err error) {
	letters, err := p.desk.Letters(ctx, host, digests...)
	if err == nil && len(letters) != len(digests) {
		err = fmt.Errorf("%s: %d letters of %d digests", host, len(letters), len(digests))
	}
	for i := range letters {
		if err == nil {
			_, err = activities.Word(&letters[i], site)
		}
		lines += letters[i].Facts.Count
	}
	return lines, err
}

// site is where messages lead.
const site = "https://duban.example.cn"
