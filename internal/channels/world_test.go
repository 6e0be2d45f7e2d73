package channels_test

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"math/big"
	"net"
	"strings"
	"testing"
	"time"

	"duban/internal/channels"
	"duban/internal/secrets"
)

// now is 09:00 in Hangzhou.
var now = time.Date(2020, 6, 3, 1, 0, 0, 0, time.UTC)

const signingKey = "0123456789abcdef-webhook"

func letter() channels.Letter {
	return channels.Letter{
		Key: "7d8f2c4e-5a1b-5c3d-8e9f-0a1b2c3d4e5f",
		To: channels.Recipient{
			Person: "hangzhou/g01-d1", Name: "王小明，第一监督小组", Mail: "wang@example.cn", Phone: "13800000000",
		},
		Subject: "【督办】今日待办 2 项",
		Text:    "请在2020-06-10前完成「“代表监督周”专项督查」\n明日座谈会",
		Link:    "https://duban.example.cn/duties",
		Day:     "2020-06-03",
	}
}

// authority makes certificates for peers on loopback, and is trusted by nobody but the posts that it is given to.
type authority struct {
	certificate tls.Certificate
	roots       *x509.CertPool
}

func newAuthority(t *testing.T) authority {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	form := &x509.Certificate{
		SerialNumber: big.NewInt(1), NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
		KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature,
	}
	made, err := x509.CreateCertificate(rand.Reader, form, form, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(made)
	if err != nil {
		t.Fatal(err)
	}
	a := authority{certificate: tls.Certificate{Certificate: [][]byte{made}, PrivateKey: key}, roots: x509.NewCertPool()}
	a.roots.AddCert(parsed)
	return a
}

func (a authority) config() *tls.Config {
	return &tls.Config{Certificates: []tls.Certificate{a.certificate}}
}

func (a authority) post() *channels.Post {
	return &channels.Post{Roots: a.roots, Within: 5 * time.Second}
}

// fails sends the letter, which must fail as wanted; what was said is wanted to hold a part.
func fails(t *testing.T, p *channels.Post, line channels.Line, l channels.Letter, want channels.Failure) {
	t.Helper()
	answer, err := p.Send(t.Context(), line, l, now)
	var got *channels.Failure
	if !errors.As(err, &got) {
		t.Fatalf("took the letter: %+v, %v", answer, err)
	}
	part := want.Said
	if !strings.Contains(got.Said, part) {
		t.Errorf("said %q, want %q in it", got.Said, part)
	}
	if want.Said = got.Said; *got != want {
		t.Errorf("failed with %+v, want %+v", *got, want)
	}
	keepsQuiet(t, line, got.Error())
}

// takes sends the letter, which must be taken.
func takes(t *testing.T, p *channels.Post, line channels.Line, l channels.Letter) channels.Answer {
	t.Helper()
	answer, err := p.Send(t.Context(), line, l, now)
	if err != nil {
		t.Fatal(err)
	}
	keepsQuiet(t, line, answer.Said+answer.Reference)
	return answer
}

// keepsQuiet says that nothing secret of the line stands in a text, that is short enough and one line.
func keepsQuiet(t *testing.T, line channels.Line, text string) {
	t.Helper()
	for secret := range strings.FieldsSeq(line.Secret.Reveal()) {
		if strings.Contains(text, secret) {
			t.Errorf("%q shows the secret", text)
		}
	}
	if strings.Contains(text, letter().To.Mail) {
		t.Errorf("%q says more of the recipient than the other side did", text)
	}
	if n := len([]rune(text)); n > 520 || strings.ContainsAny(text, "\r\n\x00") {
		t.Errorf("%d characters: %q", n, text)
	}
}

func secret(text string) secrets.Secret { return secrets.New(text) }
