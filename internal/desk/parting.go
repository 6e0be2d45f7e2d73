package desk

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// parting is somebody's leaving while its transaction is open.
type parting struct {
	Leaving

	tx      *postgres.Tx
	caller  Caller
	now, at time.Time
	zone    *time.Location
	seats   map[string]postgres.SeatRow
	terms   []postgres.TermView          // that end
	burdens map[string][]postgres.Burden // by seat
}

// begin locks what is concerned, and only then reads the instant and what ends then.
func (p *parting) begin(ctx context.Context, d *Desk) error {
	theirs, err := p.lock(ctx)
	if err != nil {
		return err
	}
	if p.zone, err = d.hostZone(ctx, p.tx); err != nil {
		return err
	}
	p.now = d.clock()
	if err := stillIn(ctx, p.tx, p.caller, p.now); err != nil {
		return err
	}
	if p.at = p.now; !p.Last.IsZero() {
		p.at = p.Last.AddDays(1).At(0, p.zone).UTC()
	}
	if p.at.Before(p.now) {
		return supervision.Refuse(supervision.InvalidRequest, "任期不能在过去结束", "a term cannot end in the past")
	}
	if err := p.findTerms(ctx, theirs); err != nil {
		return err
	}
	return p.weigh(ctx)
}

// lock takes, in the order in which everybody takes them, the people, the campaigns and then every seat that is or was the
// person's, and lists those.
func (p *parting) lock(ctx context.Context) (theirs []string, err error) {
	if err := onTheRoll(ctx, p.tx, append(slices.Collect(maps.Values(p.Successors)), p.Person)...); err != nil {
		return nil, err
	}
	if err := errors.Join(p.tx.LockHost(ctx), p.tx.LockLive(ctx)); err != nil {
		return nil, err
	}
	all, err := p.tx.TermsOf(ctx, time.Time{}, p.Person)
	if err != nil {
		return nil, err
	}
	for _, t := range all {
		if p.Seat == "" || p.Seat == t.Seat {
			theirs = append(theirs, t.Seat)
		}
	}
	rows, err := p.tx.LockSeats(ctx, theirs...)
	p.seats = map[string]postgres.SeatRow{}
	for _, s := range rows {
		p.seats[s.ID] = s
	}
	return theirs, err
}

// findTerms finds the terms that end, in seats that are the caller's to give. What is over already stays as it is.
func (p *parting) findTerms(ctx context.Context, theirs []string) error {
	all, err := p.tx.TermsOf(ctx, time.Time{}, p.Person)
	if err != nil {
		return err
	}
	for _, t := range all {
		ends := slices.Contains(theirs, t.Seat) && t.EndedAt(p.at) != t.Term
		if ends {
			p.terms = append(p.terms, t)
		}
		if ends || t.Seat == p.Seat {
			err = errors.Join(err, supervision.RequireSeating(p.caller.Has, t.Role))
		}
	}
	switch {
	case err != nil:
		return err
	case len(theirs) == 0 && p.Seat != "":
		return postgres.ErrNone
	case len(p.terms) == 0:
		return errUnchanged
	}
	return p.requireTheirs()
}

// requireTheirs refuses a successor in a seat that nobody leaves.
func (p *parting) requireTheirs() error {
	for seat := range p.Successors {
		if !slices.Contains(p.seatIDs(), seat) {
			return supervision.Refuse(supervision.InvalidRequest, "此人并不离开席位 "+seat, "they do not leave the seat "+seat)
		}
	}
	return nil
}

// seatIDs are the seats that are left, in the order of their ids.
func (p *parting) seatIDs() []string {
	var ids []string
	for _, t := range p.terms {
		ids = append(ids, t.Seat)
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

// weigh finds what rests on the seats.
func (p *parting) weigh(ctx context.Context) error {
	all, err := p.tx.Burdens(ctx, p.seatIDs()...)
	p.burdens = map[string][]postgres.Burden{}
	for _, b := range all {
		p.burdens[b.SeatID] = append(p.burdens[b.SeatID], b)
	}
	return err
}

// handOver ends the terms and lets the successors in. A seat passes on once, however many terms somebody had ahead in it.
func (p *parting) handOver(ctx context.Context) (handed []Handover, err error) {
	for _, t := range p.terms {
		p.tx.EndTerms(t.EndedAt(p.at))
	}
	var bare []string
	for _, t := range p.terms {
		if slices.ContainsFunc(handed, func(h Handover) bool { return h.Seat == t.Seat }) {
			continue
		}
		h := Handover{Seat: t.Seat, From: t.Person, To: p.Successors[t.Seat], At: t.EndedAt(p.at).To, Duties: p.duties(t.Seat)}
		empty, err := p.pass(ctx, &h)
		if err != nil {
			return nil, err
		}
		if empty {
			bare = append(bare, fmt.Sprintf("%s（%s）", t.Title, t.Seat))
		}
		handed = append(handed, h)
	}
	return handed, errors.Join(needSuccessors(bare), p.signOut(ctx))
}

// signOut ends the sessions that are over with the terms.
func (p *parting) signOut(ctx context.Context) error {
	return p.tx.EndUnseated(ctx, p.now, p.Person)
}

// pass hands one seat over, and reports whether nobody sits there from then on though somebody must.
func (p *parting) pass(ctx context.Context, h *Handover) (bare bool, err error) {
	if h.To != "" {
		return false, p.takeOver(ctx, h)
	}
	role := p.seats[h.Seat].Role
	if supervision.Administers(role) {
		stays, err := p.tx.AnyStays(ctx, role, h.At)
		return !stays, err
	}
	terms, err := p.tx.TermsIn(ctx, h.Seat)
	return supervision.LeftBare(terms, postgres.Rests(p.burdens[h.Seat])[h.Seat], h.At, p.zone), err
}

// duties are those that a seat holds, as campaign/duty.
func (p *parting) duties(seat string) (all []string) {
	for _, b := range p.burdens[seat] {
		for _, duty := range b.Duties {
			all = append(all, b.CampaignID+"/"+duty)
		}
	}
	return all
}

// takeOver lets a successor into a seat, in the place of whoever was to come there later, and tells them what waits there.
func (p *parting) takeOver(ctx context.Context, h *Handover) error {
	term, err := p.makeWay(ctx, h)
	if err != nil {
		return err
	}
	err = seat(ctx, p.tx, p.caller.Host, p.seats[h.Seat], term, p.now)
	if err != nil && !errors.Is(err, errUnchanged) { // they may have been let in before
		return err
	}
	return tellSuccessor(ctx, p.tx, p.seats[h.Seat].Title, supervision.DateOf(h.At, p.zone), h.At, p.burdens[h.Seat])
}

// makeWay is the term of a successor; what was to begin there later is given up, and nobody is told of it any more.
func (p *parting) makeWay(ctx context.Context, h *Handover) (term supervision.Term, err error) {
	had, err := p.tx.TermsIn(ctx, h.Seat)
	if err != nil {
		return term, err
	}
	term, h.GivenUp = supervision.Term{Seat: h.Seat, Person: h.To, From: h.At}.Sooner(had)
	for _, t := range h.GivenUp {
		p.tx.EndTerms(t)
		p.tx.DropTookOver(h.Seat, t.From)
	}
	return term, nil
}

// needSuccessors refuses to leave seats bare, and names them.
func needSuccessors(bare []string) error {
	if len(bare) == 0 {
		return nil
	}
	return supervision.Refuse(supervision.NeedsSuccessor, "下列席位不能无人接任："+strings.Join(bare, "、"),
		"somebody must take over these seats: "+strings.Join(bare, ", "))
}
