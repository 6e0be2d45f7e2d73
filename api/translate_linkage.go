package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

func linkage(r desk.LinkageRow) *v1.Linkage {
	return &v1.Linkage{
		Campaign: r.CampaignID, To: r.ToHost, ToName: r.ToName, Projects: r.Projects, Reason: r.Reason, SharedAt: instant(r.SharedAt),
	}
}

func hostAbove(r desk.HostRow) *v1.HostAbove { return &v1.HostAbove{Id: r.ID, Name: r.Name} }

func sharedCampaign(r desk.SharedCampaignRow) *v1.SharedCampaign {
	return &v1.SharedCampaign{
		Id: r.ID, Title: r.Title, Host: r.HostID, HostName: r.HostName,
		State: v1.Campaign_State(v1.Campaign_State_value[string(r.State)]), Phase: phaseName(r.Phase),
		FirstDay: day(&r.FirstDay), LastDay: day(&r.LastDay), SharedAt: instant(r.SharedAt),
	}
}

func sharedProject(r desk.SharedProjectRow) *v1.SharedProject {
	return &v1.SharedProject{Id: r.ID, Title: r.Title, UnitName: r.UnitName}
}

func sharedInspection(r desk.SharedInspectionRow) *v1.SharedInspection {
	return &v1.SharedInspection{
		Id: r.ID, Title: r.Title, Project: r.ProjectID, State: v1.Inspection_State(v1.Inspection_State_value[string(r.State)]),
		FirstDay: day(r.FirstDay), LastDay: day(r.LastDay), VisitDay: day(r.VisitDay), Place: r.Place, Conclusion: r.Conclusion,
	}
}
