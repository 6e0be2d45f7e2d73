package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"duban/internal/postgres"
	"duban/supervision"
)

// Row-level security and the rules agree on who is told of an unannounced visit early, whatever roles somebody has.
func TestToldEarly_IsTheRule(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	roles := []supervision.Role{
		supervision.RoleStaff, supervision.RoleDeputy, supervision.RoleOfficial, supervision.RoleMember, supervision.RoleResident,
		supervision.RoleSystemAdmin, supervision.RoleSecurityAdmin, supervision.RoleAuditor,
	}
	for set := range 1 << len(roles) {
		var held []supervision.Role
		who := postgres.Reader{Person: "hangzhou/x", Roles: "NONE"}
		for i, r := range roles {
			if set&(1<<i) != 0 {
				held, who.Roles = append(held, r), who.Roles+" "+string(r)
			}
		}
		want := supervision.ToldEarly(func(r supervision.Role) bool { return slices.Contains(held, r) })
		m.must(m.Look(t.Context(), "hangzhou", who, func(tx *postgres.Tx) error {
			if got := m.texts(tx, "select told_early()::text"); (got[0] == "true") != want {
				t.Errorf("%v: %v, and the rule is %v", held, got, want)
			}
			return nil
		}))
	}
}

// A query that forgets everything finds nothing of a visit that is kept from its reader, and all of it afterwards. The
// clock and commands find it always.
func TestUnannounced_AForgottenFilterShowsNothing(t *testing.T) {
	t.Parallel()
	m := populated(t)
	visit := "hangzhou-2020.supervision-week.g01.2020"
	change := func(sql string) {
		_, err := m.owner.Exec(t.Context(), sql)
		m.must(err)
	}
	for _, table := range []string{"inspection", "duty", "notice"} {
		change("update " + table + " set unannounced = true where " + of(table))
	}
	change(`insert into call (host_id, campaign_id, duty_id, kind, at, to_seat, passed, made_at)
		select host_id, campaign_id, id, k, $$2020-06-01$$, holder, false, $$2020-06-01$$ from duty, unnest(array['OPEN', 'WARN']) k where ` + of("duty"))
	change(`insert into notice (host_id, id, campaign_id, person_id, seat_id, duty_id, kind, zh, en, at, state, unannounced)
		select host_id, gen_random_uuid(), campaign_id, 'hangzhou/x', holder, id, 'OPEN', 'x', 'x', $$2020-06-01$$, 'QUEUED', true from duty where ` + of("duty"))
	count := func(roles string) (found []string) {
		m.must(m.Look(t.Context(), "hangzhou", postgres.Reader{Person: "hangzhou/x", Roles: roles}, func(tx *postgres.Tx) error {
			for _, table := range []string{"inspection", "duty", "notice", "call", "note"} {
				found = append(found, m.texts(tx, "select '"+table+" '||count(*) from "+table+" where "+of(table))...)
			}
			return nil
		}))
		return found
	}
	all := []string{"inspection 1", "duty 3", "notice 3", "call 6", "note 1"}
	for _, c := range []struct {
		roles        string
		early, after []string
	}{
		{"DEPUTY", all, all},
		{"OFFICIAL", nothing, []string{"inspection 1", "duty 3", "notice 3", "call 3", "note 0"}},
		{"DEPUTY OFFICIAL", nothing, []string{"inspection 1", "duty 3", "notice 3", "call 3", "note 1"}},
		{"AUDITOR", nothing, []string{"inspection 1", "duty 3", "notice 3", "call 3", "note 0"}},
	} {
		stands := func(state, concluded string, want []string) {
			t.Helper()
			change("update inspection set state = '" + state + "', concluded_at = " + concluded + " where id = '" + visit + "'")
			m.same(want, count(c.roles))
		}
		stands("OPEN", "null", c.early)
		stands("CLOSED", "null", c.early) // without having taken place
		stands("CONCLUDED", "'2020-06-05'", c.after)
		stands("CLOSED", "'2020-06-05'", c.after)
	}
}

var nothing = []string{"inspection 0", "duty 0", "notice 0", "call 0", "note 0"}

// of is the rows of a table that belong to the first group's visit.
func of(table string) string {
	where := map[string]string{
		"inspection": "id = 'V'", "duty": "inspection_id = 'V'", "note": "inspection_id = 'V'",
		"call": "duty_id like 'supervision-week/g01/%'", "notice": "duty_id like 'supervision-week/g01/%'",
	}[table]
	return "host_id = 'hangzhou' and " + strings.ReplaceAll(where, "'V'", "'hangzhou-2020.supervision-week.g01.2020'")
}
