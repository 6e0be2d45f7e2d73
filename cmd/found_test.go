package cmd_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"strings"
	"testing"
	"time"

	"duban/cmd"
	"duban/internal/postgres/pgtest"
)

// A congress is founded, and its three administrators sign in with what is printed, each as who they are.
func TestFound(t *testing.T) {
	dsn, _ := pgtest.New(t)
	p := serve(t, dsn)
	var out bytes.Buffer
	found := cmd.Found{Host: "xihu", Name: "西湖区人大常委会", Level: "DISTRICT"}
	if err := found.Make(t.Context(), dsn, time.Now(), &out); err != nil {
		t.Fatal(err)
	}
	seen := 0
	for line := range strings.Lines(out.String()) {
		parts := strings.Fields(line)
		if !strings.HasSuffix(parts[0], "@xihu") {
			continue
		}
		login, password := parts[0], parts[1]
		seen++
		resp, err := http.Post("http://"+p.REST()+"/v1/session", "application/json",
			strings.NewReader(fmt.Sprintf(`{"login":%q,"password":%q}`, login, password)))
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode != http.StatusOK {
			t.Errorf("%s: %d", login, resp.StatusCode)
		}
	}
	if seen != 3 {
		t.Errorf("%d sign-ins are printed:\n%s", seen, out.String())
	}
	out.Reset()
	if err := (cmd.ResetAccount{Who: "auditor@xihu"}).Reset(t.Context(), dsn, time.Now(), &out); err != nil || !strings.Contains(out.String(), "  auditor@xihu  ") {
		t.Errorf("reset: %v\n%s", err, out.String())
	}
	if err := found.Make(t.Context(), dsn, time.Now(), &out); err == nil {
		t.Error("it is founded twice")
	}
	if err := (cmd.Found{Host: "XI HU", Name: "x", Level: "CITY"}).Make(t.Context(), dsn, time.Now(), &out); err == nil {
		t.Error("its id may be anything")
	}
}

// A proxy that ends TLS and is not named would have all its callers limited as one: the log says so, once.
func TestEntrance_AProxyThatIsNotNamed(t *testing.T) {
	dsn, _ := pgtest.New(t)
	for _, c := range []struct {
		proxies []netip.Prefix
		warned  int
	}{{nil, 1}, {[]netip.Prefix{netip.MustParsePrefix("::1/128")}, 0}} {
		var log bytes.Buffer
		p, err := cmd.Start(t.Context(), cmd.Config{
			DSN: dsn, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0", Log: slog.New(slog.NewTextHandler(&log, nil)),
			Entrance: cmd.Entrance{Secure: true, Proxies: c.proxies},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := p.Close(t.Context()); err != nil {
			t.Error(err)
		}
		if got := strings.Count(log.String(), "DUBAN_PROXY"); got != c.warned {
			t.Errorf("warned %d times:\n%s", got, log.String())
		}
	}
}

// An identity provider that nobody could trust is refused before anything starts.
func TestEntrance(t *testing.T) {
	dsn, _ := pgtest.New(t)
	t.Setenv("DUBAN_OIDC_CLIENT_SECRET", "x")
	for name, e := range map[string]cmd.Entrance{
		"no client":      {Issuer: "https://id.example.cn", Redirect: "https://duban.example.cn/signin/identity/done"},
		"in clear":       {Issuer: "http://id.example.cn", ClientID: "duban", Redirect: "https://duban.example.cn/signin/identity/done"},
		"back in clear":  {Issuer: "https://id.example.cn", ClientID: "duban", Redirect: "http://duban.example.cn/signin/identity/done"},
		"back elsewhere": {Issuer: "https://id.example.cn", ClientID: "duban", Redirect: "https://duban.example.cn/"},
	} {
		p, err := cmd.Start(t.Context(), cmd.Config{DSN: dsn, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0", Entrance: e})
		if err == nil {
			_ = p.Close(t.Context())
			t.Errorf("%s: it starts", name)
		}
	}
}
