package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"duban/cmd"
	"duban/deploy/bench/crowd"
	"duban/deploy/postgresql"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// deputies each congress has, on average.
const deputies = 70

// monday is the working morning on which all of them have a digest: 09:00 in China.
var monday = time.Date(2026, 11, 23, 1, 0, 0, 0, time.UTC)

// tidings are what there is to tell: each congress has a campaign of six duties, and each deputy one to five notices about
// them, of every other kind; one deputy in ten reads English.
const tidings = `
insert into campaign (host_id, id, title, state, zone, demonstration, source, office_seat, plan, first_day, last_day, phase_days, request_digest,
		created_by, created_at, launched_at, clock_at)
	select id, id || '-2026', '2026年民生实事项目专项监督', 'LIVE', 'Asia/Shanghai', false, '', 'd000000', '', '2026-01-01', '2026-12-31', '{}', '',
		'system', timestamptz '2026-01-01', timestamptz '2026-01-01', timestamptz '2026-01-01' from host;
insert into duty (host_id, campaign_id, id, entry, kind, title, holder, to_office, group_id, project_id, convenor, inspection_id, phase,
		first_day, last_day, computed, quota, nth, need, remind_days, after, state)
	select c.host_id, c.id, 'd' || n, 'd' || n, 'DOCUMENT', (array['老旧小区改造专项视察', '第四季度监督小结', '座谈会：听取牵头单位情况介绍', '小组监督报告',
			'明察暗访', '满意度测评'])[n], 'd000000', '', '', '', '', '', 1, '2026-11-01', '2026-11-30', '{}', '', 1, 1, '{}', '', 'OPEN'
		from campaign c, generate_series(1, 6) n;
insert into notice (host_id, id, campaign_id, person_id, seat_id, duty_id, kind, zh, en, at, state)
	select s.host_id, gen_random_uuid(), s.host_id || '-2026', s.person_id, s.seat_id, 'd' || 1 + (s.x + n) % 6,
			(array['OPEN', 'REMIND', 'LAPSE', 'RETURNED', 'EXTENDED', 'WARN'])[1 + (s.x / 5 + n) % 6], '「任务」有新消息', 'There is news of a duty',
			timestamptz '2026-11-23' - n * interval '1 hour', 'QUEUED'
		from (select host_id, person_id, seat_id, hashtext(person_id) & 1023 as x from sitting) s, generate_series(1, 1 + s.x % 5) n;
update roll set language = 'en' where hashtext(person_id) & 1023 < 102;
vacuum analyze`

// province is a database full of deputies who have a digest on their way, with the desk over it.
type province struct {
	congresses, people int
	postgres           *postgresql.Server
	db                 *postgres.DB
	desk               *desk.Desk
	bare               *pgxpool.Pool // the superuser's, for whom no policy is at work
}

// settle makes a province on a server of its own and has its digests composed.
func settle(ctx context.Context, dir string, congresses int) (p *province, err error) {
	p = &province{congresses: congresses}
	defer func() {
		if err != nil {
			p.close()
		}
	}()
	if err = os.Mkdir(dir, 0o711); err != nil { // PostgreSQL's user has to pass
		return p, err
	}
	if p.postgres, err = postgresql.Start(ctx, postgresql.Options{Dir: filepath.Join(dir, "postgresql")}); err != nil {
		return p, err
	}
	if err = cmd.Migrate(ctx, p.postgres.DSN(postgresql.Owner, postgresql.Database)); err != nil {
		return p, err
	}
	if p.bare, err = pgxpool.New(ctx, p.postgres.DSN("postgres", postgresql.Database)); err != nil {
		return p, err
	}
	if p.db, err = postgres.Open(ctx, p.postgres.DSN(postgresql.Application, postgresql.Database)); err != nil {
		return p, err
	}
	p.desk = desk.New(p.db, func() time.Time { return monday }, supervision.ChinaCalendar())
	if err = p.populate(ctx); err != nil {
		return p, err
	}
	return p, p.compose(ctx)
}

func (p *province) populate(ctx context.Context) error {
	began := time.Now()
	conn, err := pgx.Connect(ctx, p.postgres.DSN("postgres", postgresql.Database))
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	err = crowd.Unchecked(ctx, conn, func() (err error) {
		if p.people, err = crowd.Fill(ctx, conn, p.congresses, deputies, monday.AddDate(-4, 0, 0)); err != nil {
			return err
		}
		return script(ctx, conn, tidings)
	})
	fmt.Fprintf(os.Stderr, "%d deputies in %d congresses, made in %s\n", p.people, p.congresses, time.Since(began).Round(time.Second))
	return err
}

// compose has every congress's digests composed, as its courier does on that morning.
func (p *province) compose(ctx context.Context) error {
	began := time.Now()
	err := p.each(ctx, 0, p.congresses, func(ctx context.Context, n int) error {
		_, err := p.desk.ComposeDigests(ctx, crowd.Congress(n), monday)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "their messages and deliveries: stored at %.0f a second\n", float64(p.people)/time.Since(began).Seconds())
	_, err = p.bare.Exec(ctx, "vacuum analyze")
	return err
}

// each does something in the congresses from one to another, as many at once as there are processors.
func (p *province) each(ctx context.Context, from, to int, do func(ctx context.Context, n int) error) error {
	together, ctx := errgroup.WithContext(ctx)
	together.SetLimit(runtime.NumCPU())
	for n := from; n < to && ctx.Err() == nil; n++ {
		together.Go(func() error { return do(ctx, n) })
	}
	return together.Wait()
}

// digests are a congress's of that morning.
func (p *province) digests(ctx context.Context, n int) ([]uuid.UUID, error) {
	rows, err := p.bare.Query(ctx, "select id from message where host_id = $1 and kind = 'DIGEST' order by id", crowd.Congress(n))
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[uuid.UUID])
}

// close ends the server; its data are of no more use.
func (p *province) close() {
	if p.db != nil {
		p.db.Close()
	}
	if p.bare != nil {
		p.bare.Close()
	}
	if p.postgres != nil {
		_ = p.postgres.Stop(context.Background()) // what is stored is deleted anyway
	}
}

// script executes statements one after another.
func script(ctx context.Context, conn *pgx.Conn, statements string) error {
	for statement := range strings.SplitSeq(statements, ";\n") {
		if _, err := conn.Exec(ctx, statement); err != nil {
			return err
		}
	}
	return nil
}
