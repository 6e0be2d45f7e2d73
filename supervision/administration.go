package supervision

import "slices"

// administrators are the roles of 三员分立: who keeps people, who keeps accounts, and who reads what both have done.
var administrators = []Role{RoleSystemAdmin, RoleSecurityAdmin, RoleAuditor}

// Administers reports whether a role administers the installation, which no plan can give.
func Administers(role Role) bool { return slices.Contains(administrators, role) }

// CanHold refuses a seat of the role to somebody who holds seats of the others, in the same host and at any time of the
// new one. Nobody administers in two ways, so that each of the three is watched by another; a congress with too few
// people turns that off (split is false). Every other role goes with every role.
func CanHold(held []Role, wanted Role, split bool) error {
	if !split || !Administers(wanted) {
		return nil
	}
	other := func(r Role) bool { return r != wanted && Administers(r) }
	if !slices.ContainsFunc(held, other) {
		return nil
	}
	return Refuse(NotAllowed, "系统管理员、安全管理员、审计员不得由一人兼任",
		"nobody may be two of system administrator, security administrator and auditor")
}
