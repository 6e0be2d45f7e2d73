package desk

import (
	"context"
	"errors"
	"time"

	"duban/internal/postgres"
	"duban/supervision"
)

// Founding is a congress that is to be made, with those who administer it.
type Founding struct {
	Host   supervision.Host
	Parent string // the host above; may be empty
	// OneAdmin: one person holds all three seats of administrators, because there are too few people. The record says so.
	OneAdmin bool
}

// administrators are the seats of 三员分立 that every host has.
var administrators = []supervision.Seat{
	{ID: "system-admin", Role: supervision.RoleSystemAdmin, Title: "系统管理员"},
	{ID: "security-admin", Role: supervision.RoleSecurityAdmin, Title: "安全管理员"},
	{ID: "auditor", Role: supervision.RoleAuditor, Title: "审计员"},
}

// Administrator is somebody who administers a new host, and how they sign in the first time.
type Administrator struct {
	Title string
	OneTime
}

// FoundHost makes a host with its administrators. It is for whoever runs the installation: nobody can sign in to a host
// before it is founded. A host that plans have made already gets the administrators that it lacks and stays as it is.
func (d *Desk) FoundHost(ctx context.Context, f Founding) ([]Administrator, error) {
	made, hashes, err := d.appoint(ctx, f)
	if err != nil {
		return nil, err
	}
	err = d.db.In(ctx, f.Host.ID, func(tx *postgres.Tx) error {
		now := d.clock()
		if err := f.found(ctx, tx); err != nil {
			return err
		}
		if err := f.seat(ctx, tx, made, hashes, now); err != nil {
			return err
		}
		r := record{verb: "FOUND_HOST", object: "hosts/" + f.Host.ID, given: f}
		return r.append(ctx, tx, now, System(f.Host.ID))
	})
	if postgres.IsTaken(err) {
		return nil, errFounded
	}
	return made, err
}

var errFounded = supervision.Refuse(supervision.AlreadyExists,
	"该单位已有管理员，或登录名已被使用", "the congress has its administrators already, or a login is taken")

// appoint makes one-time passwords: one for each administrator, or one for whoever is all three.
func (d *Desk) appoint(ctx context.Context, f Founding) (made []Administrator, hashes []string, err error) {
	seats := administrators
	if f.OneAdmin {
		seats = seats[:1]
	}
	for _, s := range seats {
		a := Administrator{s.Title, OneTime{Login: s.ID + "@" + f.Host.ID, Password: newOneTime(), Expires: d.clock().Add(goodFor)}}
		hash, err := d.hasher.hash(ctx, a.Password)
		if err != nil {
			return nil, nil, err
		}
		made, hashes = append(made, a), append(hashes, hash)
	}
	return made, hashes, nil
}

// found makes the host below its parent, which must be there. It has no other host below it yet, so no circle can close.
func (f Founding) found(ctx context.Context, tx *postgres.Tx) error {
	if f.Parent != "" {
		_, err := tx.HostNamed(ctx, f.Parent)
		if errors.Is(err, postgres.ErrNone) {
			return supervision.Refuse(supervision.NotFound, "没有上级单位 "+f.Parent, "there is no parent "+f.Parent)
		}
		if err != nil {
			return err
		}
	}
	return tx.FoundHost(ctx, f.Host, f.Parent, !f.OneAdmin)
}

// seat seats each administrator, with an account; a single one in all three seats.
func (f Founding) seat(ctx context.Context, tx *postgres.Tx, made []Administrator, hashes []string, now time.Time) error {
	for i, s := range administrators {
		who := min(i, len(made)-1)
		person := f.Host.ID + "/" + administrators[who].ID
		if err := tx.SeatAdministrator(ctx, s, person, made[who].Title, now); err != nil {
			return err
		}
		if i != who {
			continue
		}
		if err := tx.SaveOneTime(ctx, person, made[i].Login, hashes[i], made[i].Expires, now); err != nil {
			return err
		}
	}
	return nil
}
