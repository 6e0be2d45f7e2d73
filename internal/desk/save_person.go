package desk

import (
	"context"
	"strings"

	"duban/internal/postgres"
	"duban/supervision"
)

// errNobody is the one answer about people who are not on the host's roll and cannot be put there: it tells nothing of
// other hosts.
var errNobody = supervision.Refuse(supervision.NotFound, "没有该人员，或者姓名不符", "there is no such person, or the name is another")

var errUnseen = supervision.Refuse(supervision.InvalidRequest, "编号、姓名、手机、邮箱不能含有换行或看不见的字符",
	"number, name, phone and mail address may not hold line breaks or characters that cannot be seen")

// SavePerson puts somebody on the host's roll, or changes what it says of them. A number without a host is the host's own;
// somebody of another host is named by their whole id, and by the name that they have there. The same again changes
// nothing.
func (d *Desk) SavePerson(ctx context.Context, caller Caller, p supervision.Person) error {
	if strings.ContainsFunc(p.ID+p.Name+p.Phone+p.Email, supervision.Unseen) {
		return errUnseen
	}
	p.ID, p.Name = supervision.PersonID(caller.Host, p.ID), supervision.PlainName(p.Name)
	return unlessUnchanged(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		before, err := enrol(ctx, tx, caller.Host, p)
		if err != nil {
			return err
		}
		return saved(p, before).append(ctx, tx, d.clock(), caller)
	}))
}

// saved is the line of somebody who is on the roll now, with what it said before, if anything.
func saved(p, before supervision.Person) record {
	r := record{verb: "SAVE_PERSON", object: "people/" + p.ID, given: details(p)}
	if before.ID != "" {
		r.outcome = details(before)
	}
	return r
}

// enrol writes a person into the roll and answers what it said before, which is nothing of somebody new.
func enrol(ctx context.Context, tx *postgres.Tx, host string, p supervision.Person) (before supervision.Person, err error) {
	known, err := tx.LockPeople(ctx, p.ID)
	if err != nil {
		return before, err
	}
	if len(known) > 0 {
		if before = known[0]; before == p {
			return before, errUnchanged
		}
		return before, tx.SavePeople(ctx, p)
	}
	if supervision.IsResidentNumber(supervision.PersonNumber(host, p.ID)) {
		return before, supervision.Refuse(supervision.InvalidRequest, "请勿使用身份证号作编号；请自定编号",
			"this is a resident identity number; choose a number of your own")
	}
	if !supervision.IsOwnPerson(host, p.ID) {
		if known, err := tx.KnownAs(ctx, p); err != nil || len(known) == 0 {
			return before, orNobody(err)
		}
	}
	return before, tx.SavePeople(ctx, p)
}

func orNobody(err error) error {
	if err == nil {
		return errNobody
	}
	return err
}

// details are what the record keeps of a person, apart from its lines, so that it can be reduced.
func details(p supervision.Person) map[string]string {
	return map[string]string{"name": p.Name, "phone": p.Phone, "email": p.Email}
}
