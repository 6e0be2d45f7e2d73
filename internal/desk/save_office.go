package desk

import (
	"context"
	"errors"
	"slices"
	"strings"

	"duban/internal/postgres"
	"duban/supervision"
)

// SaveOffice makes an office, or changes it. It stands below another of the host's or below none, and never below itself.
// One that has seats has its head approve from then on only if one of them is a head's. The same again changes nothing.
func (d *Desk) SaveOffice(ctx context.Context, caller Caller, o postgres.OfficeRow) error {
	if strings.ContainsFunc(o.Name, supervision.Unseen) {
		return errUnseenName
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.LockHost(ctx); err != nil {
			return err
		}
		before, err := tx.Office(ctx, o.ID)
		if err != nil && !errors.Is(err, postgres.ErrNone) {
			return err
		}
		if before == o {
			return errUnchanged
		}
		if err := errors.Join(placeOffice(ctx, tx, o), headThere(ctx, tx, before, o)); err != nil {
			return err
		}
		if err := tx.SaveOffice(ctx, o); err != nil {
			return err
		}
		r := record{verb: "SAVE_OFFICE", object: "offices/" + o.ID, given: o}
		if before.ID != "" {
			r.outcome = before
		}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

// errUnseenName is about a name that would break the subject of a message, or that reads as another one.
var errUnseenName = supervision.Refuse(supervision.InvalidRequest, "名称不能含有换行或看不见的字符",
	"a name may not hold line breaks or characters that cannot be seen")

// placeOffice refuses an office below itself or below none that is there.
func placeOffice(ctx context.Context, tx *postgres.Tx, o postgres.OfficeRow) error {
	if o.ParentID == "" {
		return nil
	}
	path, err := tx.OfficesFrom(ctx, o.ParentID)
	switch {
	case err != nil:
		return err
	case slices.Contains(append(path, o.ParentID), o.ID):
		return errCircle
	case len(path) == 0:
		return postgres.ErrNone
	}
	return nil
}

// headThere refuses to have a head approve from now on whose seat is missing: what the office's seats draft would go nowhere.
// An office that has no seats yet may say so before it gets them.
func headThere(ctx context.Context, tx *postgres.Tx, before, o postgres.OfficeRow) error {
	if before.HeadApproves || !o.HeadApproves {
		return nil
	}
	headless, err := tx.LacksHead(ctx, o.ID)
	if err == nil && headless {
		err = supervision.Refuse(supervision.WrongState, "该单位已有席位，但没有负责人席位；请先设负责人席位",
			"the office has seats and none of them is a head's; make a head's seat first")
	}
	return err
}
