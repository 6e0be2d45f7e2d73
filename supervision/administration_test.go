package supervision

import (
	"errors"
	"testing"
)

func TestCanHold(t *testing.T) {
	administrators := []Role{RoleSystemAdmin, RoleSecurityAdmin, RoleAuditor}
	for _, held := range administrators {
		for _, wanted := range administrators {
			refused := errors.Is(CanHold([]Role{RoleDeputy, held}, wanted, true), &Error{Reason: NotAllowed})
			if refused != (held != wanted) {
				t.Errorf("%s beside %s: refused is %v", wanted, held, refused)
			}
			if err := CanHold([]Role{held}, wanted, false); err != nil {
				t.Errorf("%s beside %s where the congress allows it: %v", wanted, held, err)
			}
		}
		if err := CanHold([]Role{held}, RoleStaff, true); err != nil {
			t.Errorf("staff beside %s: %v", held, err)
		}
	}
	if err := CanHold(nil, RoleAuditor, true); err != nil {
		t.Errorf("a first seat: %v", err)
	}
	if err := CanHold([]Role{RoleStaff, RoleDeputy, RoleMember}, RoleAuditor, true); err != nil {
		t.Errorf("an auditor who has other work: %v", err)
	}
}
