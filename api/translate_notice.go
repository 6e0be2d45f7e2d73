package api

import (
	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
)

func notice(r desk.NoticeRow) *v1.Notice {
	return &v1.Notice{
		Id: r.ID.String(), Campaign: r.CampaignID, CampaignTitle: r.CampaignTitle, Duty: r.DutyID, Kind: r.Kind,
		Text: r.Zh, TextEn: r.En, At: instant(r.At), State: v1.Notice_State(v1.Notice_State_value[r.State]),
		To: r.SeatID, ToTitle: r.ToTitle,
	}
}
