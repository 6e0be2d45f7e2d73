package planfile

import (
	"errors"
	"strconv"

	"duban/api/supervisionv1"
	"duban/supervision"
)

// ReadRoster reads a file of people (the message Roster) for a plan. The roster is nil when there is a finding; findings
// stand in the order of the text.
func ReadRoster(src []byte, plan *supervision.Plan) (supervision.Roster, []supervision.Finding) {
	m := &supervisionv1.Roster{}
	r, ok := decodeInto(src, m.ProtoReflect())
	if !ok || !r.judge(m) {
		return nil, r.sorted()
	}
	return r.roster(m.GetPeople(), plan)
}

// RosterOf reads who sits where, for a plan. The roster is nil when there is a finding; findings have fields as in a file
// of people, `people[3].seat`, but no lines. Nobody at all makes no roster: then nobody is known, and no seat is thought
// vacant. The rules that the message Sitting states must have been checked.
func RosterOf(people []*supervisionv1.Sitting, plan *supervision.Plan) (supervision.Roster, []supervision.Finding) {
	if len(people) == 0 {
		return nil, nil
	}
	return new(reader).roster(people, plan)
}

func (r *reader) roster(people []*supervisionv1.Sitting, plan *supervision.Plan) (supervision.Roster, []supervision.Finding) {
	sittings := make([]supervision.Sitting, len(people))
	for i, s := range people {
		field := "people[" + strconv.Itoa(i) + "]"
		sittings[i] = supervision.Sitting{
			Person: s.GetPerson(), Name: s.GetName(), Seat: s.GetSeat(),
			From: r.fullDay(field+".from", s.GetFrom()), To: r.fullDay(field+".to", s.GetTo()),
		}
	}
	r.stage(plan.CheckRoster(sittings))
	if len(r.found) > 0 {
		return nil, r.sorted()
	}
	return supervision.NewRoster(sittings), nil
}

// fullDay is a day written in full, 2020-05-11; zero if nothing is written. Words such as 5月上旬 are for plans: people
// come and go on days that somebody knows.
func (r *reader) fullDay(field, text string) supervision.Date {
	if text == "" {
		return supervision.Date{}
	}
	day, err := supervision.ParseDate(text)
	if wrong, ok := errors.AsType[*supervision.DateError](err); ok {
		line, column := r.inside(field, wrong.Offset)
		r.stage([]supervision.Finding{{Code: "BAD_DATE", Field: field, Line: line, Column: column, Zh: wrong.Zh, En: wrong.En}})
	}
	return day
}
