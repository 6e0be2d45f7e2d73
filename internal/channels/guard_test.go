package channels

import (
	"context"
	"encoding/binary"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"duban/internal/secrets"
)

var instant = time.Date(2020, 6, 3, 1, 0, 0, 0, time.UTC)

func TestPublic(t *testing.T) {
	for _, c := range []struct {
		addresses string
		public    bool
	}{
		{"8.8.8.8 59.202.52.1 114.114.114.114 172.32.0.1 100.63.255.255 100.128.0.1 169.253.0.1 223.255.255.254 ::ffff:8.8.8.8 2400:3200::1", true},
		{"127.0.0.1 127.255.255.254 ::1 ::ffff:127.0.0.1 0.0.0.0 0.1.2.3 :: ::ffff:0.0.0.0", false},                     // itself
		{"10.0.0.1 172.16.0.1 172.31.255.255 192.168.1.1 ::ffff:10.0.0.1 fc00::1 fd12:3456::1", false},                  // the office's network
		{"169.254.169.254 ::ffff:169.254.169.254 fe80::1 fe80::1%eth0 100.64.0.1 100.100.100.200 168.63.129.16", false}, // clouds' metadata, carriers
		{"224.0.0.1 239.1.1.1 ff02::1 255.255.255.255 240.0.0.1", false},                                                // many at once
		{"192.0.2.1 198.18.0.1 198.51.100.1 203.0.113.1 192.0.0.170 2001:db8::1", false},                                // nobody
		{"::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::a00:1 2002:7f00:1:: 2001:0:7f00:1:: fec0::1", false},                   // another address inside
	} {
		for a := range strings.FieldsSeq(c.addresses) {
			if got := public(netip.MustParseAddr(a)); got != c.public {
				t.Errorf("%s: public is %t", a, got)
			}
		}
	}
}

// Inside is the office's own network and this machine, and nothing beside.
func TestInternal(t *testing.T) {
	for addresses, want := range map[string]bool{
		"10.0.0.1 172.16.0.1 192.168.1.1 100.64.0.1 127.0.0.1 ::1 fd12:3456::1 ::ffff:10.0.0.1 ::ffff:127.0.0.1":                                 true,
		"169.254.169.254 ::ffff:169.254.169.254 100.100.100.200 192.0.0.192 fd00:ec2::254 fd20:ce::254 168.63.129.16 fe80::1 fe80::1%eth0":       false,
		"0.0.0.0 :: ::ffff:0.0.0.0 224.0.0.1 ff02::1 255.255.255.255 240.0.0.1 64:ff9b::a9fe:a9fe 2002:a9fe:a9fe:: 8.8.8.8 2400:3200::1 fec0::1": false,
	} {
		for a := range strings.FieldsSeq(addresses) {
			if got := internal(netip.MustParseAddr(a)); got != want {
				t.Errorf("%s: internal is %t", a, got)
			}
		}
	}
}

// A line that may go inside goes to no metadata service, whatever its name resolves to by then.
func TestGuardInside(t *testing.T) {
	for address, want := range map[string]error{
		"127.0.0.1:80": nil, "10.0.0.1:443": nil, "8.8.8.8:443": nil, "[::1]:80": nil,
		"169.254.169.254:80": errNowhere, "[fe80::1%eth0]:80": errNowhere, "0.0.0.0:80": errNowhere, "224.0.0.1:80": errNowhere,
	} {
		if err := guardInside(t.Context(), "tcp", address, nil); !errors.Is(err, want) {
			t.Errorf("%s: %v", address, err)
		}
	}
	f := fault(t, &Post{Within: time.Second}, Line{Kind: Webhook, Address: "http://169.254.169.254/latest/meta-data/", Secret: secrets.New("0123456789abcdef"), Inside: true})
	if f.Cause != Forbidden || !f.Channel {
		t.Errorf("%+v", f)
	}
}

// fault is the failure of a letter on a line.
func fault(t *testing.T, p *Post, line Line) *Failure {
	t.Helper()
	_, err := p.Send(t.Context(), line, Letter{Key: "k1", Subject: "s", Text: "t"}, instant)
	f, ok := errors.AsType[*Failure](err)
	if !ok {
		t.Fatalf("%v", err)
	}
	return f
}

// names is a name server on loopback that answers every name with one address, which may change.
type names struct {
	address atomic.Pointer[netip.Addr]
	asked   atomic.Int64
}

