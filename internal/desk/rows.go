package desk

import "duban/internal/postgres"

// What readers at the desk get is what is stored. The edge names it here, and so needs not know the memory.
type (
	CampaignRow   = postgres.CampaignRow
	PhaseRow      = postgres.PhaseRow
	DutyView      = postgres.DutyView
	DutyFilter    = postgres.DutyFilter
	ProjectRow    = postgres.ProjectRow
	GroupRow      = postgres.GroupRow
	InspectionRow = postgres.InspectionRow
	NoteRow       = postgres.NoteRow
	SubmissionRow = postgres.SubmissionRow
	PollRow       = postgres.PollRow
	ResultRow     = postgres.ResultRow
	NoticeRow     = postgres.NoticeRow
	NoticeFilter  = postgres.NoticeFilter
	SessionView   = postgres.SessionView
	AccountView   = postgres.AccountView
	Admission     = postgres.Admission
	HostName      = postgres.HostName

	LinkageRow          = postgres.LinkageRow
	HostRow             = postgres.HostRow
	SharedCampaignRow   = postgres.SharedCampaignRow
	SharedProjectRow    = postgres.SharedProjectRow
	SharedInspectionRow = postgres.SharedInspectionRow
	PeopleFilter        = postgres.PeopleFilter
	TermView            = postgres.TermView
	OfficeRow           = postgres.OfficeRow
	SeatView            = postgres.SeatView
	Vacancy             = postgres.Vacancy
	ReaderRow           = postgres.ReaderRow

	LedgerRow     = postgres.LedgerRow
	SealedRow     = postgres.SealedRow
	CheckpointRow = postgres.CheckpointRow
	FactRow       = postgres.FactRow

	FeedRow       = postgres.FeedRow
	ChannelRow    = postgres.ChannelRow
	CallKey       = postgres.CallKey
	DeliveryKey   = postgres.DeliveryKey
	DeliveryView  = postgres.DeliveryView
	PreferenceRow = postgres.PreferenceRow
)

// IsAway reports whether something failed because the database could not be reached, so that the same again may
// succeed later.
func IsAway(err error) bool { return postgres.IsAway(err) }
