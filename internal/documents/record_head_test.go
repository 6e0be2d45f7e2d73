package documents_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"duban/internal/documents"
)

func TestWriteRecordHead(t *testing.T) {
	head := documents.RecordHead{
		Host: "hangzhou", Hash: "SM3", Key: "sm2:BKey=", Size: 1234, Root: bytes.Repeat([]byte{0xab, 0xcd, 0x01, 0x02}, 8),
		At: time.Date(2020, 6, 1, 8, 30, 0, 0, time.FixedZone("", 8*3600)), Signed: "duban\n1234\n\n— duban sig=\n",
	}
	four := strings.TrimSpace(strings.Repeat("abcd 0102 ", 4))
	for language, want := range map[string]string{
		"zh": "记录首部（hangzhou）\n  条数：1234\n  时间：2020-06-01T00:30:00Z\n  根值（SM3）：\n    " + four + "\n    " + four + "\n" +
			"  公钥：sm2:BKey=\n  检查点：\n    duban\n    1234\n    \n    — duban sig=\n" +
			"  核验：duban verify 导出文件 检查点文件 --key 公钥文件；不相符的，即为变更证据。\n",
		"en": "Head of the record (hangzhou)\n  Rows: 1234\n  At: 2020-06-01T00:30:00Z\n  Root (SM3):\n    " + four + "\n    " + four + "\n" +
			"  Public key: sm2:BKey=\n  Checkpoint:\n    duban\n    1234\n    \n    — duban sig=\n" +
			"  To verify: duban verify EXPORT CHECKPOINT --key KEYFILE; what does not fit is evidence of change.\n",
	} {
		var got bytes.Buffer
		if err := documents.WriteRecordHead(&got, head, language); err != nil || got.String() != want {
			t.Errorf("%s: %v\n%s\nwant\n%s", language, err, got.String(), want)
		}
	}
}

func TestWriteRecordHead_OfNothing(t *testing.T) {
	var got bytes.Buffer
	if err := documents.WriteRecordHead(&got, documents.RecordHead{Host: "hangzhou"}, "zh"); err != nil || !strings.Contains(got.String(), "尚无封存") {
		t.Errorf("%v, %s", err, got.String())
	}
}
