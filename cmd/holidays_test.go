package cmd_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"duban/cmd"
)

// replies is a plan whose day is counted in a year of which no notice was known when this program was built.
const replies = `
id: replies
title: 答复期限
host: {id: shili, name: 示例市人大常委会, kind: GOVERNMENT}
year: 2099
period: 全年
offices:
  - {id: general-office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: reply-unit, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: reply-staff, office: general-office, role: STAFF, title: 工作人员}
  - {id: reply-official, office: reply-unit, role: OFFICIAL, title: 联络员}
projects:
  - {id: p1, title: 项目, unit: reply-unit}
duties:
  - {id: reply, kind: REPORT, title: 答复, for_each: unit, holder: unit, due: {count: 5, unit: WORKDAYS, from: 2099-03-01}}
`

// notice is a made-up notice: 5 and 6 March 2099, a Thursday and a Friday, are off.
const notice = `{"year": 2099, "source": {"title": "示例通知", "number": "示例〔2098〕1号", "dated": "2098-11-01", "published": "2098-11-01"},
	"holidays": [{"name": "示例节", "days": "2099-03-05..2099-03-06"}], "workdays": []}`

// One command takes in a notice, lists what moved, and shows it first where asked to.
func TestHolidaysCommandListsWhatMoved(t *testing.T) {
	dsn, rest := load(t)
	office := signIns(t, dsn, time.Now())[0].Token
	post(t, rest+"/v1/campaigns", office, map[string]string{"yaml": replies})
	post(t, rest+"/v1/campaigns/replies:launch", office, map[string]string{})
	file := filepath.Join(t.TempDir(), "2099.json")
	if err := os.WriteFile(file, []byte(notice), 0o600); err != nil {
		t.Fatal(err)
	}
	due := func() any {
		return read(t, rest+"/v1/campaigns/replies/duties/reply/reply-unit/2099", office)["lastDay"]
	}
	before := due()
	var shown, made, again bytes.Buffer
	if err := (cmd.Holidays{Files: []string{file}, Show: true}).Apply(t.Context(), dsn, time.Now(), &shown); err != nil {
		t.Fatal(err)
	}
	if due() != before || !strings.Contains(shown.String(), "MOVED       reply/reply-unit/2099  2099-03-06 → 2099-03-10") {
		t.Errorf("shown only: %v\n%s", due(), &shown)
	}
	h := cmd.Holidays{Files: []string{file}}
	if err := h.Apply(t.Context(), dsn, time.Now(), &made); err != nil || due() != "2099-03-10" {
		t.Errorf("%v: %v\n%s", err, due(), &made)
	}
	if err := h.Apply(t.Context(), dsn, time.Now(), &again); err != nil || !strings.Contains(again.String(), "已变动 0 项") {
		t.Errorf("again: %v\n%s", err, &again)
	}
	bad := cmd.Holidays{Files: []string{filepath.Join(t.TempDir(), "none.json")}}
	if err := bad.Apply(t.Context(), dsn, time.Now(), &again); err == nil {
		t.Error("a file that is not there")
	}
}

func post(t *testing.T, address, token string, body any) {
	t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+token)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(answer.Body)
		t.Fatalf("%s: %s %s", address, answer.Status, said)
	}
}
