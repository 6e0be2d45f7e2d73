package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

// dutyOf translates the duties of a campaign.
func dutyOf(campaign string) func(desk.DutyView) *v1.Duty {
	return func(d desk.DutyView) *v1.Duty {
		return &v1.Duty{
			Id: d.ID, Campaign: campaign, Kind: dutyKind(d.Kind), Title: d.Title,
			Holder: d.Holder, HolderTitle: d.HolderTitle, Group: d.Group, Project: d.Project, Phase: phaseName(d.Phase),
			FirstDay: d.Window.First.String(), LastDay: d.Window.Last.String(),
			State: v1.Duty_State(v1.Duty_State_value[string(d.State)]), Late: d.Late, ProvenAt: instant(d.ProvenAt),
			NextCallAt: instant(d.NextAt), Reason: d.Reason, Inspection: d.Inspection,
			To: d.To, Quota: d.Quota, Provisional: d.Computed.Provisional, Unannounced: d.Unannounced, Urgent: d.Urgent,
		}
	}
}

func dutyKind(k supervision.DutyKind) v1.DutyEntry_Kind {
	return v1.DutyEntry_Kind(v1.DutyEntry_Kind_value[string(k)])
}

func callKind(k supervision.CallKind) v1.Call_Kind {
	return v1.Call_Kind(v1.Call_Kind_value[string(k)])
}

func call(c desk.CallView) *v1.Call {
	return &v1.Call{
		Duty: c.DutyID, DutyTitle: c.DutyTitle, Kind: callKind(c.Kind), At: instant(c.At),
		To: c.ToSeat, ToTitle: c.ToTitle, Mark: mark(c),
	}
}

func mark(c desk.CallView) v1.Call_Mark {
	switch {
	case c.Ahead:
		return v1.Call_AHEAD
	case c.Passed:
		return v1.Call_PASSED
	}
	return v1.Call_MADE
}
