package console

import (
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/protobuf/encoding/protojson"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// personOf is the page of the person that a form is about.
func personOf(r *http.Request) string { return personPath(r.PathValue("person")) }

func (c *console) savePerson(r *http.Request) (string, error) {
	p, err := c.people.SavePerson(r.Context(), &v1.SavePersonRequest{
		Id: r.PostFormValue("id"), Name: r.PostFormValue("name"), Phone: r.PostFormValue("phone"), Email: r.PostFormValue("email"),
	})
	return personPath(p.GetId()) + "?done=yes", err
}

func (c *console) seatPerson(r *http.Request) (string, error) {
	_, err := c.people.SeatPerson(r.Context(), &v1.SeatPersonRequest{
		Id: r.PathValue("person"), Seat: r.PostFormValue("seat"), FirstDay: r.PostFormValue("first_day"), LastDay: r.PostFormValue("last_day"),
	})
	return personOf(r) + "?done=yes", err
}

// endTerm lets somebody leave: each seat's successor stands in a field of its own.
func (c *console) endTerm(r *http.Request) (string, error) {
	req := &v1.EndTermRequest{Id: r.PathValue("person"), Seat: r.PostFormValue("seat"), LastDay: r.PostFormValue("last_day")}
	for name := range r.PostForm {
		seat, is := strings.CutPrefix(name, "successor-")
		if person := strings.TrimSpace(r.PostFormValue(name)); is && person != "" {
			req.Successors = append(req.Successors, &v1.Successor{Seat: seat, Person: person})
		}
	}
	slices.SortFunc(req.GetSuccessors(), func(a, b *v1.Successor) int { return strings.Compare(a.GetSeat(), b.GetSeat()) })
	_, err := c.people.EndTerm(r.Context(), req)
	return personOf(r) + "?done=yes", err
}

func (c *console) reducePerson(r *http.Request) (string, error) {
	_, err := c.people.ReducePerson(r.Context(), &v1.ReducePersonRequest{Id: r.PathValue("person"), Reason: r.PostFormValue("reason")})
	return personOf(r) + "?done=yes", err
}

// seatsHeld are the seats that somebody has, now or ahead, each once.
func (c *console) seatsHeld(p *v1.Person) (terms []*v1.Term) {
	for _, t := range p.GetTerms() {
		over := t.GetTo() != nil && (!t.GetTo().AsTime().After(c.opts.Now()) || t.GetTo().AsTime().Equal(t.GetFrom().AsTime()))
		same := func(o *v1.Term) bool { return o.GetSeat() == t.GetSeat() }
		if !over && !slices.ContainsFunc(terms, same) {
			terms = append(terms, t)
		}
	}
	return terms
}

// heldView is what is held about somebody, as they may read it.
type heldView struct {
	frame
	clock
	Person *v1.Person
	Facts  []*v1.PersonalFact
	Next   string
}

func (c *console) showHeld(r *http.Request, f frame) (templ.Component, error) {
	got, err := c.people.ExportPerson(r.Context(), &v1.ExportPersonRequest{Id: r.PathValue("person"), PageSize: aPage, PageToken: r.FormValue("page")})
	return heldPage(heldView{
		frame: f, clock: c.clock(f.Lang, ""), Person: got.GetPerson(), Facts: got.GetFacts(), Next: nextPage(r, got.GetNextPageToken()),
	}), err
}

// mostFacts is how many facts are asked for at a time.
const mostFacts = 500

// downloadHeld is all of it, as a file that programs read.
func (c *console) downloadHeld(w http.ResponseWriter, r *http.Request) {
	ctx, who, err := c.whoAmI(r.Context(), c.sessionCode(r))
	f := c.signedIn(r, who)
	all := &v1.ExportPersonResponse{}
	for page, more := "", err == nil; more; more = err == nil && page != "" {
		var got *v1.ExportPersonResponse
		got, err = c.people.ExportPerson(ctx, &v1.ExportPersonRequest{Id: r.PathValue("person"), PageSize: mostFacts, PageToken: page})
		all.Person, all.Facts, page = got.GetPerson(), append(all.GetFacts(), got.GetFacts()...), got.GetNextPageToken()
	}
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	w.Header().Set("Content-Disposition", `attachment; filename="person.json"`)
	_, _ = w.Write([]byte(protojson.Format(all))) // the reader has gone: nobody is left to be told
}

// personTail is the end of every address that is about somebody.
func personTail(id string) string { return strings.TrimPrefix(personPath(id), "/people") }

// heldPath is the address of what is held about somebody.
func heldPath(id string) string { return "/held" + personTail(id) }

// mayBeTold tells whether the reader is offered to see what is held about somebody; the service decides.
func (f frame) mayBeTold(p *v1.Person) bool {
	return f.Person == p.GetId() || f.has(v1.Seat_SYSTEM_ADMIN)
}

// title of a term's seat, with its id.
func seatTitle(t *v1.Term) string { return t.GetTitle() + "（" + t.GetSeat() + "）" }

// factWord names a kind of fact.
func (f frame) factWord(fact *v1.PersonalFact) string {
	return f.say(words.PersonalFact[fact.GetKind()])
}