func (n *names) say(address string) {
	a := netip.MustParseAddr(address)
	n.address.Store(&a)
}

func (n *names) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		query := make([]byte, 512)
		for {
			size, from, err := conn.ReadFrom(query)
			if err != nil {
				return
			}
			if _, err := conn.WriteTo(n.answer(query[:size]), from); err != nil {
				t.Error(err)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// answer is RFC 1035's: the header, the question again, and for it one record if there is one of its type.
func (n *names) answer(query []byte) []byte {
	n.asked.Add(1)
	end := 12
	for query[end] != 0 {
		end += int(query[end]) + 1
	}
	end += 5 // the end of the name, type and class
	answer := append([]byte{query[0], query[1], 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0}, query[12:end]...)
	kinds := map[uint16]int{1: 4, 28: 16} // A and AAAA, and their bytes
	kind := binary.BigEndian.Uint16(query[end-4:])
	ip := n.address.Load().AsSlice()
	if kinds[kind] != len(ip) {
		return answer
	}
	answer[7] = 1
	answer = append(answer, 0xc0, 12, byte(kind>>8), byte(kind), 0, 1, 0, 0, 0, 0, 0, byte(len(ip)))
	return append(answer, ip...)
}

func outside(kind, address string) Line {
	return Line{Kind: kind, Address: address, Secret: secrets.New("0123456789abcdef"), Sender: "duban@example.cn"}
}

func refusesInside(t *testing.T, p *Post, line Line) {
	t.Helper()
	l := Letter{Key: "k", Subject: "s", To: Recipient{Mail: "wang@example.cn"}}
	_, err := p.Send(t.Context(), line, l, instant)
	var f *Failure
	if !errors.As(err, &f) || f.Cause != Forbidden || !f.Channel || f.Unclear {
		t.Errorf("%s %s: %v", line.Kind, line.Address, err)
	}
}

func TestSend_GoesToNobodyInside(t *testing.T) {
	p := &Post{Within: 2 * time.Second}
	for _, host := range []string{
		"127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "10.1.2.3", "192.168.0.1", "169.254.169.254", "100.64.0.1", "100.100.100.200",
		"[fc00::1]", "[fd00::1]", "[fe80::1]", "0.0.0.0", "[::]", "localhost",
	} {
		refusesInside(t, p, outside(Webhook, "https://"+host+"/latest/meta-data"))
		refusesInside(t, p, outside(DingTalk, "https://"+host+":8443/robot/send"))
		refusesInside(t, p, outside(WeCom, "https://"+host))
		refusesInside(t, p, outside(Mail, "smtps://user@"+host))
		refusesInside(t, p, outside(Mail, "smtp://user@"+host+":587"))
	}
}

// What the name says when it is called is what counts, whatever it said when the channel was saved, tested or last used.
func TestSend_NamesThatTurnInside(t *testing.T) {
	var reached atomic.Int64
	server := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { reached.Add(1) }))
	defer server.Close()
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	var n names
	p := &Post{Within: 2 * time.Second, resolver: n.resolver(t), Roots: server.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	line := outside(Webhook, "https://hooks.example.com:"+port) // the name in httptest's certificate is example.com
	for _, address := range []string{"127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fd00::8"} {
		n.say(address)
		refusesInside(t, p, line)
	}
	if n.asked.Load() == 0 || reached.Load() > 0 {
		t.Errorf("%d names asked, server reached %d times", n.asked.Load(), reached.Load())
	}
	// Somebody else's channel, which may go inside, holds a connection open to the very same name: no way in either.
	n.say("127.0.0.1")
	allowed := line
	allowed.Inside = true
	if _, err := p.Send(t.Context(), allowed, Letter{Key: "k", Subject: "s"}, instant); err != nil {
		t.Fatal(err)
	}
	refusesInside(t, p, line)
	if reached.Load() != 1 {
		t.Errorf("reached %d times, once was allowed", reached.Load())
	}
}

func FuzzCut(f *testing.F) {
	f.Add("一\n二二二\n三", 7)
	f.Add("督督督督", 5)
	f.Fuzz(func(t *testing.T, text string, most int) {
		if most < 0 || most > 1<<16 || strings.ToValidUTF8(text, "") != text {
			t.Skip()
		}
		if got := cut(text, most); len(got) > most || !strings.HasPrefix(text, got) || strings.ToValidUTF8(got, "") != got {
			t.Errorf("%q of %d bytes", got, most)
		}
	})
}
