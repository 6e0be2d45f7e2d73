package postgres

import (
	"context"
	"time"

	"duban/supervision"
)

// SubmissionRow is something handed in for a duty.
type SubmissionRow struct {
	ID            string
	CampaignID    string
	DutyID        string
	DutyKind      supervision.DutyKind
	Title         string
	Text          string
	State         supervision.SubmissionState
	SeatID        string
	AuthorTitle   string
	SubmittedAt   time.Time
	Late          bool
	JudgedAt      *time.Time
	Reason        string
	RequestDigest []byte
}

const submissionColumns = `u.id, u.campaign_id, u.duty_id, d.kind as duty_kind, u.title, u.state, u.seat_id, s.title as author_title,
	u.submitted_at, u.late, u.judged_at, u.reason, u.request_digest`

const fromSubmission = ` from submission u
	join duty d on (d.host_id, d.campaign_id, d.id) = (u.host_id, u.campaign_id, u.duty_id)
	join seat s on (s.host_id, s.id) = (u.host_id, u.seat_id) `

// InsertSubmission stores a submission. Its id may be taken: see IsTaken.
func (tx *Tx) InsertSubmission(ctx context.Context, s SubmissionRow) error {
	return tx.exec(ctx, `insert into submission (host_id, campaign_id, id, duty_id, title, text, state, seat_id, submitted_at, late, request_digest)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		tx.host, s.CampaignID, s.ID, s.DutyID, s.Title, s.Text, s.State, s.SeatID, s.SubmittedAt, s.Late, s.RequestDigest)
}

// Submission reads one submission.
func (tx *Tx) Submission(ctx context.Context, campaign, id string) (SubmissionRow, error) {
	return one[SubmissionRow](ctx, tx, `select u.text, `+submissionColumns+fromSubmission+
		`where u.host_id = $1 and u.campaign_id = $2 and u.id = $3`, tx.host, campaign, id)
}

// Submissions lists submissions of a campaign, or of one duty, oldest first, those after the one given. Their
// texts, which may be long, are left out.
func (tx *Tx) Submissions(ctx context.Context, campaign, duty string, after time.Time, afterID string, limit int) ([]SubmissionRow, error) {
	return many[SubmissionRow](ctx, tx, `select '' as text, `+submissionColumns+fromSubmission+
		`where u.host_id = $1 and u.campaign_id = $2 and ($3 = '' or u.duty_id = $3)
		and ($4::timestamptz is null or (u.submitted_at, u.id) > ($4, $5)) order by u.submitted_at, u.id limit $6`,
		tx.host, campaign, duty, null(after), afterID, limit)
}

// JudgeSubmission records that a submission was accepted or returned.
func (tx *Tx) JudgeSubmission(ctx context.Context, campaign, id string, state supervision.SubmissionState, reason string, at time.Time) error {
	return tx.exec(ctx, `update submission set state = $4, reason = $5, judged_at = $6 where host_id = $1 and campaign_id = $2 and id = $3`,
		tx.host, campaign, id, state, reason, at)
}
