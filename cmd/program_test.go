package cmd_test

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/health/grpc_health_v1"

	"duban/cmd"
	"duban/internal/postgres/pgtest"
)

// monday is the day on which the demonstration is loaded.
var monday = time.Date(2026, 9, 14, 2, 30, 0, 0, time.UTC)

// serve starts the half that serves; the half that works needs a Temporal server, and is tested where there is one.
func serve(t *testing.T, dsn string) *cmd.Program {
	t.Helper()
	p, err := cmd.Start(t.Context(), cmd.Config{
		DSN: dsn, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(t.Output(), nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return p
}

func get(t *testing.T, address, token string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+token)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestProgramServesBothDoorsAndConsole(t *testing.T) {
	dsn, _ := pgtest.New(t)
	p := serve(t, dsn)
	if code, body := get(t, "http://"+p.REST()+"/", ""); code != http.StatusOK || !strings.Contains(body, "督办") {
		t.Errorf("the console answers %d %.200s", code, body)
	}
	if code, _ := get(t, "http://"+p.REST()+"/v1/me", ""); code != http.StatusUnauthorized {
		t.Errorf("REST answers %d", code)
	}
	conn, err := grpc.NewClient(p.GRPC(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	health, err := grpc_health_v1.NewHealthClient(conn).Check(t.Context(), &grpc_health_v1.HealthCheckRequest{})
	if err != nil || health.GetStatus() != grpc_health_v1.HealthCheckResponse_SERVING {
		t.Errorf("gRPC answers %v, %v", health, err)
	}
}

func TestClosedProgramAnswersNoMore(t *testing.T) {
	dsn, _ := pgtest.New(t)
	p := serve(t, dsn)
	if err := p.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{p.REST(), p.GRPC()} {
		if conn, err := net.Dial("tcp", address); err == nil {
			conn.Close()
			t.Errorf("%s still answers", address)
		}
	}
	select {
	case err := <-p.Done():
		t.Errorf("closing it is no failure, but it reports %v", err)
	default:
	}
}

func TestTakenPortIsNamed(t *testing.T) {
	dsn, _ := pgtest.New(t)
	first := serve(t, dsn)
	for _, c := range []cmd.Config{
		{DSN: dsn, Listen: first.REST(), GRPC: "127.0.0.1:0"},
		{DSN: dsn, Listen: "127.0.0.1:0", GRPC: first.REST()},
	} {
		if p, err := cmd.Start(t.Context(), c); err == nil || !strings.Contains(err.Error(), first.REST()) {
			t.Errorf("started %v with a taken port: %v", p, err)
		}
	}
}

// Without Temporal a start waits, no longer than it may, and leaves nothing running.
func TestStartWaitsForTemporal(t *testing.T) {
	dsn, _ := pgtest.New(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Second)
	defer cancel()
	began := time.Now()
	_, err := cmd.Start(ctx, cmd.Config{DSN: dsn, Temporal: "127.0.0.1:1", Namespace: "duban", Log: slog.New(slog.DiscardHandler)})
	if took := time.Since(began); err == nil || !strings.Contains(err.Error(), "127.0.0.1:1") || took > 10*time.Second {
		t.Errorf("after %v: %v", took, err)
	}
}

func TestDatabaseThatIsNotThere(t *testing.T) {
	if _, err := cmd.Start(t.Context(), cmd.Config{DSN: "host=" + t.TempDir(), Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0"}); err == nil {
		t.Error("started without a database")
	}
}

// What records are sealed with is said before the first of them begins; said again it must be the same.
func TestRecordBeginsOnce(t *testing.T) {
	app, owner := pgtest.New(t)
	sm3 := cmd.Record{Origin: "rd.example", Hash: "sm3"}
	for name, step := range map[string]cmd.Record{"at first": sm3, "again": sm3, "nothing said": {}} {
		if err := step.Begin(t.Context(), owner); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if err := cmd.LoadDemonstration(t.Context(), app, time.Now()); err != nil {
		t.Fatal(err)
	}
	for name, step := range map[string]cmd.Record{"another hash": {Hash: "sha256"}, "another name": {Origin: "x"}, "no name": {Origin: "a b"}} {
		if err := step.Begin(t.Context(), owner); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
	if err := sm3.Begin(t.Context(), owner); err != nil {
		t.Error(err)
	}
}

func TestMigrateAgainChangesNothing(t *testing.T) {
	_, owner := pgtest.New(t)
	if err := cmd.Migrate(t.Context(), owner); err != nil {
		t.Error(err)
	}
}
