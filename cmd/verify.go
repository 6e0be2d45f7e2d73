package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"duban/internal/desk"
	"duban/internal/ledger"
)

type verifyCommand struct {
	Export      string   `arg:"" type:"path" help:"导出的记录 The exported record."`
	Checkpoints []string `arg:"" name:"checkpoint" type:"path" help:"检查点文件 Checkpoints of it: those kept from earlier tell most."`
	Key         []string `required:"" type:"path" placeholder:"FILE" help:"公钥文件 Files with the installation's public keys, each on a line."`
}

// Run examines a record without any database and prints what it has found. Evidence of change is an error.
func (v verifyCommand) Run(k *kong.Context) error {
	keys, err := readKeys(v.Key)
	if err != nil {
		return err
	}
	checkpoints, err := readCheckpoints(v.Checkpoints, keys)
	if err != nil {
		return err
	}
	export, err := os.Open(v.Export)
	if err != nil {
		return err
	}
	defer export.Close()
	report, err := ledger.Verify(export, desk.Reduction, checkpoints...)
	if err != nil {
		return fmt.Errorf("%s: 无法核验 / cannot be verified: %w", v.Export, err)
	}
	writeReport(k.Stdout, report, len(checkpoints))
	if report.Finding != nil {
		return fmt.Errorf("%s: 发现变更证据 / there is evidence of change", v.Export)
	}
	return nil
}

// readKeys reads files of keys, each on a line.
func readKeys(files []string) (keys []ledger.Key, err error) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		for line := range strings.FieldsSeq(string(text)) {
			key, err := ledger.ReadKey(line)
			if err != nil {
				return nil, fmt.Errorf("%s: 不是公钥 / %w", file, err)
			}
			keys = append(keys, key)
		}
	}
	return keys, nil
}

// readCheckpoints reads files of one checkpoint each. What mail programs do to the ends of lines is no change.
func readCheckpoints(files []string, keys []ledger.Key) (all []ledger.Checkpoint, err error) {
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c, err := readCheckpoint(strings.TrimRight(strings.ReplaceAll(string(text), "\r\n", "\n"), "\n")+"\n", keys)
		if err != nil {
			return nil, fmt.Errorf("%s: 检查点与签名、公钥不符 / %w", file, err)
		}
		all = append(all, c)
	}
	return all, nil
}

// readCheckpoint tries every key.
func readCheckpoint(text string, keys []ledger.Key) (c ledger.Checkpoint, err error) {
	err = errors.New("no key was given")
	for _, key := range keys {
		if c, err = ledger.ReadCheckpoint(text, key); err == nil {
			break
		}
	}
	return c, err
}

// writeReport says what was found, and how far anybody but the record itself speaks for it.
func writeReport(w io.Writer, r ledger.Report, checkpoints int) {
	fmt.Fprintf(w, "%d 条记录，其中 %d 条的内容已缩减 / %[1]d rows, the payloads of %[2]d reduced\n", r.Rows, r.Reduced)
	fmt.Fprintf(w, "根值 root %x\n", r.Root)
	if r.Finding != nil {
		fmt.Fprintf(w, "变更证据：%s / evidence of change: %s\n", findingZh(*r.Finding), *r.Finding)
		return
	}
	fmt.Fprintf(w, "与 %d 个检查点相符，前 %d 条有据可凭 / fits %[1]d checkpoints, which vouch for the first %[2]d rows\n", checkpoints, r.Vouched)
	if rest := r.Rows - r.Vouched; rest > 0 {
		fmt.Fprintf(w, "其后 %d 条尚无检查点，只能自证 / the %[1]d rows after them speak only for themselves\n", rest)
	}
	fmt.Fprintln(w, "没有发现变更证据 / no evidence of change")
}

// What the kinds of evidence mean.
var findingWords = map[ledger.Kind]string{
	ledger.Removed:   "的内容不见了，记录中没有相应的删减",
	ledger.Edited:    "被改动",
	ledger.Deleted:   "缺失",
	ledger.Swapped:   "被调换位置",
	ledger.Inserted:  "是多出来的",
	ledger.Changed:   "与检查点不符，其中有改动、缺失、调换或插入",
	ledger.CutTail:   "缺失，记录的末尾被截去",
	ledger.OlderCopy: "缺失，记录是较早的副本，或在检查点处被截断",
	ledger.Fork:      "有两种版本，检查点相互矛盾",
}

// findingZh names rows as the export does, from 0.
func findingZh(f ledger.Finding) string {
	where := fmt.Sprintf("第 %d 条至第 %d 条（自 0 编号）", f.Index, f.Until-1)
	if f.Until == f.Index+1 {
		where = fmt.Sprintf("第 %d 条（自 0 编号）", f.Index)
	}
	return where + findingWords[f.Kind]
}
