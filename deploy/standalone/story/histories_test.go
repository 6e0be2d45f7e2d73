package story_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"

	"go.temporal.io/api/enums/v1"
	"go.temporal.io/api/history/v1"
	"google.golang.org/protobuf/encoding/protojson"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
	"duban/workflows"
)

// record is for a release: its histories are then written beside those of the releases before, which are never edited.
var record = flag.Bool("record", false, "write the story's histories beside those recorded before")

const histories = "../../../workflows/testdata/histories"

// identity and sticky tell the machine that recorded a history, which is nobody's business.
var (
	identity = regexp.MustCompile(`"identity": *"[^"]*"`)
	sticky   = regexp.MustCompile(`"[^":]*:([0-9a-f]{8}-[0-9a-f-]{27})"`)
)

// keepHistories writes the histories of every kind of process as they stand.
func (p *people) keepHistories() {
	if !*record {
		return
	}
	year := strings.TrimPrefix(p.visit(), "supervision-week/g01/")
	for _, id := range []string{
		"campaign/shili-demo", "inspection/shili-demo.supervision-week.g01." + year, "vote/shili-demo.satisfaction-vote", "courier/shili",
	} {
		p.keepHistory(id)
	}
}

// keepDelivery does what the courier would do tomorrow morning, and writes the history of what it leads to.
func (p *people) keepDelivery() {
	if !*record {
		return
	}
	db, err := postgres.Open(p.t.Context(), p.engine.DSN())
	p.check(err)
	defer db.Close()
	_, err = desk.New(db, time.Now, supervision.ChinaCalendar()).ComposeDigests(p.t.Context(), "shili", time.Now())
	p.check(err)
	p.await("the digests are sent", func() bool {
		text, err := os.ReadFile(filepath.Join(p.data, "log", "courier.log"))
		return err == nil && len(text) > 0 && !p.running("delivery/shili/log")
	})
	p.keepHistory("delivery/shili/log")
}

func (p *people) keepHistory(id string) {
	c := p.temporal()
	defer c.Close()
	var h history.History
	events := c.GetWorkflowHistory(p.t.Context(), id, "", false, enums.HISTORY_EVENT_FILTER_TYPE_ALL_EVENT)
	for events.HasNext() {
		e, err := events.Next()
		p.check(err)
		h.Events = append(h.Events, e)
	}
	kind, _, _ := strings.Cut(id, "/")
	raw, err := protojson.MarshalOptions{Multiline: true}.Marshal(&h)
	p.check(err)
	raw = identity.ReplaceAll(raw, []byte(`"identity": "worker"`))
	raw = sticky.ReplaceAll(raw, []byte(`"worker:$1"`))
	p.check(os.MkdirAll(histories, 0o755))
	name := fmt.Sprintf("v%d-%s", workflows.Version, kind)
	earlier, err := filepath.Glob(filepath.Join(histories, name+"-*.json"))
	p.check(err)
	p.check(os.WriteFile(filepath.Join(histories, fmt.Sprintf("%s-%d.json", name, len(earlier)+1)), raw, 0o600))
}
