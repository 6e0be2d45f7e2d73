package console

import (
	"net/http"
	"net/url"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
	"duban/internal/links"
)

// papers reads what was handed in for a duty, the first fifty at most; with its text what waits for the reader.
func (c *console) papers(r *http.Request, duty *v1.Duty) ([]*v1.Submission, error) {
	got, err := c.submissions.ListSubmissions(r.Context(), &v1.ListSubmissionsRequest{Campaign: duty.GetCampaign(), Duty: duty.GetId()})
	if err != nil {
		return nil, err
	}
	for i, p := range got.GetSubmissions() {
		if !p.GetMayApprove() {
			continue
		}
		whole := &v1.GetSubmissionRequest{Campaign: p.GetCampaign(), Id: p.GetId()}
		if got.Submissions[i], err = c.submissions.GetSubmission(r.Context(), whole); err != nil {
			return nil, err
		}
	}
	return got.GetSubmissions(), nil
}

func (c *console) approvePaper(r *http.Request) (string, error) {
	_, err := c.submissions.ApproveSubmission(r.Context(), &v1.ApproveSubmissionRequest{
		Campaign: r.PathValue("campaign"), Id: r.PathValue("submission"),
	})
	return fromDuty(r), err
}

func (c *console) sendPaperBack(r *http.Request) (string, error) {
	_, err := c.submissions.SendBackSubmission(r.Context(), &v1.SendBackSubmissionRequest{
		Campaign: r.PathValue("campaign"), Id: r.PathValue("submission"), Reason: r.PostFormValue("reason"),
	})
	return fromDuty(r), err
}

// fromDuty is the duty's page, on which what is decided about its papers stands.
func fromDuty(r *http.Request) string { return dutyPath(r.PathValue("campaign"), r.PathValue("duty")) }

// decidePath is where a decision about a paper goes: `approved` or `sent-back`.
func decidePath(p *v1.Submission, verdict string) string {
	return campaignPath(p.GetCampaign(), "submissions", url.PathEscape(p.GetId()), verdict, links.Tail(p.GetDuty()))
}

// became says what became of a paper.
func (f frame) became(p *v1.Submission) string { return f.say(words.SubmissionState[p.GetState()]) }
