package api

import (
	"errors"
	"net"
	"net/http/httptest"
	"net/netip"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// A trusted proxy is known by its own address, of whatever family; who asks through it is counted by their network.
func TestOrigin(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("::1/128"), netip.MustParsePrefix("10.0.0.0/8")}
	for _, c := range []struct{ remote, hops, want string }{
		{"[::1]:4711", "203.0.113.7", "203.0.113.7"},
		{"[::1]:4711", "2001:db8:1:2:3::4", "2001:db8:1:2::/64"},
		{"[::1]:4711", "198.51.100.9, 203.0.113.7, 10.1.2.3", "203.0.113.7"},
		{"[::2]:4711", "203.0.113.7", "::/64"},
		{"[::ffff:10.0.0.1]:4711", "203.0.113.7:80", "203.0.113.7"},
		{"10.0.0.1:4711", "", "10.0.0.1"},
		{"192.0.2.1:4711", "203.0.113.7", "192.0.2.1"},
	} {
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/", nil)
		r.RemoteAddr = c.remote
		r.Header.Set("X-Forwarded-For", c.hops)
		if got := network(origin(proxies, r)); got != c.want {
			t.Errorf("%s for %q is %s, want %s", c.remote, c.hops, got, c.want)
		}
	}
}

// Those who are still trying are counted like those who tried in vain, until they turn out not to be.
func TestAddresses_NoMoreAtOnceThanMayBeInVain(t *testing.T) {
	a := newAddresses()
	right := func() (desk.SignedIn, error) { return desk.SignedIn{}, nil }
	var nested func(deep int) error
	nested = func(deep int) error {
		_, err := a.signIn(t.Context(), func() (desk.SignedIn, error) {
			if deep == 0 {
				return desk.SignedIn{}, nil
			}
			return desk.SignedIn{}, nested(deep - 1)
		})
		return err
	}
	if err := nested(vainAtOnce - 1); err != nil {
		t.Errorf("%d at once: %v", vainAtOnce, err)
	}
	for range 3 * vainAtOnce {
		if _, err := a.signIn(t.Context(), right); err != nil {
			t.Fatalf("one after another, all right: %v", err)
		}
	}
	if err := nested(vainAtOnce); !errors.Is(err, desk.ErrBusy) {
		t.Errorf("one more at once: %v", err)
	}
}

// Only what somebody did not know counts: a database that is away or a login that rests keeps nobody's address out.
func TestAddresses_CountOnlyWhatIsWrong(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		vain bool
	}{
		"a wrong password":        {errors.Join(nil, supervision.Refuse(notSignedIn, "", "")), true},
		"an identity not vouched": {errNotVouched, true},
		"too many at once":        {desk.ErrBusy, false},
		"a login that rests":      {supervision.Refuse("BUSY", "", ""), false},
		"no calendar":             {errNoFeed, true},
		"no seat":                 {supervision.Refuse(supervision.NotAllowed, "", ""), false},
		"the database is away":    {net.ErrClosed, false},
	} {
		a := newAddresses()
		for range 2 * vainAtOnce {
			_ = a.limit("192.0.2.1", func() error { return c.err })
		}
		err := a.limit("192.0.2.1", func() error { return nil })
		if errors.Is(err, desk.ErrBusy) != c.vain {
			t.Errorf("after %s: %v", name, err)
		}
	}
}
