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
	OfficeID      string     // of its author
	ApprovedBy    string     // a seat: of the head who approved it or sent it back; empty where nobody had to
	ApprovedAt    *time.Time // when it left the unit, where its head approves
	Heads         []string   // the seats of those for whom it waits; none unless it is a draft
}

const submissionColumns = `u.id, u.campaign_id, u.duty_id, d.kind as duty_kind, u.title, u.state, u.seat_id, s.title as author_title,
	u.submitted_at, u.late, u.judged_at, u.reason, u.request_digest,
	coalesce(s.office_id, '') as office_id, coalesce(u.approved_by, '') as approved_by, u.approved_at,
	case u.state when 'DRAFTED' then ` + headsOf + ` else '{}' end as heads`

// headsOf lists the heads of seat s's office.
const headsOf = `array(select h.id from seat h where (h.host_id, h.office_id, h.part) = (s.host_id, s.office_id, 'HEAD') order by h.id)`

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

// Submissions lists submissions of a campaign, or of one duty, oldest first, those after the one given: of what has not
// left its unit only what is of these offices. Their texts, which may be long, are left out.
func (tx *Tx) Submissions(ctx context.Context, campaign, duty string, offices []string, after time.Time, afterID string, limit int,
) ([]SubmissionRow, error) {
	return many[SubmissionRow](ctx, tx, `select '' as text, `+submissionColumns+fromSubmission+
		`where u.host_id = $1 and u.campaign_id = $2 and ($3 = '' or u.duty_id = $3)
		and ($4::timestamptz is null or (u.submitted_at, u.id) > ($4, $5))
		and (u.state not in ('DRAFTED', 'SENT_BACK') or s.office_id = any($7)) order by u.submitted_at, u.id limit $6`,
		tx.host, campaign, duty, null(after), afterID, limit, offices)
}

// JudgeSubmission records that a submission was accepted or returned.
func (tx *Tx) JudgeSubmission(ctx context.Context, campaign, id string, state supervision.SubmissionState, reason string, at time.Time) error {
	return tx.exec(ctx, `update submission set state = $4, reason = $5, judged_at = $6 where host_id = $1 and campaign_id = $2 and id = $3`,
		tx.host, campaign, id, state, reason, at)
}

// House is how papers leave the unit of a seat.
func (tx *Tx) House(ctx context.Context, seat string) (supervision.House, error) {
	return one[supervision.House](ctx, tx, `select coalesce(o.head_approves, false) and s.part <> 'HEAD' as approved, `+headsOf+` as heads
		from seat s left join office o on (o.host_id, o.id) = (s.host_id, s.office_id) where s.host_id = $1 and s.id = $2`, tx.host, seat)
}

// Decision is what the head of a unit makes of a draft.
type Decision struct {
	State  supervision.SubmissionState
	Head   string // a seat
	Reason string
	At     time.Time
	Late   bool
}

// DecideSubmission records what a unit's head has made of a draft.
func (tx *Tx) DecideSubmission(campaign, id string, d Decision) {
	tx.change(1, `update submission set state = $4, approved_by = $5, reason = $6, late = $8,
			approved_at = case $4 when 'SUBMITTED' then $7::timestamptz end, judged_at = case $4 when 'SENT_BACK' then $7::timestamptz end
		where host_id = $1 and campaign_id = $2 and id = $3`, tx.host, campaign, id, d.State, d.Head, d.Reason, d.At, d.Late)
}
