package desk

import (
	"context"
	"slices"

	"duban/supervision"
)

// Hosts lists where the caller may work, with the host that keeps the account first.
func (d *Desk) Hosts(ctx context.Context, caller Caller) ([]HostName, error) {
	return d.db.HostsOf(ctx, caller.Person, caller.Session.Keeper, d.clock())
}

// SwitchHost opens a session in another host where the caller may work, until the same instant as the one that ends
// with it. A session is in one host: what the caller does is done there.
func (d *Desk) SwitchHost(ctx context.Context, caller Caller, host string) (SignedIn, error) {
	hosts, err := d.Hosts(ctx, caller)
	if err != nil {
		return SignedIn{}, err
	}
	if !slices.ContainsFunc(hosts, func(h HostName) bool { return h.ID == host }) {
		return SignedIn{}, supervision.Refuse(supervision.NotFound, "您不在该单位任职，或该单位未接纳您的账号",
			"you hold no seat there, or that congress does not let your account in")
	}
	was := caller.Session
	s, err := d.openIn(ctx, host, opening{
		person: caller.Person, keeper: was.Keeper, kind: was.Kind, generation: was.generation, expires: was.Expires,
	}, "SWITCH_HOST")
	if err != nil {
		return SignedIn{}, err
	}
	return s, d.SignOut(ctx, caller)
}
