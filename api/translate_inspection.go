package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

func inspection(r desk.InspectionRow) *v1.Inspection {
	return &v1.Inspection{
		Id: r.ID, Campaign: r.CampaignID, Title: r.Title, Group: r.GroupID, GroupName: r.GroupName, Project: r.ProjectID,
		State:    v1.Inspection_State(v1.Inspection_State_value[string(r.State)]),
		FirstDay: day(r.FirstDay), LastDay: day(r.LastDay), VisitDay: day(r.VisitDay), Place: r.Place,
		OpenedAt: stored(r.OpenedAt), ConcludedAt: stored(r.ConcludedAt), ClosedAt: stored(r.ClosedAt),
		Conclusion: r.Conclusion, Notes: count(r.Notes), Convenor: r.Convenor, Duty: r.DutyID,
		Unannounced: r.Unannounced,
	}
}

func note(r desk.NoteRow) *v1.Note {
	return &v1.Note{
		Id: r.ID, Inspection: r.InspectionID, Author: r.SeatID, AuthorTitle: r.AuthorTitle, Text: r.Text,
		SubmittedAt: instant(r.SubmittedAt), Late: r.Late,
	}
}
