package console

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/grpc/codes"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "duban/api/supervisionv1"
)

const aHash = "ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12cd34ef56ab12"

func (c *congress) GetRecordHead(context.Context, *v1.GetRecordHeadRequest) (*v1.RecordHead, error) {
	if c.unsealed {
		return &v1.RecordHead{PublicKey: "ed25519:x"}, nil
	}
	return &v1.RecordHead{
		Hash: "SM3", Size: 1234, Root: aHash, Checkpoint: "duban\n1234\n…", PublicKey: "sm2:BKey=", At: timestamppb.New(fridayMorning),
	}, nil
}

func recordRow(index uint64) *v1.RecordRow {
	return &v1.RecordRow{
		Index: index, Seq: 77, Verb: "EXCUSE_DUTY", Object: "campaigns/x", Reason: "<script>document", Actor: "shili/office", Leaf: aHash, Digest: aHash,
		At: timestamppb.New(fridayMorning),
	}
}

func (c *congress) ListRecordRows(ctx context.Context, _ *v1.ListRecordRowsRequest) (*v1.ListRecordRowsResponse, error) {
	if err := auditing(ctx); err != nil {
		return nil, err
	}
	return &v1.ListRecordRowsResponse{Rows: []*v1.RecordRow{recordRow(1233), recordRow(1232)}, NextPageToken: "more"}, nil
}

func (c *congress) GetRecordRow(ctx context.Context, q *v1.GetRecordRowRequest) (*v1.RecordRow, error) {
	if q.GetIndex() > 1233 {
		return nil, errNotFound
	}
	row := recordRow(q.GetIndex())
	if row.Index > 0 {
		row.Payload = `{"given":"合并"}`
	}
	return row, auditing(ctx)
}

func (c *congress) ListCheckpoints(ctx context.Context, _ *v1.ListCheckpointsRequest) (*v1.ListCheckpointsResponse, error) {
	return &v1.ListCheckpointsResponse{Checkpoints: []*v1.Checkpoint{{Size: 1234, Root: aHash, Text: "duban\n1234\n…", At: timestamppb.New(fridayMorning)}}}, auditing(ctx)
}

func auditing(ctx context.Context) error {
	if seat(ctx) != "auditor" {
		return refusal(codes.PermissionDenied, v1.ErrorReason_NOT_ALLOWED, "您无权办理 / this is not yours")
	}
	return nil
}

// Everybody sees where the record stands, its root in groups of four, and finds the way there on every page.
func TestRecord(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/", as("deputy-token")), http.StatusOK), `href="/record"`)
	page := s.page(s.get("/record", as("deputy-token")), http.StatusOK)
	s.says(page, "1234", "根值（SM3）", "<span>ab12</span>", "sm2:BKey=", "duban verify", "变更证据", "duban\n1234\n…")
	s.silent(page, `href="/record/rows"`)
	if n := strings.Count(page, "<span>ab12</span>") + strings.Count(page, "<span>cd34</span>") + strings.Count(page, "<span>ef56</span>"); n != 16 {
		t.Errorf("the root is in %d groups", n)
	}
	s.congress.unsealed = true
	s.says(s.page(s.get("/record", as("deputy-token")), http.StatusOK), "尚无封存的记录")
}

// What stands in the record is for the auditor, whose first page it is.
func TestRecordOfAnAuditor(t *testing.T) {
	s := newSite(t)
	s.says(s.page(s.get("/", as("auditor-token")), http.StatusOK), `href="/record/rows"`, `href="/record/checkpoints"`, "根值（SM3）")
	rows := s.page(s.get("/record/rows", as("auditor-token")), http.StatusOK)
	s.says(rows, "第1233条 · 免除任务", `href="/record/rows/1232"`, "&lt;script&gt;document", `rel="next" href="/record/rows?page=more"`)
	s.silent(rows, "<script>document")
	s.says(s.page(s.get("/record/rows/1232", as("auditor-token")), http.StatusOK), "第1232条", "合并", "shili/office", "<span>ab12</span>")
	s.says(s.page(s.get("/record/rows/0", as("auditor-token")), http.StatusOK), "内容已缩减")
	s.says(s.page(s.get("/record/checkpoints", as("auditor-token")), http.StatusOK), "1234条", "duban\n1234\n…")
	s.page(s.get("/record/rows/x", as("auditor-token")), http.StatusNotFound)
	for _, path := range []string{"/record/rows", "/record/rows/1", "/record/checkpoints"} {
		s.page(s.get(path, as("staff-token")), http.StatusForbidden)
	}
}

// The pages of the record are well made on a desk and on a phone, and the head prints on one sheet.
func TestRecordInChromium(t *testing.T) {
	for screen, size := range screens {
		b := open(t, size[0], size[1], "auditor-token")
		for name, path := range map[string]string{"record": "/record", "record-rows": "/record/rows", "record-row": "/record/rows/7", "checkpoints": "/record/checkpoints"} {
			b.visit(path)
			b.wellMade(name + "-" + screen)
		}
	}
}
