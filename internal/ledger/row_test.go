package ledger

import (
	"encoding/hex"
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
	"time"
)

var sample = Line{
	Host: "hangzhou", Seq: 7, At: time.Date(2020, 4, 21, 9, 0, 0, 123456000, time.FixedZone("", 8*3600)),
	Actor: "liu.jing", Verb: "Launch", Object: "campaign/hangzhou-2020", Reason: "常委会\n“决定”", Digest: SHA256.EmptyRoot(),
}

// A line that was hashed years ago must be hashed so for ever: a record would else no longer fit its checkpoints.
func TestLine_ForEver(t *testing.T) {
	for h, want := range map[Hash]string{
		SHA256: "97850f0761573db82b2fc9d66cf6278586696992ae812255c9534521947b7008",
		SM3:    "119e2a44d8d9a7f0404602e4ab020d5c942a5e41b07158d6461edf3668489871",
	} {
		if got := hex.EncodeToString(sample.Leaf(h)); got != want {
			t.Errorf("%s leaf is %s, want %s", h.Name(), got, want)
		}
	}
}

// The form of a row is for ever, too.
func TestRow_ForEver(t *testing.T) {
	row := Row{Index: 5, Leaf: SM3.EmptyRoot(), Line: sample, Salt: make([]byte, saltSize), Payload: []byte(`{"given":"限 30 日"}`)}
	zeros := strings.Repeat("0", 2*saltSize)
	head := `{"index":5,"leaf":"1ab21d8355cfa17f8e61194831e81a8f22bec8c728fefb747ed035eb5082aa2b","host":"hangzhou","seq":7,` +
		`"at":"2020-04-21T01:00:00.123456Z","actor":"liu.jing","verb":"Launch","object":"campaign/hangzhou-2020",` +
		`"reason":"常委会\u000a“决定”","digest":"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"`
	if got, want := string(row.Append(nil)), head+`,"salt":"`+zeros+`","payload":{"given":"限 30 日"}}`+"\n"; got != want {
		t.Errorf("wrote\n%swant\n%s", got, want)
	}
	row.Salt = nil
	if got, want := string(row.Append(nil)), head+"}\n"; got != want {
		t.Errorf("reduced, wrote\n%swant\n%s", got, want)
	}
}

// What any reader of JSON sees in a row is what was hashed.
func TestRow_IsJSON(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 11))
	for range 10_000 {
		row := Row{Leaf: SHA256.EmptyRoot(), Line: sample, Salt: make([]byte, saltSize), Payload: []byte("{}")}
		row.Seq, row.Reason = int64(r.Uint64()), randomText(r)
		var seen struct {
			Seq    int64
			Reason string
		}
		if err := json.Unmarshal(row.Append(nil), &seen); err != nil || seen.Reason != row.Reason || seen.Seq != row.Seq {
			t.Fatalf("%q, %d: %+v, %v", row.Reason, row.Seq, seen, err)
		}
	}
}

// randomText has characters of every plane, the first most often.
func randomText(r *rand.Rand) string {
	text := make([]rune, r.IntN(9))
	for i := range text {
		text[i] = rune(r.IntN(1 << r.IntN(21)))
	}
	return string(text) // what is no character becomes U+FFFD
}

// A second way to write the same is a way to show another thing than what was hashed.
func TestReadRow_Refuses(t *testing.T) {
	row := makeRow(rand.New(rand.NewPCG(1, 7)), SHA256, 0)
	row.Leaf = row.Line.Leaf(SHA256)
	text := string(row.Append(nil))
	for name, other := range map[string]string{
		"a space":              strings.Replace(text, ":", ": ", 1),
		"an upper-case digit":  strings.Replace(text, `"digest":"`+hex.EncodeToString(row.Digest), `"digest":"`+strings.ToUpper(hex.EncodeToString(row.Digest)), 1),
		"a member twice":       strings.Replace(text, `,"salt"`, `,"reason":"another","salt"`, 1),
		"a member in capitals": strings.Replace(text, `,"salt"`, `,"REASON":"another","salt"`, 1),
		"an escape":            strings.Replace(text, "hangzhou", `h\u0061ngzhou`, 1),
		"a plus":               strings.Replace(text, `"index":0`, `"index":+0`, 1),
		"two zeros":            strings.Replace(text, `"index":0`, `"index":00`, 1),
		"a short salt":         strings.Replace(text, hex.EncodeToString(row.Salt), "00", 1),
		"no end":               strings.TrimSuffix(text, "\n"),
		"a return":             strings.Replace(text, "\n", "\r\n", 1),
		"nothing":              "",
		"an empty line":        "\n",
	} {
		if other == text {
			t.Errorf("%s: nothing was changed", name)
		}
		if got, err := readRow([]byte(other)); err == nil {
			t.Errorf("%s: read %+v from\n%s", name, got, other)
		}
	}
}

// Where one part of a line ends and the next begins is part of its encoding.
func TestLine_Encode(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 12))
	text := func() string { return []string{"", "a", "aa", "\x00", "\x02a", "\x04"}[r.IntN(6)] }
	line := func() Line {
		return Line{Host: text(), Actor: text(), Verb: text(), Object: text(), Reason: text(), At: began}
	}
	seen := map[string]Line{}
	for range 100_000 {
		l := line()
		code := string(l.Encode())
		if other, known := seen[code]; known && !reflect.DeepEqual(l, other) {
			t.Fatalf("%+v and %+v encode as %x", l, other, code)
		}
		seen[code] = l
	}
	if len(seen) < 7000 {
		t.Errorf("only %d of 7776 lines were seen", len(seen))
	}
}
