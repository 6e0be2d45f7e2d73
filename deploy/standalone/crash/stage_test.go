package crash_test

import (
	"context"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"duban/cmd"
	"duban/deploy/postgresql"
	"duban/deploy/standalone/crash/clock"
	"duban/internal/desk"
	"duban/internal/pace"
	"duban/internal/planfile"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/internal/secrets"
	"duban/supervision"
)

// A second is so many days here, and the longest that a run may take.
const (
	daysASecond = 20
	patience    = 4 * time.Minute
	longer      = 12 * time.Minute // of a thorough run, in which Temporal is sick for longer
)

// stage is where the months are lived: three processes, and this one in which people act.
type stage struct {
	t     *testing.T
	ctx   context.Context
	rand  *rand.Rand
	dir   string
	plan  *supervision.Plan
	deeds []supervision.Deed

	app, owner string // the database's addresses
	database   *database
	clock      clock.Clock
	pace       pace.Pace
	desk       *desk.Desk
	conductor  *conductor
	chatter    chatter
	peers      *peers
	keys       string // under which the secrets of the channels are sealed

	store    server
	temporal *program
	worker   *program

	mu     sync.Mutex
	places []death // that the worker still has to die, in this order
	lost   bool    // the store is to be deleted before its next life
	deaths []string
}

// newStage launches the campaign and starts everything. Its mishaps follow from the seed. With a database of its own
// that can be killed, which is kept on the disk; otherwise it shares one in memory.
func newStage(t *testing.T, seed uint64, killable bool) *stage {
	t.Helper()
	limit := patience
	if thorough() {
		limit = longer
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), limit)
	t.Cleanup(cancel)
	s := &stage{t: t, ctx: ctx, rand: rand.New(rand.NewPCG(seed, 0)), dir: directory(t), plan: smallPlan(t), deeds: whatPeopleDo(t)}
	s.peers, s.keys = openPeers(t), secrets.NewKey()
	s.app, s.owner = s.openDatabase(killable)
	s.store = server{Dir: filepath.Join(s.dir, "temporal"), Log: filepath.Join(s.dir, "temporal.log"), Port: freePort(t)}
	return s
}

// directory is kept when the test fails. PostgreSQL's user can reach it when the test is root, and its path is short
// enough for a socket.
func directory(t *testing.T) string {
	t.Helper()
	dir, err := os.MkdirTemp("", "duban-crash-") //nolint:usetesting // see above
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			t.Logf("what the processes left is in %s", dir)
			return
		}
		os.RemoveAll(dir)
	})
	return dir
}

func (s *stage) openDatabase(killable bool) (app, owner string) {
	if !killable {
		return pgtest.New(s.t)
	}
	s.database = startDatabase(s.t, filepath.Join(s.dir, "pg"))
	app = s.database.server.DSN(postgresql.Application, postgresql.Database)
	owner = s.database.server.DSN(postgresql.Owner, postgresql.Database)
	if err := cmd.Migrate(s.ctx, owner); err != nil {
		s.t.Fatal(err)
	}
	return app, owner
}

// begin launches the campaign, starts Temporal and the worker, and then the clock.
func (s *stage) begin() {
	s.t.Helper()
	s.clock = clock.Clock{From: instant(s.t, takeUp), Began: time.Now(), Speed: daysASecond * 86_400, File: filepath.Join(s.dir, "clock")}
	var err error
	s.pace, err = s.clock.Pace() // which stands still until it is released
	s.must(err)
	s.launch()
	s.temporal = supervise(s.t, &program{command: func() *exec.Cmd { return s.store.command() }, log: filepath.Join(s.dir, "temporal.err"), ended: func(bool, int) {}})
	s.temporal.awaitReady(s.t)
	s.clock.Began = time.Now()
	s.pace, err = s.clock.Pace()
	s.must(err)
	s.worker = supervise(s.t, &program{command: s.work, log: filepath.Join(s.dir, "worker.log"), ended: s.mourn})
	s.worker.awaitReady(s.t)
}

// launch takes the campaign up and has the conductor hold the clock.
func (s *stage) launch() {
	db, err := postgres.Open(s.ctx, s.app)
	s.must(err)
	s.t.Cleanup(db.Close)
	s.desk = desk.New(db, func() time.Time { return s.pace.Now() }, supervision.ChinaCalendar())
	source, err := os.ReadFile("testdata/small-2020.yaml")
	s.must(err)
	system := desk.System(s.plan.Host.ID)
	_, err = s.desk.CreateCampaign(s.ctx, system, source)
	s.must(err)
	s.must(s.desk.LaunchCampaign(s.ctx, system, s.plan.ID))
	s.openChannels()
	s.conductor = &conductor{clock: s.clock, desk: s.desk, dsn: s.owner, host: s.plan.Host.ID, id: s.plan.ID, deed: s.deeds[0].At}
}

// work is the worker's next life.
func (s *stage) work() *exec.Cmd {
	worker := exec.Command(workerBinary)
	worker.Env = append(os.Environ(),
		"DUBAN_DSN="+s.app, "DUBAN_TEMPORAL="+s.address(), "DUBAN_COURIER_LOG="+filepath.Join(s.dir, "courier.log"), "DUBAN_KEY="+s.keys,
		"DUBAN_CLOCK="+s.clock.String(), "DUBAN_FAILPOINTS="+s.place())
	return worker
}

func (s *stage) address() string { return net.JoinHostPort("127.0.0.1", portText(s.store.Port)) }

// live lets the months pass with all that people do, until everything is over.
func (s *stage) live() {
	s.t.Helper()
	conducting, stop := context.WithCancel(s.ctx)
	var going sync.WaitGroup
	defer going.Wait()
	defer stop()
	going.Go(func() { s.conductor.conduct(conducting) })
	going.Go(func() { s.chat(conducting) })
	for _, deed := range s.deeds {
		s.conductor.until(deed.At)
		s.await(deed.At)
		if err := insist(s.ctx, s.do(deed)); err != nil {
			s.t.Fatalf("%s %s: %v; the clock waits for %s", deed.Kind, deed.Duty, err, s.conductor.holdup())
		}
	}
	s.conductor.until(time.Time{})
	s.awaitEnd()
	s.awaitRest()
}

// await waits until the clock shows an instant.
func (s *stage) await(at time.Time) {
	s.t.Helper()
	for s.pace.Now().Before(at) {
		if s.ctx.Err() != nil {
			s.t.Fatalf("%s did not come: the clock waits for %s", at.In(china).Format(time.DateTime), s.conductor.holdup())
		}
		time.Sleep(time.Millisecond)
	}
}

// awaitEnd waits until no process has anything left to do.
func (s *stage) awaitEnd() {
	s.t.Helper()
	for left := s.left(); len(left) > 0; {
		time.Sleep(20 * time.Millisecond)
		if s.ctx.Err() != nil {
			s.t.Fatalf("not at an end: %v; the clock waits for %s", left, s.conductor.holdup())
		}
		left = s.left()
	}
}

func (s *stage) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func smallPlan(t *testing.T) *supervision.Plan {
	t.Helper()
	source, err := os.ReadFile("testdata/small-2020.yaml")
	if err != nil {
		t.Fatal(err)
	}
	plan, findings := planfile.Read(source)
	if supervision.HasErrors(findings) {
		t.Fatal(findings)
	}
	return plan
}
