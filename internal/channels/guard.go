package channels

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"
)

// Why the guard lets nobody through.
var (
	errInside  = errors.New("this address lies inside the network, where this channel may not go")
	errNowhere = errors.New("no channel goes to this address, nor one that may go inside the network")
)

// reserved are the prefixes that no public server has, besides what netip itself tells apart; see RFC 6890.
var reserved = prefixes(
	"0.0.0.0/8",        // this network
	"100.64.0.0/10",    // a carrier's inside; clouds keep their metadata there too
	"168.63.129.16/32", // Azure's platform
	"192.0.0.0/24",     // protocols
	"192.0.2.0/24",     // documentation
	"192.88.99.0/24",   // relays into IPv6
	"198.18.0.0/15",    // measurements
	"198.51.100.0/24",  // documentation
	"203.0.113.0/24",   // documentation
	"240.0.0.0/4",      // the future
	"2001::/23",        // protocols; Teredo holds an IPv4 address
	"2001:db8::/32",    // documentation
	"2002::/16",        // 6to4 holds an IPv4 address
)

// inner are the prefixes of an office's own network.
var inner = prefixes("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8", "::1/128", "fc00::/7")

// metadata are the addresses in them at which clouds tell a machine its own passwords.
var metadata = prefixes("100.100.100.200/32", "192.0.0.192/32", "fd00:ec2::/32", "fd20:ce::/32")

// global is all there is of public IPv6.
var global = netip.MustParsePrefix("2000::/3")

func prefixes(all ...string) (parsed []netip.Prefix) {
	for _, p := range all {
		parsed = append(parsed, netip.MustParsePrefix(p))
	}
	return parsed
}

// public says that an address can be a public server's.
func public(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return a.IsGlobalUnicast() && !a.IsPrivate() && (a.Is4() || global.Contains(a)) && !within(a, reserved)
}

// internal says that an address can be a server's of the office's own network, or of this machine.
func internal(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	return within(a, inner) && !within(a, metadata)
}

func within(a netip.Addr, prefixes []netip.Prefix) bool {
	return slices.ContainsFunc(prefixes, func(p netip.Prefix) bool { return p.Contains(a) })
}

// guard stands after the name is resolved and before the call: it sees each address that is really about to be called, so
// that it does not matter what the name resolved to a moment ago.
func guard(_ context.Context, _, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !public(a.Addr()) {
		return fmt.Errorf("%w: %s", errInside, a.Addr())
	}
	return nil
}

// guardInside is the one for lines that may go inside. The name in their address may lead elsewhere than when that was allowed.
func guardInside(_ context.Context, _, address string, _ syscall.RawConn) error {
	a, err := netip.ParseAddrPort(address)
	if err != nil || !public(a.Addr()) && !internal(a.Addr()) {
		return fmt.Errorf("%w: %s", errNowhere, a.Addr())
	}
	return nil
}

func (p *Post) dialer(inside bool) *net.Dialer {
	d := &net.Dialer{Timeout: p.within(), Resolver: p.resolver, ControlContext: guard}
	if inside {
		d.ControlContext = guardInside
	}
	return d
}

// client is the one for lines that may go inside, or the one for those that may not: they share no connections, for one
// that is open already passes no guard.
func (p *Post) client(inside bool) *http.Client {
	p.once.Do(func() { p.outside, p.inside = p.newClient(false), p.newClient(true) })
	if inside {
		return p.inside
	}
	return p.outside
}

func (p *Post) newClient(inside bool) *http.Client {
	return &http.Client{
		Transport: &http.Transport{ // without a proxy: its address would be the one that the guard sees
			DialContext:            p.dialer(inside).DialContext,
			TLSClientConfig:        p.trust(""),
			MaxResponseHeaderBytes: mostRead,
			MaxIdleConnsPerHost:    2,
			IdleConnTimeout:        time.Minute,
		},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
