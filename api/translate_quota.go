package api

import (
	v1 "duban/api/supervisionv1"
	"duban/supervision"
)

func quota(q supervision.Quota, holderTitle string) *v1.Quota {
	return &v1.Quota{
		Id: q.ID, Title: q.Title, Holder: q.Holder, HolderTitle: holderTitle, Group: q.Group, Project: q.Project,
		FirstDay: q.Window.First.String(), LastDay: q.Window.Last.String(),
		Need: count(q.Need), Done: count(q.Done), DaysLeft: count(q.Left), LastChance: q.Last.String(),
		State: v1.Quota_State(v1.Quota_State_value[string(q.State)]), Provisional: q.Provisional,
	}
}
