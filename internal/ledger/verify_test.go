package ledger

import (
	"bytes"
	"io"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
)

// A thousand records that nobody has touched, some of their payloads reduced by right: nothing is found.
func TestVerify_Untouched(t *testing.T) {
	r := rand.New(rand.NewPCG(2020, 6))
	for i := range 1000 {
		m := makeRecord(r, []Hash{SHA256, SM3}[i%2], 1+r.IntN(40))
		checkpoints := m.checkpoints(t, r)
		for range r.IntN(9) {
			m.rows = append(m.rows, makeRow(r, m.hash, len(m.rows)))
		}
		m.seal()
		reduced := m.reduce()
		report := verify(t, m.export(), checkpoints...)
		want := Report{Rows: uint64(len(m.rows)), Reduced: reduced, Vouched: largest(checkpoints), Root: m.checkpoint(t, len(m.rows)).Root}
		if report.Finding != nil {
			t.Fatalf("found %s in\n%s", report.Finding, m.export())
		}
		if report.Rows != want.Rows || report.Reduced != want.Reduced || report.Vouched != want.Vouched || !bytes.Equal(report.Root, want.Root) {
			t.Fatalf("reported %+v, want %+v", report, want)
		}
	}
}

func largest(checkpoints []Checkpoint) (size uint64) {
	for _, c := range checkpoints {
		size = max(size, c.Size)
	}
	return size
}

// What a record cannot be examined against is refused.
func TestVerify_Refuses(t *testing.T) {
	m := makeRecord(rand.New(rand.NewPCG(1, 1)), SHA256, 3)
	c := m.checkpoint(t, 3)
	other := func(change func(*Checkpoint)) Checkpoint {
		d := c
		change(&d)
		return d
	}
	for name, given := range map[string][]Checkpoint{
		"no checkpoint":        nil,
		"another host":         {c, other(func(d *Checkpoint) { d.Host = "gongshu" })},
		"another installation": {c, other(func(d *Checkpoint) { d.Origin = "elsewhere.example" })},
		"another hash":         {c, other(func(d *Checkpoint) { d.Hash = "SM3" })},
		"an unknown hash":      {other(func(d *Checkpoint) { d.Hash = "MD5" })},
	} {
		if _, err := Verify(bytes.NewReader(m.export()), forgetting, given...); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}

// A record of another host fits itself, and is not the one that was asked for.
func TestVerify_AnotherHost(t *testing.T) {
	m := makeRecord(rand.New(rand.NewPCG(1, 1)), SHA256, 3)
	c := m.checkpoint(t, 3)
	c.Host = "gongshu"
	if f := verify(t, m.export(), c).Finding; f == nil || f.Kind != Edited || f.Index != 0 {
		t.Errorf("found %v", f)
	}
}

// A checkpoint that a later one contradicts is of another record, though the key is the same.
func TestVerify_Fork(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	m, other := makeRecord(r, SM3, 9), makeRecord(r, SM3, 5)
	f := verify(t, m.export(), m.checkpoint(t, 2), other.checkpoint(t, 5), m.checkpoint(t, 9)).Finding
	if f == nil || f.Kind != Fork || f.Index != 2 || f.Until != 5 {
		t.Errorf("found %v", f)
	}
	if said := f.String(); !strings.HasPrefix(said, "FORK: between row 2 and row 4: ") {
		t.Errorf("said %q", said)
	}
}

// A row that never ends is not read to its end.
func TestVerify_LongRow(t *testing.T) {
	m := makeRecord(rand.New(rand.NewPCG(1, 3)), SHA256, 2)
	endless := io.MultiReader(bytes.NewReader(m.export()), forever('x'))
	report, err := Verify(endless, forgetting, m.checkpoint(t, 2))
	if err != nil || report.Finding == nil || report.Finding.Index != 2 {
		t.Errorf("reported %+v, %v", report, err)
	}
}

type forever byte

func (f forever) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = byte(f)
	}
	return len(p), nil
}

// A record of 50 MB is read in a tenth of that.
func TestVerify_Memory(t *testing.T) {
	long := &longExport{row: makeRow(rand.New(rand.NewPCG(1, 4)), SHA256, 0), rows: 130_000}
	long.row.Leaf = long.row.Line.Leaf(SHA256)
	c := makeRecord(rand.New(rand.NewPCG(1, 4)), SHA256, 1).checkpoint(t, 1)
	before := heap()
	report, err := Verify(long, forgetting, c)
	if err != nil || report.Finding != nil || report.Rows != uint64(long.rows) {
		t.Fatalf("reported %+v, %v", report, err)
	}
	if grown := long.most - before; long.bytes < 50e6 || grown > 5e6 {
		t.Errorf("%d bytes were read with %d more in memory", long.bytes, grown)
	}
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// longExport has one row again and again, each in its place, and watches the memory.
type longExport struct {
	row         Row
	rows        int
	written     []byte
	bytes, most int64
}

func (l *longExport) Read(p []byte) (int, error) {
	if len(l.written) == 0 {
		if l.row.Index == uint64(l.rows) {
			return 0, io.EOF
		}
		l.written = l.row.Append(l.written[:0])
		if l.row.Index++; l.row.Index%1000 == 0 {
			l.most = max(l.most, heap())
		}
	}
	n := copy(p, l.written)
	l.written = l.written[n:]
	l.bytes += int64(n)
	return n, nil
}
