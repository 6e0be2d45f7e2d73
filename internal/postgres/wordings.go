package postgres

import (
	"context"
	"time"

	"github.com/google/uuid"

	"duban/supervision"
)

// WordingRow is how the host words messages of one kind in one language. Without subject and text it leaves that to the
// program.
type WordingRow struct {
	Kind, Language string
	Subject, Text  string
	SavedBy        string // a person
	SavedByName    string // as the roll has it
	SavedAt        time.Time
}

const selectWording = `select w.kind, w.language, w.subject, w.text, w.saved_by, r.name as saved_by_name, w.saved_at
	from wording w join roll r on (r.host_id, r.person_id) = (w.host_id, w.saved_by) where w.host_id = $1 `

// Wordings lists what the host has ever worded itself.
func (tx *Tx) Wordings(ctx context.Context) ([]WordingRow, error) {
	return many[WordingRow](ctx, tx, selectWording+`order by w.kind, w.language`, tx.host)
}

// AskWordings is Wordings; then is told by the time of the next question's answer.
func (tx *Tx) AskWordings(then func([]WordingRow)) { asked(tx, then, selectWording, tx.host) }

// Wording reads how the host words a kind in a language; ErrNone if it never did itself.
func (tx *Tx) Wording(ctx context.Context, kind, language string) (WordingRow, error) {
	return one[WordingRow](ctx, tx, selectWording+`and w.kind = $2 and w.language = $3`, tx.host, kind, language)
}

// SaveWording stores how the host words a kind in a language.
func (tx *Tx) SaveWording(ctx context.Context, w WordingRow) error {
	return tx.exec(ctx, `insert into wording (host_id, kind, language, subject, text, saved_by, saved_at) values ($1, $2, $3, $4, $5, $6, $7)
		on conflict (host_id, kind, language) do update set subject = excluded.subject, text = excluded.text,
			saved_by = excluded.saved_by, saved_at = excluded.saved_at`,
		tx.host, w.Kind, w.Language, w.Subject, w.Text, w.SavedBy, w.SavedAt)
}

// ReaderRow is somebody whom a digest told something on a day.
type ReaderRow struct {
	Person string
	Name   string
	Day    time.Time
}

// LatestReaders lists who got a digest on the latest morning of any, by name.
func (tx *Tx) LatestReaders(ctx context.Context, limit int) ([]ReaderRow, error) {
	return many[ReaderRow](ctx, tx, `select r.person_id as person, r.name, m.day
		from (select digest_day as day from notice where host_id = $1 and digest_day is not null order by digest_day desc limit 1) m
		cross join lateral (select distinct person_id from notice where host_id = $1 and digest_day = m.day) n
		join roll r on r.host_id = $1 and r.person_id = n.person_id
		order by sorted_name(r.name) collate "zh-x-icu", r.person_id limit $2`, tx.host, limit)
}

// LatestMessage is the digest or the urgent message that told a person something last; ErrNone if there never was one.
func (tx *Tx) LatestMessage(ctx context.Context, person string, kind supervision.MessageKind) (uuid.UUID, error) {
	row, err := one[struct {
		ID  uuid.UUID
		Day time.Time
	}](ctx, tx, `select id, digest_day as day from notice where host_id = $1 and person_id = $2 and digest_day is not null and urgent = $3
		and state <> 'DROPPED' order by digest_day desc, at desc limit 1`, tx.host, person, kind == supervision.MessageUrgent)
	m := NewMessage{Kind: kind, Person: person, Notice: row.ID}
	return m.ID(tx.host, row.Day.Format(time.DateOnly)), err
}

// ToldRow is what a glance at a notice may know of it.
type ToldRow struct {
	Kind          string
	CampaignID    string
	DutyID        string // empty: it is about no duty
	CampaignTitle string
	SeatTitle     string // of the seat addressed
	DutyTitle     string // empty: of none
	LastDay       *time.Time
	InspectionID  string     // of the visit that the duty is a part of; may be empty
	VisitDay      *time.Time // of that visit
	ToConvenor    bool       // the seat addressed is that of the duty's convenor
	GroupName     string     // of an escalated duty; empty: of no group
	Unannounced   bool
	At            time.Time
}
