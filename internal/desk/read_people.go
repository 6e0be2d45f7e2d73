package desk

import (
	"context"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// PersonView is somebody on the roll with their terms. Phone and mail are empty for whoever need not see them.
type PersonView struct {
	postgres.PersonRow
	Terms []postgres.TermView
}

// People lists the host's roll in the order of pinyin, each with the seats they hold now.
func (d *Desk) People(ctx context.Context, caller Caller, f postgres.PeopleFilter) ([]PersonView, error) {
	f.At = d.clock()
	return look(ctx, d, caller, func(tx *postgres.Tx) ([]PersonView, error) {
		rows, err := tx.People(ctx, f)
		if err != nil {
			return nil, err
		}
		return withTerms(ctx, tx, caller, f.At, rows...)
	})
}

// Person reads somebody on the roll, with all the terms they ever had in the host or will have.
func (d *Desk) Person(ctx context.Context, caller Caller, id string) (PersonView, error) {
	return look(ctx, d, caller, func(tx *postgres.Tx) (PersonView, error) {
		row, err := tx.Person(ctx, supervision.PersonID(caller.Host, id))
		if err != nil {
			return PersonView{}, err
		}
		views, err := withTerms(ctx, tx, caller, time.Time{}, row)
		if err != nil {
			return PersonView{}, err
		}
		return views[0], nil
	})
}

// withTerms adds the terms that hold at an instant, or all if it is zero, and takes away what is not the caller's to see.
func withTerms(ctx context.Context, tx *postgres.Tx, caller Caller, at time.Time, rows ...postgres.PersonRow) ([]PersonView, error) {
	ids, views, place := make([]string, len(rows)), make([]PersonView, len(rows)), map[string]int{}
	for i, r := range rows {
		if !caller.seesContacts(r.ID) {
			r.Phone, r.Email = "", ""
		}
		ids[i], views[i], place[r.ID] = r.ID, PersonView{PersonRow: r}, i
	}
	terms, err := tx.TermsOf(ctx, at, ids...)
	for _, t := range terms {
		v := &views[place[t.Person]]
		v.Terms = append(v.Terms, t)
	}
	return views, err
}

// seesContacts reports whether the caller needs to see how a person can be reached: who serves the congress or keeps its
// people, and the person.
func (c Caller) seesContacts(person string) bool {
	return c.Person == person || c.Has(supervision.RoleStaff) || c.Has(supervision.RoleSystemAdmin) || c.Has(supervision.RoleSecurityAdmin)
}
