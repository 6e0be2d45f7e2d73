package api_test

import (
	"bytes"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"google.golang.org/protobuf/encoding/protojson"

	"duban/activities"
	v1 "duban/api/supervisionv1"
	"duban/internal/channels"
	"duban/internal/secrets"
	"duban/supervision"
	"duban/workflows"
)

const hookSecret = "signing-key-of-the-hook"

// keeping is a site that keeps the secrets of channels, with whoever sets them up signed in.
func keeping(t *testing.T) (s *site, admin string) {
	t.Helper()
	s = newSite(t)
	s.keepSecrets()
	return s, s.appoint("a1", "管理员", "system-admin", supervision.RoleSystemAdmin)
}

func (s *site) keepSecrets() {
	s.t.Helper()
	ring, err := secrets.ParseRing(secrets.NewKey())
	s.must(err)
	s.desk.KeepSecrets(ring)
}

// insideOf lets a channel lead inside by an address.
func insideOf(address string) string { return `{"inside":true,"address":"` + address + `"}` }

// hook sets up a webhook of the office.
func (s *site) hook(admin, address string) *v1.Channel {
	s.t.Helper()
	var c v1.Channel
	s.ok(admin, http.MethodPost, "/v1/channels", jsonOf(s.t, map[string]string{
		"id": "hook", "office": "office", "kind": "WEBHOOK", "title": "政务平台", "address": address, "secret": hookSecret,
	}), &c)
	return &c
}

// A secret goes in, and comes out nowhere: in no answer, no refusal, no row of the record and no export of it.
func TestChannel_ShowsNoSecret(t *testing.T) {
	s, admin := keeping(t)
	const token = "access-token-of-a-robot"
	said := []string{protojson.Format(s.hook(admin, "https://hook.example.cn/duban"))}
	for _, body := range []string{
		`{"id":"robot","office":"office","kind":"DINGTALK","address":"https://oapi.dingtalk.com/robot/send?access_token=` + token + `","secret":"` + hookSecret + `"}`,
		`{"id":"bad","office":"office","kind":"DINGTALK","address":"mailto:x?access_token=` + token + `","secret":"` + hookSecret + `"}`,
		`{"id":"bad","office":"office","kind":"WECOM","address":"https://x.example.cn","secret":"` + strings.Repeat(hookSecret, 20) + `"}`,
	} {
		_, answer := s.rest(admin, http.MethodPost, "/v1/channels", body)
		said = append(said, string(answer))
	}
	_, answer := s.rest(admin, http.MethodGet, "/v1/channels", "")
	listed, err := v1.NewChannelServiceClient(s.conn).ListChannels(s.as(admin), &v1.ListChannelsRequest{})
	s.must(err)
	s.must(s.desk.ChainAudit(t.Context(), "hangzhou"))
	var export bytes.Buffer
	_, err = s.desk.ExportRecord(t.Context(), "hangzhou", &export)
	s.must(err)
	for _, text := range append(said, string(answer), protojson.Format(listed), export.String()) {
		if strings.Contains(text, hookSecret) || strings.Contains(text, token) {
			t.Errorf("tells a secret: %.600s", text)
		}
	}
	if len(listed.GetChannels()) != 2 || !strings.Contains(export.String(), "SAVE_CHANNEL") {
		t.Errorf("%d channels", len(listed.GetChannels()))
	}
}

func TestSaveChannel_RefusesWhatCannotWork(t *testing.T) {
	s, admin := keeping(t)
	for _, change := range []map[string]string{
		{"address": "smtps://" + strings.Repeat("a", 10_000)},
		{"sender": "a@example.cn\r\nBcc: b@example.cn"},
		{"title": "a\r\nb"},
		{"kind": "LOG"},
		{"office": "../x"},
	} {
		form := map[string]string{"id": "post", "office": "office", "kind": "MAIL", "address": "smtps://mail.example.cn:465", "sender": "duban@example.cn"}
		maps.Copy(form, change)
		s.refused(http.StatusBadRequest, "INVALID_REQUEST", admin, http.MethodPost, "/v1/channels", jsonOf(t, form))
	}
	var all v1.ListChannelsResponse
	s.ok(admin, http.MethodGet, "/v1/channels?office=office", "", &all)
	if len(all.GetChannels()) != 0 {
		t.Errorf("%v", &all)
	}
}

// deliver sends what waits on the webhook, as the worker does.
func (s *site) deliver() {
	s.t.Helper()
	hands := activities.Activities{Desk: s.desk, Clock: func() time.Time { return *s.now.Load() }, Post: new(channels.Post)}
	_, err := hands.Deliver(s.t.Context(), workflows.Due{Ref: workflows.Ref{Host: "hangzhou", ID: "hangzhou/hook"}})
	s.must(err)
}

// press presses the test button and answers what the other side said.
func (s *site) press(admin string) *v1.Delivery {
	s.t.Helper()
	var pressed v1.TestChannelResponse
	s.ok(admin, http.MethodPost, "/v1/channels/hook:test", `{}`, &pressed)
	s.deliver()
	var m v1.Message
	s.ok(admin, http.MethodGet, "/v1/messages/"+pressed.GetMessage(), "", &m)
	if len(m.GetDeliveries()) != 1 || m.GetDeliveries()[0].GetKind() != v1.Message_TEST {
		s.t.Fatalf("%v", &m)
	}
	return m.GetDeliveries()[0]
}

// The test button tells what the other side said, or why nobody was asked: a channel leads inside the network only when the
// security administrator has let it.
func TestTestChannel_TellsWhatTheOtherSideSaid(t *testing.T) {
	s, admin := keeping(t)
	guard := s.appoint("a2", "安全员", "security-admin", supervision.RoleSecurityAdmin)
	var asked int
	peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusGone)
		_, _ = io.WriteString(w, "此群已解散")
	}))
	t.Cleanup(peer.Close)
	s.hook(admin, peer.URL)
	if d := s.press(admin); asked != 0 || !strings.Contains(d.GetReason(), "inside the network") {
		t.Errorf("asked %d times: %v", asked, d)
	}
	s.refused(http.StatusForbidden, "NOT_ALLOWED", admin, http.MethodPost, "/v1/channels/hook:allowInside", insideOf(peer.URL))
	s.refused(http.StatusBadRequest, "WRONG_STATE", guard, http.MethodPost, "/v1/channels/hook:allowInside", insideOf("https://hook.example.cn/"))
	var allowed v1.Channel
	s.ok(guard, http.MethodPost, "/v1/channels/hook:allowInside", insideOf(peer.URL), &allowed)
	d := s.press(admin)
	if !allowed.GetInside() || d.GetState() != v1.Delivery_FAILED || !strings.Contains(d.GetReason(), "此群已解散") {
		t.Errorf("%v", d)
	}
	s.refused(http.StatusNotFound, "NOT_FOUND", admin, http.MethodGet, "/v1/messages/0b3c7b9e-5d0e-4f9a-8a51-1d9a4a5f3c11", "")
}
