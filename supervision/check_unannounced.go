package supervision

// unannounced: only a visit comes unannounced (明察暗访), and nothing in the plan tells of it before it has taken place:
// nobody who is supervised answers for it or is asked along, and nothing that they see waits for it.
func (c *checker) unannounced(i int, e Entry) {
	if !e.Unannounced {
		c.waiting(i, e)
		return
	}
	if e.Kind != InspectionDuty {
		c.refuse(place("duties", i, "unannounced"), "NOT_A_VISIT", "只有督查(INSPECTION)可以是暗访", "expected only in an INSPECTION")
		return
	}
	if who := c.held(e, "official", c.official); who != "" {
		c.telling(place("duties", i, "holder"), "暗访不能由责任单位的席位承担："+who, "an unannounced visit cannot be held by an OFFICIAL seat: "+who)
	}
	for j, id := range e.Invites {
		if c.supervised(id) {
			c.telling(item("duties", i, "invites", j), "暗访不能邀请被督查的一方："+id, "an unannounced visit cannot ask along who is supervised: "+id)
		}
	}
}

// waiting refuses what is seen by everybody and waits for what is not.
func (c *checker) waiting(i int, e Entry) {
	at, known := c.lists.entries.first[e.After]
	if e.After != "" && known && c.plan.Entries[at].Unannounced {
		c.telling(place("duties", i, "after"), e.After+" 是暗访，等待它的任务会提前泄露；请写 window",
			e.After+" is unannounced, and what waits for it would tell of it before; expected a window instead")
	}
}

func (c *checker) telling(field, zh, en string) { c.refuse(field, "TELLS_OF_VISIT", zh, en) }

// official reports whether a seat is one of those who are supervised.
func (c *checker) official(seat string) bool {
	at, known := c.lists.seats.first[seat]
	return known && c.plan.Seats[at].Role == RoleOfficial
}

// supervised reports whether somebody who is asked along belongs to those who are supervised, or works for them.
func (c *checker) supervised(invited string) bool {
	if invited == InviteUnit || invited == InviteContacts || c.official(invited) {
		return true
	}
	at, known := c.lists.offices.first[invited]
	if !known {
		return false
	}
	kind := c.plan.Offices[at].Kind
	return kind == ResponsibleUnit || kind == Contractor || kind == Government
}
