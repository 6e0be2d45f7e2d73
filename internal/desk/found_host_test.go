package desk_test

import (
	"strings"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

var xihu = supervision.Host{ID: "xihu", Name: "西湖区人大常委会", Kind: supervision.CongressHost, Level: "DISTRICT"}

// A host begins with three administrators, none of whom is two.
func TestFoundHost(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	made, err := w.desk.FoundHost(w.ctx, desk.Founding{Host: xihu, Parent: "hangzhou"})
	w.must(err)
	roles := []supervision.Role{supervision.RoleSystemAdmin, supervision.RoleSecurityAdmin, supervision.RoleAuditor}
	if len(made) != len(roles) {
		t.Fatalf("made %v", made)
	}
	for i, a := range made {
		s, err := w.desk.SignIn(w.ctx, a.Login, a.Password)
		w.must(err)
		c := w.recognised(s.Token)
		if c.Host != "xihu" || !s.MustChange || len(c.Seats) != 1 || !c.Has(roles[i]) || c.Name != a.Title {
			t.Errorf("%s is %+v", a.Login, c)
		}
	}
	w.same("西湖区人大常委会 DISTRICT hangzhou true", w.query("select name || ' ' || level || ' ' || parent_id || ' ' || split_admin from host where id = 'xihu'"))
	_, err = w.desk.FoundHost(w.ctx, desk.Founding{Host: xihu})
	w.refused(supervision.AlreadyExists, err)
	payload := strings.Join(w.query("select payload::text from audit join audit_payload using (host_id, seq) where verb = 'FOUND_HOST'"), "\n")
	if !strings.Contains(payload, "西湖区人大常委会") || strings.Contains(payload, made[0].Password) {
		t.Errorf("the record has %s", payload)
	}
}

// Where there are too few people, one is all three; the host says so, and so does the record.
func TestFoundHost_OneAdmin(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	made, err := w.desk.FoundHost(w.ctx, desk.Founding{Host: xihu, OneAdmin: true})
	w.must(err)
	s, err := w.desk.SignIn(w.ctx, made[0].Login, made[0].Password)
	w.must(err)
	if c := w.recognised(s.Token); len(made) != 1 || len(c.Seats) != 3 {
		t.Errorf("%d administrators, the first is %+v", len(made), c)
	}
	w.same("false", w.query("select split_admin::text from host where id = 'xihu'"))
	w.counted(1, "audit join audit_payload using (host_id, seq) where verb = 'FOUND_HOST' and payload::jsonb #>> '{given,OneAdmin}' = 'true'")
}

// A host that a plan has made gets its administrators, and keeps its name.
func TestFoundHost_OfAPlan(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	made, err := w.desk.FoundHost(w.ctx, desk.Founding{Host: supervision.Host{ID: "hangzhou", Name: "另一个名字", Kind: supervision.CongressHost}})
	w.must(err)
	w.enters(made[1].Login, made[1].Password)
	w.same("杭州市人大常委会", w.query("select name from host where id = 'hangzhou'"))
}

func TestFoundHost_BelowAHostThatIsThere(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	for _, parent := range []string{"nowhere", "xihu"} {
		_, err := w.desk.FoundHost(w.ctx, desk.Founding{Host: xihu, Parent: parent})
		w.refused(supervision.NotFound, err)
	}
	w.counted(0, "host where id = 'xihu'")
	w.counted(0, "account where host_id = 'xihu'")
}
