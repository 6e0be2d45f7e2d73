package documents

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// RecordHead is where the record of a host stands.
type RecordHead struct {
	Host   string
	Hash   string // its name
	Key    string // the installation's, with which checkpoints are checked
	Size   uint64 // rows; 0: none is sealed yet, and what follows is empty
	Root   []byte
	At     time.Time
	Signed string // the checkpoint, letter for letter
}

// WriteRecordHead writes a record's head as circulars print it, so that paper vouches for the file. The language is `zh`
// or `en`; instants are in UTC. It holds the checkpoint itself: whoever has only the paper can copy it into a file.
func WriteRecordHead(w io.Writer, h RecordHead, language string) error {
	p := &page{english: language == "en"}
	p.whole(word{"记录首部（%s）", "Head of the record (%s)"}, h.Host)
	if h.Size == 0 {
		p.whole(word{"  尚无封存的记录", "  Nothing is sealed yet"})
	} else {
		p.head(h)
	}
	_, err := p.WriteTo(w)
	return err
}

func (p *page) head(h RecordHead) {
	p.whole(word{"  条数：%d", "  Rows: %d"}, h.Size)
	p.whole(word{"  时间：%s", "  At: %s"}, h.At.UTC().Format(time.RFC3339))
	p.whole(word{"  根值（%s）：", "  Root (%s):"}, h.Hash)
	for half := range strings.SplitSeq(inFours(fmt.Sprintf("%x", h.Root)), "\n") {
		p.whole(word{"    %s", "    %s"}, half)
	}
	p.whole(word{"  公钥：%s", "  Public key: %s"}, h.Key)
	p.whole(word{"  检查点：", "  Checkpoint:"})
	for line := range strings.Lines(h.Signed) {
		p.whole(word{"    %s", "    %s"}, strings.TrimSuffix(line, "\n"))
	}
	p.whole(word{
		"  核验：duban verify 导出文件 检查点文件 --key 公钥文件；不相符的，即为变更证据。",
		"  To verify: duban verify EXPORT CHECKPOINT --key KEYFILE; what does not fit is evidence of change.",
	})
}

// inFours parts a text into groups of four, eight to a line, to be read aloud and compared by eye.
func inFours(text string) string {
	var b strings.Builder
	for i := range len(text) {
		switch {
		case i > 0 && i%32 == 0:
			b.WriteByte('\n')
		case i > 0 && i%4 == 0:
			b.WriteByte(' ')
		}
		b.WriteByte(text[i])
	}
	return b.String()
}
