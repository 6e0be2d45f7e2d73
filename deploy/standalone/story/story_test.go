// Package story_test tells, against the whole product in one process, what its users do from a campaign's middle to its
// end: over REST and gRPC, with real processes. Nothing is called but what a user can call.
package story_test

import (
	"net/http"
	"testing"
	"time"
)

// TestTheYearRunsToItsEnd is the demonstration's campaign: a note, a conclusion, the phases moved by staff, the gate,
// deliberation, the vote, the results, the close (HZ-09 to HZ-17). In the middle of the open poll the engine is stopped
// and the whole Temporal store deleted, which costs nothing but seconds.
func TestTheYearRunsToItsEnd(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	week := p.inspection("supervision-week")
	p.await("the inspection opens", func() bool { return p.get(p.deputy, "/v1/inspections/"+week)["state"] == "OPEN" })
	p.await("its duty opens", func() bool { return p.get(p.staff, p.campaign+"/duties/"+p.visit())["state"] == "OPEN" })

	p.fileNote(week)
	p.concludeVisit(week)
	p.endMonitoring()
	p.submitTogether()
	p.deliberate()
	p.keepHistories()
	p.keepDelivery()
	p.loseTemporal()
	p.voteAndClose()
	p.readResults()
	p.keepHistories()

	status, refusal := p.call(p.deputy, http.MethodPost, "/v1/inspections/"+week+"/notes", object{"id": "too-late", "text": "补记"})
	if status != http.StatusBadRequest || reason(refusal) != "CAMPAIGN_OVER" {
		t.Errorf("a note after the close: %d %v", status, refusal)
	}
}

// fileNote: the deputy's note proves the deputy's part and stops its calls; the convenor's duty is untouched.
func (p *people) fileNote(week string) {
	note := object{"id": "note-1", "text": "现场进度正常，建议公示工期"}
	first := p.post(p.deputy, "/v1/inspections/"+week+"/notes", note)
	again := p.post(p.deputy, "/v1/inspections/"+week+"/notes", note)
	if first["submittedAt"] == nil || first["submittedAt"] != again["submittedAt"] {
		p.t.Errorf("the same note twice: %v, then %v", first, again)
	}
	note["text"] = "另一段文字"
	if status, refusal := p.call(p.deputy, http.MethodPost, "/v1/inspections/"+week+"/notes", note); status != http.StatusConflict {
		p.t.Errorf("another note under the same id: %d %v", status, refusal)
	}
	p.expectDuty(p.part(), "PROVEN", 0)
	p.expectDuty(p.visit(), "OPEN", 1)
}

// concludeVisit: only the convenor may, and only then does the visit count.
func (p *people) concludeVisit(week string) {
	conclusion := object{"conclusion": "总体顺利"}
	if status, refusal := p.call(p.deputy, http.MethodPost, "/v1/inspections/"+week+":conclude", conclusion); reason(refusal) != "NOT_ALLOWED" {
		p.t.Errorf("a member concludes: %d %v", status, refusal)
	}
	p.post(p.convenor, "/v1/inspections/"+week+":conclude", conclusion)
	p.expectDuty(p.visit(), "PROVEN", 0)
}

func (p *people) endMonitoring() {
	if status, refusal := p.call(p.staff, http.MethodPost, p.campaign+":advance", object{"phase": "EVALUATION"}); status != http.StatusBadRequest {
		p.t.Errorf("advanced without a reason: %d %v", status, refusal)
	}
	c := p.post(p.staff, p.campaign+":advance", object{"phase": "EVALUATION", "reason": "演示"})
	if c["phase"] != "EVALUATION" {
		p.t.Errorf("after the advance: %v", c["phase"])
	}
}

// submitTogether: HZ-16, refused while reports are missing, opened by staff with a reason.
func (p *people) submitTogether() {
	if _, refusal := p.call(p.staff, http.MethodPost, p.campaign+":submitReports", object{}); reason(refusal) != "GATE_SHUT" {
		p.t.Errorf("submitted without reports: %v", refusal)
	}
	c := p.post(p.staff, p.campaign+":submitReports", object{"overrideReason": "演示，报告另行补交"})
	if c["gateOpenedAt"] == nil {
		p.t.Errorf("the gate is shut: %v", c)
	}
}

// deliberate: once its record is there, the poll opens by itself.
func (p *people) deliberate() {
	p.post(p.staff, p.campaign+"/submissions", object{"id": "deliberation", "duty": p.dutyOf("deliberation"), "title": "审议记录", "text": "审议意见另发"})
	p.await("the poll opens", func() bool { return p.get(p.staff, p.poll())["state"] == "OPEN" })
}

// voteAndClose: one ballot a member; staff close the poll before its time.
func (p *people) voteAndClose() {
	for _, member := range p.members() {
		ballot := object{"choices": p.choices("SATISFIED")}
		p.post(member, p.poll()+":cast", ballot)
		if _, refusal := p.call(member, http.MethodPost, p.poll()+":cast", ballot); reason(refusal) != "ALREADY_VOTED" {
			p.t.Errorf("a second ballot: %v", refusal)
		}
	}
	p.post(p.staff, p.poll()+":close", object{"reason": "议程结束"})
	p.await("the campaign closes", func() bool { return p.get(p.staff, p.campaign)["state"] == "CLOSED" })
}

// readResults: every project has its result, and the unit's official was told.
func (p *people) readResults() {
	poll := p.get(p.staff, p.poll())
	if results, _ := poll["results"].([]any); len(results) != 10 || poll["state"] != "FED_BACK" {
		p.t.Errorf("poll after the close: %v", poll)
	}
	told := false
	for _, n := range list(p.get(p.official, "/v1/notices"), "notices") {
		told = told || n["kind"] == "RESULT"
	}
	if !told {
		p.t.Error("the official was not told the result")
	}
}

// loseTemporal stops the engine, deletes the whole Temporal store and starts again.
func (p *people) loseTemporal() {
	began := time.Now()
	p.restart(func() { p.deleteTemporal() })
	p.await("the keeper starts the campaign's process", func() bool { return p.running("campaign/shili-demo") })
	p.t.Logf("stopped, lost and taken up again in %s", time.Since(began).Round(time.Millisecond))
}

// TestNobodyComesInWithoutAToken: every address of the API answers 401 to a caller it does not know.
func TestNobodyComesInWithoutAToken(t *testing.T) {
	t.Parallel()
	p := newPeople(t)
	for _, token := range []string{"", "guess", p.staff + "x"} {
		for _, path := range []string{p.campaign, "/v1/campaigns", "/v1/me", p.campaign + "/duties", p.campaign + "/agenda"} {
			if status, answer := p.call(token, http.MethodGet, path, nil); status != http.StatusUnauthorized {
				t.Errorf("GET %s with %q: %d %v", path, token, status, answer)
			}
		}
	}
}
