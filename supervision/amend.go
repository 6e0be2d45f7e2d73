package supervision

import "fmt"

// Amends decides whether the plan may take the place of one that is being carried out. It is the same campaign of the
// same host; projects were voted and groups have records, so they stay; an entry keeps its kind, which says what proves
// it.
func (p Plan) Amends(old *Plan) error {
	switch {
	case p.ID != old.ID || p.Host.ID != old.Host.ID || p.Zone.String() != old.Zone.String():
		return Refuse(InvalidRequest, "修订不能更换编号、主办单位或时区", "an amendment keeps the campaign's id, host and time zone")
	case p.Year != old.Year:
		return Refuse(InvalidRequest, "修订不能更换年度", "an amendment keeps the campaign's year")
	case p.phased() != old.phased():
		return Refuse(InvalidRequest, "修订不能增加或取消阶段", "an amendment neither adds nor removes the phases")
	}
	for _, pr := range old.Projects {
		if p.project(pr.ID).ID == "" {
			return gone("项目", "project", pr.ID)
		}
	}
	groups := knownIDs(noun{}, p.Groups, func(g Group) string { return g.ID })
	for _, g := range old.Groups {
		if !groups.has(g.ID) {
			return gone("监督小组", "group", g.ID)
		}
	}
	if err := p.keepsAnnounced(old); err != nil {
		return err
	}
	return p.keepsKinds(old)
}

// steps are the kinds that the campaign's own process goes through: what it waits for cannot vanish.
var steps = map[DutyKind]bool{JointSubmission: true, Deliberation: true, Vote: true}

func gone(zh, en, id string) error {
	return Refuse(InvalidRequest, fmt.Sprintf("修订不能取消%s %s", zh, id), fmt.Sprintf("an amendment may not drop the %s %s", en, id))
}

func (p Plan) keepsKinds(old *Plan) error {
	kinds := map[string]DutyKind{}
	for _, e := range old.Entries {
		kinds[e.ID] = e.Kind
	}
	still := knownIDs(noun{}, p.Entries, func(e Entry) string { return e.ID })
	for _, e := range old.Entries {
		if steps[e.Kind] && !still.has(e.ID) {
			return gone("任务", "duty", e.ID)
		}
	}
	for _, e := range p.Entries {
		if kind, was := kinds[e.ID]; was && kind != e.Kind {
			return Refuse(InvalidRequest, fmt.Sprintf("任务 %s 原为 %s，不能改为 %s，请另取编号", e.ID, kind, e.Kind),
				fmt.Sprintf("duty %s was a %s and cannot become a %s; choose another id", e.ID, kind, e.Kind))
		}
	}
	return nil
}

// keepsAnnounced: a visit that the unit has been shown would tell by its vanishing that it comes unannounced.
func (p Plan) keepsAnnounced(old *Plan) error {
	was := old.EntriesByID()
	for _, e := range p.Entries {
		if before, stands := was[e.ID]; stands && e.Unannounced && !before.Unannounced {
			return Refuse(InvalidRequest, fmt.Sprintf("督查 %s 已经公开，不能改为暗访，请另取编号", e.ID),
				fmt.Sprintf("visit %s is known already and cannot become unannounced; choose another id", e.ID))
		}
	}
	return nil
}
