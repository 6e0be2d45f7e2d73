package console

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"github.com/google/uuid"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
	"duban/internal/links"
)

// inspectionView is an inspection's page with what its reader may be offered to do.
type inspectionView struct {
	frame
	clock
	Campaign   *v1.Campaign
	Inspection *v1.Inspection
	Notes      []*v1.Note
	NotesShown bool   // officials are not shown notes
	Next       string // address of the next page of notes
	NoteID     string // of the note to be written: sent twice, it is stored once
	Done       string // what has just been filed, as the address says: `note` or `conclusion`
	Member     bool   // the reader sits in the group
	Convenor   bool   // the reader concludes it
}

func (c *console) showInspection(r *http.Request, f frame) (templ.Component, error) {
	inspection, err := c.inspections.GetInspection(r.Context(), &v1.GetInspectionRequest{Id: r.PathValue("inspection")})
	if err != nil {
		return nil, err
	}
	campaign, err := c.campaigns.GetCampaign(r.Context(), &v1.GetCampaignRequest{Id: inspection.GetCampaign()})
	if err != nil {
		return nil, err
	}
	v := inspectionView{
		frame: f, clock: c.clock(f.Lang, campaign.GetTimeZone()), Campaign: campaign, Inspection: inspection,
		NoteID: uuid.NewString(), Done: r.FormValue("done"),
	}
	if err := c.notes(r, &v); err != nil {
		return nil, err
	}
	v.Convenor = v.holds(inspection.GetConvenor())
	err = c.eachGroup(r, campaign.GetId(), v.findSeat)
	return inspectionPage(v), err
}

// notes reads the notes, if the reader's role is shown them.
func (c *console) notes(r *http.Request, v *inspectionView) error {
	v.NotesShown = v.has(v1.Seat_STAFF, v1.Seat_DEPUTY, v1.Seat_RESIDENT, v1.Seat_MEMBER)
	if !v.NotesShown {
		return nil
	}
	got, err := c.inspections.ListNotes(r.Context(), &v1.ListNotesRequest{
		Inspection: v.Inspection.GetId(), PageSize: aPage, PageToken: r.FormValue("page"),
	})
	v.Notes, v.Next = got.GetNotes(), nextPage(r, got.GetNextPageToken())
	return err
}

// findSeat looks for the reader among the group that inspects.
func (v *inspectionView) findSeat(g *v1.GroupView) {
	if g.GetGroup().GetId() != v.Inspection.GetGroup() {
		return
	}
	v.Member = v.holds(g.GetGroup().GetConvenor()) || v.holds(g.GetGroup().GetMembers()...)
}

// begun tells whether notes are taken: the inspection has opened and the campaign lives.
func (v *inspectionView) begun() bool {
	return v.Campaign.GetState() == v1.Campaign_LIVE && v.Inspection.GetState() != v1.Inspection_PLANNED
}

// kept tells whether the unit may not know of the visit yet.
func (v *inspectionView) kept() bool {
	return v.Inspection.GetUnannounced() && (v.Inspection.GetState() == v1.Inspection_PLANNED || v.Inspection.GetState() == v1.Inspection_OPEN)
}

// canNote is for those who may write notes: staff who convene a group conclude, and write none.
func (v *inspectionView) canNote() bool {
	return v.Member && v.has(v1.Seat_DEPUTY, v1.Seat_RESIDENT) && v.begun()
}

func (v *inspectionView) canConclude() bool {
	return v.Convenor && v.begun() && v.Inspection.GetConcludedAt() == nil
}

// filed says that what was sent has arrived.
func (v *inspectionView) filed() string {
	switch v.Done {
	case "note":
		return v.say(words.NoteFiled)
	case "conclusion":
		return v.say(words.ConclusionFiled)
	default:
		return ""
	}
}

func (c *console) submitNote(r *http.Request) (string, error) {
	inspection := r.PathValue("inspection")
	_, err := c.inspections.SubmitNote(r.Context(), &v1.SubmitNoteRequest{
		Inspection: inspection, Id: r.PostFormValue("id"), Text: written(r),
	})
	return inspectionPath(inspection) + "?done=note", err
}

func (c *console) conclude(r *http.Request) (string, error) {
	inspection := r.PathValue("inspection")
	_, err := c.inspections.ConcludeInspection(r.Context(), &v1.ConcludeInspectionRequest{
		Id: inspection, Conclusion: written(r),
	})
	return inspectionPath(inspection) + "?done=conclusion", err
}

// written is the text of a form with plain line ends: browsers send carriage returns.
func written(r *http.Request) string {
	return strings.TrimSpace(strings.ReplaceAll(r.PostFormValue("text"), "\r\n", "\n"))
}

func inspectionPath(id string) string { return links.Inspection(id) }
