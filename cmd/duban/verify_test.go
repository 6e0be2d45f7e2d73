package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/internal/ledger"
)

// papers are the files of an examination.
type papers struct {
	*testing.T
	dir  string
	rows []ledger.Row
	log  *ledger.Log
	sign ledger.Signer
}

// newPapers has a record of five rows with a checkpoint of its first three rows and one of all, and the key.
func newPapers(t *testing.T, hash ledger.Hash, algorithm string) *papers {
	t.Helper()
	secret, err := ledger.NewSecret(algorithm, rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	p := &papers{T: t, dir: t.TempDir(), log: ledger.NewLog(hash)}
	if p.sign, err = ledger.ReadSigner(secret); err != nil {
		t.Fatal(err)
	}
	p.write("record.key", p.sign.Key().String()+"\n")
	for i := range 5 {
		p.add(hash, i)
	}
	p.state("now", hash)
	p.write("record.jsonl", p.export())
	return p
}

func (p *papers) add(hash ledger.Hash, i int) {
	p.Helper()
	if i == 3 {
		p.state("then", hash)
	}
	salt, payload := make([]byte, 16), fmt.Appendf(nil, `{"given":%d}`, i)
	l := ledger.Line{
		Host: "hangzhou", Seq: int64(10 + i), At: time.Date(2020, 4, 21, 1, i, 0, 0, time.UTC), Actor: "clock", Verb: "MAKE_CALLS",
		Digest: hash.Digest(salt, payload),
	}
	p.rows = append(p.rows, ledger.Row{Index: uint64(i), Leaf: l.Leaf(hash), Line: l, Salt: salt, Payload: payload})
	if err := p.log.Append(l.Leaf(hash)); err != nil {
		p.Fatal(err)
	}
}

func (p *papers) state(name string, hash ledger.Hash) {
	p.Helper()
	root, err := p.log.Root()
	if err != nil {
		p.Fatal(err)
	}
	c := ledger.Checkpoint{Origin: "duban", Host: "hangzhou", Hash: hash.Name(), Size: p.log.Size(), Root: root, At: p.rows[len(p.rows)-1].At}
	text, err := c.Sign(p.sign)
	if err != nil {
		p.Fatal(err)
	}
	p.write(name, text)
}

func (p *papers) export() string {
	var b []byte
	for _, r := range p.rows {
		b = r.Append(b)
	}
	return string(b)
}

func (p *papers) path(name string) string { return filepath.Join(p.dir, name) }

func (p *papers) write(name, text string) {
	p.Helper()
	if err := os.WriteFile(p.path(name), []byte(text), 0o600); err != nil {
		p.Fatal(err)
	}
}

// verifies asserts how the command ends and what it says.
func (p *papers) verifies(wantStatus int, want ...string) {
	p.Helper()
	status, out, err := duban(p.T, "verify", p.path("record.jsonl"), p.path("now"), p.path("then"), "--key", p.path("record.key"))
	for _, words := range want {
		if status != wantStatus || !strings.Contains(out+err, words) {
			p.Errorf("status %d, want %d and %q:\n%s%s", status, wantStatus, words, out, err)
		}
	}
}

// A record that nobody has changed fits its checkpoints, also when mail has given their lines other ends.
func TestVerify(t *testing.T) {
	for hash, algorithm := range map[ledger.Hash]string{ledger.SHA256: ledger.Ed25519, ledger.SM3: ledger.SM2} {
		p := newPapers(t, hash, algorithm)
		p.verifies(0, "没有发现变更证据 / no evidence of change", "fits 2 checkpoints, which vouch for the first 5 rows", "5 rows, the payloads of 0 reduced")
		text, err := os.ReadFile(p.path("then"))
		if err != nil {
			t.Fatal(err)
		}
		p.write("now", strings.ReplaceAll(string(text), "\n", "\r\n")+"\r\n")
		p.verifies(0, "其后 2 条尚无检查点，只能自证 / the 2 rows after them speak only for themselves")
	}
}

// What is changed is named by its first row, in both languages.
func TestVerify_Changed(t *testing.T) {
	p := newPapers(t, ledger.SHA256, ledger.Ed25519)
	whole := p.export()
	lines := strings.SplitAfter(whole, "\n")
	for _, c := range []struct{ export, zh, en string }{
		{strings.Replace(whole, `"given":2`, `"given":7`, 1), "第 2 条（自 0 编号）被改动", "EDITED: row 2 (seq 12)"},
		{strings.Replace(whole, `,"salt":"`+strings.Repeat("0", 32)+`","payload":{"given":3}`, "", 1), "第 3 条（自 0 编号）的内容不见了", "REMOVED: row 3 (seq 13)"},
		{lines[0] + lines[2] + lines[3] + lines[4], "第 1 条（自 0 编号）缺失", "DELETED: row 1 (seq 12)"},
		{lines[0] + lines[1] + lines[3] + lines[2] + lines[4], "第 2 条（自 0 编号）被调换位置", "SWAPPED: row 2 (seq 13)"},
		{lines[0] + lines[1] + lines[2], "第 3 条至第 4 条（自 0 编号）缺失，记录是较早的副本", "OLDER_COPY: between row 3 and row 4"},
	} {
		p.write("record.jsonl", c.export)
		p.verifies(1, "变更证据："+c.zh, "evidence of change: "+c.en, "record.jsonl: 发现变更证据 / there is evidence of change")
	}
}

// Nothing is examined with a checkpoint that the key has not signed, and nothing that is not there.
func TestVerify_Refuses(t *testing.T) {
	p := newPapers(t, ledger.SHA256, ledger.Ed25519)
	key, other := p.path("record.key"), newPapers(t, ledger.SHA256, ledger.SM2)
	p.write("record.key", other.sign.Key().String())
	p.verifies(1, "now: 检查点与签名、公钥不符 / ", "the signature does not fit the text")
	p.write("record.key", "ssh-ed25519 AAAA")
	p.verifies(1, "record.key: 不是公钥 / ")
	if err := os.Remove(key); err != nil {
		t.Fatal(err)
	}
	p.verifies(1, "record.key: no such file")
	p.write("record.key", p.sign.Key().String())
	if err := os.Remove(p.path("record.jsonl")); err != nil {
		t.Fatal(err)
	}
	p.verifies(1, "record.jsonl: no such file")
}
