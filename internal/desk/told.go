package desk

import (
	"cmp"
	"time"

	"duban/internal/postgres"
	"duban/internal/wording"
	"duban/supervision"
)

// speak adds notices, in order, to what a message tells: of those that say the same of one thing the last. That a window has
// opened, or closes in a week, is no news beside a later word of where the duty stands, or beside the day of the visit by
// which it is done.
func speak(f *wording.Facts, l wording.Language, zone *time.Location, rows []postgres.ToldRow) {
	f.Grow(len(rows))
	last := map[matter]int{}
	for i, r := range rows {
		last[matterOf(r)] = i
	}
	for i, r := range rows {
		if r.DutyID == "" || last[matterOf(r)] == i && !arranged(r, last) {
			f.Add(l, glanced(r, l, zone))
		}
	}
}

// matter is what several notices say the same of, each later one anew.
type matter struct{ campaign, thing, said string }

// matterOf is what a notice of a duty is about.
func matterOf(r postgres.ToldRow) matter {
	switch {
	case r.Kind == supervision.NoticeInvited || r.Kind == supervision.NoticeVisit:
		return visitOf(r)
	case supervision.TellsStanding(r.Kind):
		return matter{r.CampaignID, r.DutyID, "where it stands"}
	}
	return matter{r.CampaignID, r.DutyID, r.Kind}
}

// visitOf is the visit of which a notice's duty is a part.
func visitOf(r postgres.ToldRow) matter {
	return matter{r.CampaignID, cmp.Or(r.InspectionID, r.DutyID), "when it is"}
}

// arranged reports whether a notice reminds of a visit whose day is told beside it.
func arranged(r postgres.ToldRow, told map[matter]int) bool {
	_, arranged := told[visitOf(r)]
	return arranged && (r.Kind == string(supervision.CallOpen) || r.Kind == string(supervision.CallRemind))
}

// someVisit is all that a glance may see of an unannounced visit.
const someVisit = "督查"

// glanced is what a glance at a notice may see. What is about no duty is about the seat.
func glanced(r postgres.ToldRow, l wording.Language, zone *time.Location) wording.Told {
	if r.Unannounced {
		return wording.Told{Kind: r.Kind, Title: someVisit, Campaign: r.CampaignTitle}
	}
	t := wording.Told{Of: whose(r, l), Kind: r.Kind, Title: r.DutyTitle, Campaign: r.CampaignTitle}
	if t.Title == "" {
		t.Title = r.SeatTitle
	}
	switch r.Kind {
	case supervision.NoticeInvited, supervision.NoticeVisit:
		t.Day = dated(r.VisitDay)
	case supervision.NoticeTookOver:
		t.Day = supervision.DateOf(r.At, zone)
	default:
		t.Day = dated(r.LastDay)
	}
	return t
}

// whose is by whom something was left undone that somebody else is told of.
func whose(r postgres.ToldRow, l wording.Language) string {
	switch {
	case r.Kind != string(supervision.CallEscalate):
		return ""
	case !r.ToConvenor:
		return r.GroupName
	case l == wording.English:
		return "Of your group"
	}
	return "本组成员"
}

func dated(t *time.Time) supervision.Date {
	if t == nil {
		return supervision.Date{}
	}
	return supervision.DateOf(*t, time.UTC)
}
