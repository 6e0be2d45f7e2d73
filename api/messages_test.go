package api_test

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	v1 "duban/api/supervisionv1"
)

// signed signs a receipt to one of Hangzhou's channels at an instant, as the webhook's receiver does.
func signed(channel, key, state, reason string, at time.Time) (stamp, signature string) {
	stamp = strconv.FormatInt(at.Unix(), 10)
	h := hmac.New(sha256.New, []byte(hookSecret))
	h.Write([]byte(stamp + "." + strings.Join([]string{"hangzhou", channel, key, state, reason}, "\n")))
	return stamp, "v1=" + hex.EncodeToString(h.Sum(nil))
}

const receipts = "/v1/hosts/hangzhou/channels/hook/receipts"

// A signed receipt counts, twice as once. Whatever is wrong with one, it is refused alike; and whoever goes on is not heard.
func TestAcceptReceipt(t *testing.T) {
	s, admin := keeping(t)
	guard := s.appoint("a2", "安全员", "security-admin", "SECURITY_ADMIN")
	peer := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusAccepted) }))
	t.Cleanup(peer.Close)
	s.hook(admin, peer.URL)
	s.ok(guard, http.MethodPost, "/v1/channels/hook:allowInside", insideOf(peer.URL), &v1.Channel{})
	sent := s.press(admin)
	receipt := func(change map[string]string, age time.Duration) string {
		stamp, signature := signed("hook", sent.GetMessage(), "READ", "", s.now.Load().Add(-age))
		form := map[string]string{"key": sent.GetMessage(), "state": "READ", "timestamp": stamp, "signature": signature}
		maps.Copy(form, change)
		return jsonOf(t, form)
	}
	good := receipt(nil, time.Minute)
	for range 2 {
		s.ok("", http.MethodPost, receipts, good, &v1.AcceptReceiptResponse{})
	}
	var m v1.Message
	s.ok(admin, http.MethodGet, "/v1/messages/"+sent.GetMessage(), "", &m)
	if sent.GetState() != v1.Delivery_ACCEPTED || m.GetDeliveries()[0].GetState() != v1.Delivery_READ {
		t.Errorf("%v, then %v", sent, &m)
	}
	refusals := map[string]bool{}
	for _, bad := range []struct{ path, body string }{
		{receipts, `{}`},
		{receipts, receipt(map[string]string{"signature": ""}, 0)},
		{receipts, receipt(nil, 6*time.Minute)},
		{receipts, receipt(nil, -6*time.Minute)},
		{receipts, receipt(map[string]string{"state": "FAILED"}, 0)},
		{receipts, receipt(map[string]string{"reason": "x"}, 0)},
		{receipts, receipt(map[string]string{"key": "0b3c7b9e-5d0e-4f9a-8a51-1d9a4a5f3c11"}, 0)},
		{strings.Replace(receipts, "hook", "calls", 1), good},
		{strings.Replace(receipts, "hook", "none", 1), good},
		{strings.Replace(receipts, "hangzhou", "nowhere", 1), good},
	} {
		code, answer := s.rest("", http.MethodPost, bad.path, bad.body)
		if refusals[string(answer)] = true; code != http.StatusForbidden {
			t.Errorf("%s %s: %d %s", bad.path, bad.body, code, answer)
		}
	}
	if len(refusals) != 1 {
		t.Errorf("%d refusals tell apart what is wrong: %v", len(refusals), refusals)
	}
	for tries, code := 0, 0; code != http.StatusTooManyRequests; tries++ {
		if code, _ = s.rest("", http.MethodPost, receipts, `{}`); tries > 500 {
			t.Fatal("whoever guesses receipts is heard for ever")
		}
	}
}

// A failure that is told while the message is still on its way is answered as what is to be told again.
func TestAcceptReceipt_TooEarlyIsToComeAgain(t *testing.T) {
	s, admin := keeping(t)
	s.hook(admin, "https://hook.example.cn/")
	var pressed v1.TestChannelResponse
	s.ok(admin, http.MethodPost, "/v1/channels/hook:test", `{}`, &pressed)
	stamp, signature := signed("hook", pressed.GetMessage(), "FAILED", "", *s.now.Load())
	code, answer := s.rest("", http.MethodPost, receipts, jsonOf(t, map[string]string{
		"key": pressed.GetMessage(), "state": "FAILED", "timestamp": stamp, "signature": signature,
	}))
	if code != http.StatusServiceUnavailable || !strings.Contains(string(answer), "TRY_LATER") {
		t.Errorf("%d %s", code, answer)
	}
}

