package desk

import (
	"context"
	"slices"

	"duban/internal/postgres"
	"duban/supervision"
)

// PlaceHost puts the caller's host below another, or below none if parent is empty. Nobody stands below itself, however
// many hosts are between and however many are placed at once. The same again changes nothing.
func (d *Desk) PlaceHost(ctx context.Context, caller Caller, host, parent string) error {
	if host != caller.Host {
		return absent(postgres.ErrNone)
	}
	return unlessUnchanged(absent(d.db.In(ctx, caller.Host, func(tx *postgres.Tx) error {
		if err := tx.LockHosts(ctx); err != nil {
			return err
		}
		before, err := tx.Host(ctx)
		if err != nil {
			return err
		}
		if before.ParentID == parent {
			return errUnchanged
		}
		if err := belowAnother(ctx, tx, host, parent); err != nil {
			return err
		}
		if err := tx.PlaceHost(ctx, parent); err != nil {
			return err
		}
		r := record{verb: "PLACE_HOST", object: "hosts/" + host, given: parent, outcome: before.ParentID}
		return r.append(ctx, tx, d.clock(), caller)
	})))
}

// belowAnother refuses a parent that is not there, or that stands below the host itself.
func belowAnother(ctx context.Context, tx *postgres.Tx, host, parent string) error {
	if parent == "" {
		return nil
	}
	path, err := tx.HostsFrom(ctx, parent)
	switch {
	case err != nil:
		return err
	case slices.ContainsFunc(path, func(h postgres.HostRow) bool { return h.ID == host }):
		return errCircle
	case len(path) == 0:
		return postgres.ErrNone
	}
	return nil
}

var errCircle = supervision.Refuse(supervision.InvalidRequest, "不能隶属于自己或自己的下级", "nothing can stand below itself")
