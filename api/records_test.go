package api_test

import (
	"encoding/hex"
	"fmt"
	"net/http"
	"testing"

	v1 "duban/api/supervisionv1"
	"duban/internal/ledger"
	"duban/supervision"
)

// seal seals what is new in Hangzhou's record and reads its head, as whoever holds a token.
func (s *site) seal(token string) *v1.RecordHead {
	s.t.Helper()
	if err := s.desk.ChainAudit(s.t.Context(), "hangzhou"); err != nil {
		s.t.Fatal(err)
	}
	var head v1.RecordHead
	s.ok(token, http.MethodGet, "/v1/record", "", &head)
	return &head
}

// Whoever reads the head has what is needed to hold the record against it later.
func TestRecordHead(t *testing.T) {
	s := newSite(t)
	var head v1.RecordHead
	s.ok(s.token(official), http.MethodGet, "/v1/record", "", &head)
	if head.GetSize() != 0 || head.GetCheckpoint() != "" || head.GetPublicKey() == "" || head.GetHash() != "SHA-256" || head.GetOrigin() != "duban" {
		t.Errorf("of nothing: %v", &head)
	}
	now := s.seal(s.token(official))
	key, err := ledger.ReadKey(now.GetPublicKey())
	if err != nil {
		t.Fatal(err)
	}
	c, err := ledger.ReadCheckpoint(now.GetCheckpoint(), key)
	if err != nil || c.Host != "hangzhou" || c.Size != now.GetSize() || hex.EncodeToString(c.Root) != now.GetRoot() || !c.At.Equal(now.GetAt().AsTime()) {
		t.Errorf("the head is %v, and the checkpoint %+v, %v", now, c, err)
	}
}

// An auditor goes through the record from its newest row to its first, each with what its digest covers.
func TestRecordRows(t *testing.T) {
	s := newSite(t)
	auditor := s.appoint("a9", "审计员", "auditor", supervision.RoleAuditor)
	size := s.seal(auditor).GetSize()
	left := size
	for page, more := "", true; more; more = page != "" {
		var got v1.ListRecordRowsResponse
		s.ok(auditor, http.MethodGet, "/v1/record/rows?pageSize=2&pageToken="+page, "", &got)
		for _, r := range got.GetRows() {
			if left--; r.GetIndex() != left || r.GetPayload() != "" || r.GetSalt() != "" || r.GetVerb() == "" {
				t.Errorf("row %d is listed as %v", left, r)
			}
			s.coversItsPayload(auditor, r)
		}
		page = got.GetNextPageToken()
	}
	if left != 0 || size < 4 {
		t.Errorf("%d rows are not listed of %d", left, size)
	}
	s.refused(http.StatusNotFound, "NOT_FOUND", auditor, http.MethodGet, fmt.Sprint("/v1/record/rows/", size), "")
}

func (s *site) coversItsPayload(auditor string, listed *v1.RecordRow) {
	s.t.Helper()
	var r v1.RecordRow
	s.ok(auditor, http.MethodGet, fmt.Sprint("/v1/record/rows/", listed.GetIndex()), "", &r)
	salt, err := hex.DecodeString(r.GetSalt())
	if err != nil || hex.EncodeToString(ledger.SHA256.Digest(salt, []byte(r.GetPayload()))) != listed.GetDigest() || r.GetVerb() != listed.GetVerb() {
		s.t.Errorf("row %d: %v, %v", listed.GetIndex(), &r, err)
	}
}

// Every head that the record has had is still to be had.
func TestCheckpoints(t *testing.T) {
	s := newSite(t)
	first := s.seal(s.token(staff))
	auditor := s.appoint("a9", "审计员", "auditor", supervision.RoleAuditor)
	second := s.seal(auditor)
	var got, rest v1.ListCheckpointsResponse
	s.ok(auditor, http.MethodGet, "/v1/record/checkpoints?pageSize=1", "", &got)
	s.ok(auditor, http.MethodGet, "/v1/record/checkpoints?pageSize=1&pageToken="+got.GetNextPageToken(), "", &rest)
	for i, c := range append(got.GetCheckpoints(), rest.GetCheckpoints()...) {
		if want := []*v1.RecordHead{second, first}[i]; c.GetText() != want.GetCheckpoint() || c.GetRoot() != want.GetRoot() || c.GetSize() != want.GetSize() {
			t.Errorf("checkpoint %d is %v, want %v", i, c, want)
		}
	}
	if rest.GetNextPageToken() != "" || len(rest.GetCheckpoints()) != 1 {
		t.Errorf("the last page is %v", &rest)
	}
}