// Whoever has no other way, or wants it so, is rung up. Staff see what there is to say, tick it off, and find under what did not arrive whom
// they could not reach.
func TestPhoneCalls(t *testing.T) {
	s, admin := keeping(t)
	s.hook(admin, "https://hook.example.cn/")
	s.ok(admin, http.MethodPost, "/v1/offices/office/order", `{"channels":["CALL_LIST"]}`, &v1.OfficeOrder{})
	s.at("2020-05-21T09:00")
	_, err := s.desk.ComposeDigests(t.Context(), "hangzhou", *s.now.Load())
	s.must(err)
	office := s.token(staff)
	var page v1.ListPhoneCallsResponse
	s.ok(office, http.MethodGet, "/v1/phoneCalls?pageSize=2", "", &page)
	calls := map[string]bool{}
	for _, c := range page.GetCalls() {
		calls[c.GetDelivery().GetMessage()] = true
	}
	next := "/v1/phoneCalls?pageSize=500&pageToken=" + url.QueryEscape(page.GetNextPageToken())
	s.refused(http.StatusBadRequest, "BAD_PAGE_TOKEN", office, http.MethodGet, next+"&office=office", "")
	first := page.GetCalls()[0].GetDelivery()
	page = v1.ListPhoneCallsResponse{}
	s.ok(office, http.MethodGet, next, "", &page)
	for _, c := range page.GetCalls() {
		calls[c.GetDelivery().GetMessage()] = true
	}
	if len(page.GetCalls()) < 2 || len(calls) != len(page.GetCalls())+2 || page.GetNextPageToken() != "" {
		t.Errorf("%d calls, then %d", len(calls), len(page.GetCalls()))
	}
	tick := "/v1/messages/" + first.GetMessage() + ":tickCall"
	var ticked v1.Message
	for range 2 {
		s.ok(office, http.MethodPost, tick, `{"note":"无人接听"}`, &ticked)
	}
	if len(ticked.GetNotices()) == 0 || ticked.GetDeliveries()[0].GetState() != v1.Delivery_NOT_REACHED {
		t.Errorf("%v", &ticked)
	}
	other := "/v1/messages/" + page.GetCalls()[0].GetDelivery().GetMessage() + ":tickCall"
	s.ok(office, http.MethodPost, other, `{"reached":true}`, &ticked)
	s.refused(http.StatusBadRequest, "WRONG_STATE", office, http.MethodPost, other, `{"note":"无人接听"}`)
	var undelivered v1.ListUndeliveredResponse
	s.ok(office, http.MethodGet, "/v1/undelivered", "", &undelivered)
	if all := undelivered.GetDeliveries(); len(all) != 1 || all[0].GetReason() != "无人接听" || all[0].GetDay() != "2020-05-21" {
		t.Errorf("%v", &undelivered)
	}
	s.ok(office, http.MethodPost, tick, `{"reached":true}`, &ticked) // in the afternoon
	undelivered = v1.ListUndeliveredResponse{}
	if s.ok(office, http.MethodGet, "/v1/undelivered", "", &undelivered); len(undelivered.GetDeliveries()) != 0 {
		t.Errorf("of somebody who was told in the end is listed %v", &undelivered)
	}
}

// What is set is what is read, and an order names no robot: that speaks to a group.
func TestPreferenceOrderAndQuietHours(t *testing.T) {
	s, admin := keeping(t)
	office := s.token(staff)
	var hours v1.QuietHours
	s.ok(office, http.MethodPost, "/v1/quietHours", `{"from":"22:30","to":"06:05","restDays":true}`, &hours)
	hours = v1.QuietHours{}
	s.ok(office, http.MethodGet, "/v1/quietHours", "", &hours)
	if hours.GetFrom() != "22:30" || hours.GetTo() != "06:05" || !hours.GetRestDays() {
		t.Errorf("%v", &hours)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", office, http.MethodPost, "/v1/quietHours", `{"from":"24:00","to":"06:00"}`)
	var own v1.Preference
	s.ok(admin, http.MethodPost, "/v1/me/preference", `{"channels":["WEBHOOK","MAIL"],"language":"en"}`, &own)
	own = v1.Preference{}
	s.ok(admin, http.MethodGet, "/v1/me/preference", "", &own)
	if len(own.GetChannels()) != 2 || own.GetChannels()[0] != v1.Channel_WEBHOOK || own.GetLanguage() != "en" {
		t.Errorf("%v", &own)
	}
	var order v1.OfficeOrder
	s.ok(admin, http.MethodPost, "/v1/offices/office/order", `{"channels":["CALL_LIST"]}`, &order)
	s.ok(office, http.MethodGet, "/v1/offices/office/order", "", &order)
	if len(order.GetChannels()) != 1 || order.GetChannels()[0] != v1.Channel_CALL_LIST {
		t.Errorf("%v", &order)
	}
	s.refused(http.StatusBadRequest, "INVALID_REQUEST", admin, http.MethodPost, "/v1/me/preference", `{"channels":["DINGTALK"]}`)
	s.refused(http.StatusNotFound, "NOT_FOUND", admin, http.MethodPost, "/v1/offices/nowhere/order", `{}`)
}
