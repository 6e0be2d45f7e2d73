package planfile

import (
	"cmp"
	"fmt"

	"duban/api/supervisionv1"
	"duban/supervision"
)

func host(h *supervisionv1.Host) supervision.Host {
	return supervision.Host{
		ID: h.GetId(), Name: h.GetName(), Kind: supervision.HostKind(named(h.GetKind())), Level: supervision.Level(named(h.GetLevel())),
	}
}

func office(o *supervisionv1.Office) supervision.Office {
	return supervision.Office{ID: o.GetId(), Name: o.GetName(), Kind: supervision.OfficeKind(named(o.GetKind()))}
}

func seat(s *supervisionv1.Seat) supervision.Seat {
	return supervision.Seat{ID: s.GetId(), Office: s.GetOffice(), Role: supervision.Role(named(s.GetRole())), Title: s.GetTitle()}
}

func project(p *supervisionv1.Project) supervision.Project {
	return supervision.Project{
		ID: p.GetId(), Title: p.GetTitle(), Text: p.GetText(), Unit: p.GetUnit(), Tags: p.GetTags(),
		Indicators: each(p.GetIndicators(), indicator), YearsRunning: int(p.GetYearsRunning()),
		Level: supervision.Level(named(p.GetLevel())), ContactLeader: p.GetContactLeader(), Committee: p.GetCommittee(),
		Cooperating: p.GetCooperating(), Contacts: p.GetContacts(), Site: p.GetSite(),
	}
}

func indicator(i *supervisionv1.Indicator) supervision.Indicator {
	out := supervision.Indicator{
		Name: i.GetName(), Unit: i.GetUnit(), AtLeast: i.GetAtLeast(),
		Form: supervision.Form(named(i.GetForm())), Open: i.GetOpenList(), Text: i.GetText(),
	}
	if i != nil && i.Target != nil {
		out.Target = new(i.GetTarget())
	}
	return out
}

func group(g *supervisionv1.Group) supervision.Group {
	return supervision.Group{
		ID: g.GetId(), Name: g.GetName(), Project: g.GetProject(), Convenor: g.GetConvenor(), Members: g.GetMembers(),
		LeadDepartment: g.GetLeadDepartment(), Cooperating: g.GetCooperating(), Kind: groupKind(g.GetKind()),
		LeadLeader: g.GetLeadLeader(), Street: g.GetStreet(), Community: g.GetCommunity(),
	}
}

func groupKind(k supervisionv1.Group_Kind) supervision.GroupKind {
	return cmp.Or(supervision.GroupKind(named(k)), supervision.SpecialGroup)
}

func voteRule(v *supervisionv1.VoteRule) supervision.VoteRule {
	return supervision.VoteRule{
		Denominator: supervision.Denominator(named(v.GetDenominator())), HalfIsEnough: v.GetHalfIsEnough(), Source: v.GetSource(),
	}
}

// named is the name of an enum's value, empty when none was chosen.
func named[E interface {
	~int32
	fmt.Stringer
}](value E) string {
	if value == 0 {
		return ""
	}
	return value.String()
}

func each[From, To any](all []From, one func(From) To) []To {
	out := make([]To, len(all))
	for i, v := range all {
		out[i] = one(v)
	}
	return out
}
