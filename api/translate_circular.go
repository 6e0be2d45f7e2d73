package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/supervision"
)

func circular(host string, c desk.Circular) *v1.Circular {
	return &v1.Circular{
		Month: c.Month.String(), HostName: host, TimeZone: c.Zone.String(), AsOf: instant(c.AsOf),
		FirstDay: c.Days.First.String(), LastDay: c.Days.Last.String(), ToDate: c.ToDate(),
		Campaigns: each(c.Campaigns, campaignMonth), MoreCampaigns: count(c.More), Head: recordHead(c.Head),
	}
}

func campaignMonth(m supervision.CampaignMonth) *v1.CampaignMonth {
	return &v1.CampaignMonth{
		Id: m.ID, Title: m.Title, Demonstration: m.Demonstration,
		State: v1.Campaign_State(v1.Campaign_State_value[string(m.State)]), Phase: phaseName(m.Phase),
		Due: count(m.Due()), InTime: count(m.InTime), Late: count(m.Late), Overdue: count(m.Overdue), LeftOpen: count(m.LeftOpen),
		Excused: count(m.Excused), Pending: count(m.Pending), Earlier: count(m.Earlier), Visits: count(m.Visits),
		Arrears: each(m.Arrears, arrears), Unnamed: count(m.Unnamed()),
	}
}

func arrears(a supervision.Arrears) *v1.Arrears {
	return &v1.Arrears{HolderTitle: a.Holder, Duties: count(a.Duties), Named: each(a.Named, overdueDuty)}
}

func overdueDuty(d supervision.OverdueDuty) *v1.OverdueDuty {
	return &v1.OverdueDuty{Id: d.ID, Title: d.Title, LastDay: d.Last.String()}
}
