package api

import (
	"context"
	"errors"
	"hash/maphash"
	"net"
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"

	"duban/internal/desk"
	"duban/supervision"
)

// Who tries to come in from one address in vain: so many at once, and then one each few seconds. Those who sign in rightly, such
// as a whole hall behind one address, are not counted, nor are those whom something else keeps out than what they know.
const (
	vainAtOnce = 20
	vainEvery  = 6 * time.Second
)

// addresses counts who tried in vain. Several addresses share a slot, so that no number of them fills the memory.
type addresses struct {
	seed  maphash.Seed
	slots [4096]slot
}

// slot counts those who are just trying beside what is left for them, so that no more try at once than may be in vain.
type slot struct {
	left   *rate.Limiter
	trying atomic.Int64
}

func newAddresses() *addresses {
	a := &addresses{seed: maphash.MakeSeed()}
	for i := range a.slots {
		a.slots[i].left = rate.NewLimiter(rate.Every(vainEvery), vainAtOnce)
	}
	return a
}

// vain reports whether somebody did not know what opens: a wrong password, an identity that nobody vouches for, the address of
// no calendar, or the key that signs a receipt.
func vain(err error) bool {
	refusal, _ := errors.AsType[*supervision.Error](err) // of a reason that others are refused for who do know
	return errors.Is(err, errVain) || errors.Is(err, errNoFeed) || refusal == desk.ErrReceipt
}

var errVain = supervision.Refuse(notSignedIn, "", "")

// limit lets somebody try to come in unless too many from their address did in vain, with those under way that may yet.
func (a *addresses) limit(from string, try func() error) error {
	slot := &a.slots[maphash.String(a.seed, from)%uint64(len(a.slots))]
	defer slot.trying.Add(-1)
	if float64(slot.trying.Add(1)) > slot.left.Tokens() {
		return desk.ErrBusy
	}
	err := try()
	if vain(err) {
		slot.left.Allow()
	}
	return err
}

// signIn is limit for a call that signs in.
func (a *addresses) signIn(ctx context.Context, try func() (desk.SignedIn, error)) (s desk.SignedIn, err error) {
	err = a.limit(addressOf(ctx), func() (err error) {
		s, err = try()
		return err
	})
	return s, err
}

// addressHeader carries the address of a caller of REST or the console over the connection inside the process. By any
// other connection it is not heard.
const addressHeader = "duban-address"

// insideNetwork is what grpc's bufconn calls itself.
const insideNetwork = "bufconn"

type addressKey struct{}

// addressOf is where a call comes from: a network of IPv6 in whole, which one caller has to themselves.
func addressOf(ctx context.Context) string {
	from, _ := peer.FromContext(ctx)
	if from == nil {
		return ""
	}
	if from.Addr.Network() != insideNetwork {
		return network(from.Addr.String())
	}
	return network(strings.Join(metadata.ValueFromIncomingContext(ctx, addressHeader), ""))
}

func network(address string) string {
	ip, err := parse(address)
	if err != nil {
		return address
	}
	if ip.Is4() {
		return ip.String()
	}
	whole, _ := ip.Prefix(64)
	return whole.String()
}

// parse reads an address with or without a port.
func parse(address string) (netip.Addr, error) {
	if host, _, err := net.SplitHostPort(address); err == nil {
		address = host
	}
	ip, err := netip.ParseAddr(address)
	return ip.Unmap().WithZone(""), err
}

// passAddress tells the services inside the process where a request has come from.
func passAddress(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
	if from, ok := ctx.Value(addressKey{}).(string); ok {
		ctx = metadata.AppendToOutgoingContext(ctx, addressHeader, from)
	}
	return invoke(ctx, method, req, reply, cc, opts...)
}

// located notes where each request comes from: the last address that no trusted proxy has added.
func located(proxies []netip.Prefix, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx := context.WithValue(r.Context(), addressKey{}, origin(proxies, r))
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

func origin(proxies []netip.Prefix, r *http.Request) string {
	from := r.RemoteAddr
	trusted := func(address string) bool {
		ip, err := parse(address)
		return err == nil && slices.ContainsFunc(proxies, func(p netip.Prefix) bool { return p.Contains(ip) })
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0 && trusted(from); i-- {
		hop := strings.TrimSpace(hops[i])
		if hop == "" {
			break
		}
		from = hop
	}
	return from
}
