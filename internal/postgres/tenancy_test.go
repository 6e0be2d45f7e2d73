package postgres_test

import (
	"errors"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/google/uuid"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/supervision"
)

// tenants is every table whose rows belong to a host.
const tenants = `select c.relname::text from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'host_id'
	where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`

func TestTenancy_EveryTableOfAHostIsGuarded(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	// The outbox holds only names, for every worker.
	m.same([]string{"nudge"}, m.texts(m.owner, tenants+" and not c.relrowsecurity order by 1"))
	m.same(nil, m.texts(m.owner, tenants+` and c.relrowsecurity and not exists (select from pg_policy p where p.polrelid = c.oid
		and pg_get_expr(p.polqual, p.polrelid) like '%host_id = current_setting(''duban.host''%')`))
	m.same(nil, m.texts(m.owner, tenants+` and c.relrowsecurity and (select count(*) from pg_policy p where p.polrelid = c.oid and p.polpermissive) <> 1`))
}

func TestTenancy_ForeignKeysStayInTheHost(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.same(nil, m.texts(m.owner, `select f.conname::text from pg_constraint f
		where f.contype = 'f' and f.conrelid::regclass::text in (`+tenants+`) and f.confrelid::regclass::text in (`+tenants+`)
		and not exists (select from unnest(f.conkey, f.confkey) as k (here, there)
			join pg_attribute h on (h.attrelid, h.attnum) = (f.conrelid, k.here) and h.attname = 'host_id'
			join pg_attribute o on (o.attrelid, o.attnum) = (f.confrelid, k.there) and o.attname = 'host_id')`))
}

// What the clock writes with every call names rows that the same transaction has locked or written: a key would have it
// look each up again. Every other table's rows belong to rows of their host.
func TestTenancy_OnlyTheHotPathGoesWithoutForeignKeys(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.same([]string{"audit", "audit_payload", "audit_unsealed", "call", "delivery", "ledger", "message", "notice", "nudge"}, m.texts(m.owner, tenants+` and not exists (
		select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid) order by 1`))
}

// What is looked at is not changed on the way.
func TestLook_ChangesNothing(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	var refused *pgconn.PgError
	err := m.Look(t.Context(), "hangzhou", postgres.Reader{}, func(tx *postgres.Tx) error {
		return tx.InsertHost(t.Context(), supervision.Host{ID: "hangzhou", Name: "杭州市人大常委会", Kind: "CONGRESS"})
	})
	if !errors.As(err, &refused) || refused.Code != "25006" {
		t.Errorf("%v, want a refusal to write", err)
	}
}

func TestRole_OwnsNothingAndBypassesNothing(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.same([]string{"duban_app"}, m.texts(m.app, `select rolname::text from pg_roles where rolname = current_user
		and not (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication)`))
	m.same(nil, m.texts(m.app, `select relname::text from pg_class where pg_has_role('duban_app', relowner, 'member')`))
	m.same(nil, m.texts(m.app, `select proname::text from pg_proc where pg_has_role('duban_app', proowner, 'member')`))
}

// What is written once stays as it was written; nothing is deleted but what has been passed on or
// ended, and who belongs to a group and which events there are, which an amended plan says anew.
func TestRole_MayNotChangeTheRecord(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	may := func(what string) []string {
		return m.texts(m.owner, `select relname::text from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace
			and has_table_privilege('duban_app', oid, $1) order by 1`, what)
	}
	m.same([]string{"admission", "audit_unsealed", "event", "feed", "group_member", "lockout", "nudge", "roll_gram", "session"}, may("delete"))
	m.same(nil, may("truncate, references, trigger"))
	for _, table := range may("update") {
		switch table {
		case "audit", "audit_payload", "audit_unsealed", "call", "checkpoint", "holiday_year", "ledger", "note", "poll_choice", "poll_result",
			"plan_version", "schema_version", "seal":
			t.Errorf("may update %s", table)
		}
	}
	m.launch("hangzhou")
	m.denied(m.In(t.Context(), "hangzhou", func(tx *postgres.Tx) error {
		return tx.Run(t.Context(), "update audit set reason = 'forged'")
	}))
}

// No query of the application's shows a hash, whatever it forgets: those who know a login or a token ask a function.
func TestRole_ReadsNoHash(t *testing.T) {
	t.Parallel()
	m := populated(t)
	m.same([]string{"account.hash", "session.token_hash"}, m.texts(m.owner, `select c.relname || '.' || a.attname from pg_class c
		join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relname in ('account', 'session') and not has_column_privilege('duban_app', c.oid, a.attnum, 'select') order by 1`))
	for _, query := range []string{"select hash from account", "select token_hash from session", "select account::text from account", "table session"} {
		m.denied(m.In(t.Context(), "hangzhou", func(tx *postgres.Tx) error { return tx.Run(t.Context(), query) }))
	}
}

// populated is a memory in which two hosts have rows in every table.
func populated(t *testing.T) *memory {
	t.Helper()
	m := newMemory(t)
	for _, host := range []string{"hangzhou", "ningbo"} {
		m.populate(host, m.launch(host))
	}
	return m
}

func (m *memory) populate(host, campaign string) {
	m.Helper()
	_, err := m.desk.SubmitDocument(m.Context(), m.caller(host, "g01-convenor"), campaign, desk.Paper{ID: "p1", Duty: "group-plan/g01/2020", Title: "计划", Text: "全文"})
	m.must(err)
	m.must(m.desk.ChainAudit(m.Context(), host))
	_, err = m.desk.ComposeDigests(m.Context(), host, began)
	m.must(err)
	m.populateSignIns(host)
	m.must(m.In(m.Context(), host, func(tx *postgres.Tx) error {
		poll := campaign + ".satisfaction-vote"
		_, amended := tx.AmendPlan(m.Context(), campaign, postgres.Amendment{Plan: []byte("id: x"), At: began, By: "staff", Reason: "修订"})
		return errors.Join(
			tx.InsertNote(m.Context(), postgres.NoteRow{
				ID: "n1", InspectionID: campaign + ".supervision-week.g01.2020", SeatID: "g01-d1", SubmittedAt: began, RequestDigest: []byte{1},
			}),
			tx.InsertEvents(m.Context(), &supervision.Plan{ID: campaign, Events: []supervision.Event{{ID: "session", Title: "常委会会议"}}}),
			amended,
			tx.SaveLinkage(m.Context(), postgres.LinkageRow{CampaignID: campaign, ToHost: host, SharedAt: began}),
			tx.SaveWording(m.Context(), postgres.WordingRow{Kind: "TEST", Language: "zh", Subject: "x", Text: "x", SavedBy: host + "/office-staff", SavedAt: began}),
			tx.InsertElectors(m.Context(), poll, []string{"sc-m1"}),
			tx.InsertChoices(m.Context(), poll, uuid.New(), map[string]supervision.Grade{"p01": supervision.Satisfied}),
			tx.InsertResults(m.Context(), poll, []postgres.ResultRow{{Count: supervision.Count{Project: "p01"}, Outcome: supervision.Satisfied}}),
		)
	}))
}

func (m *memory) populateSignIns(host string) {
	m.Helper()
	_, _, err := m.desk.GrantSignIn(m.Context(), host, "g01-convenor")
	m.must(err)
	m.must(m.In(m.Context(), host, func(tx *postgres.Tx) error {
		err := tx.SaveOneTime(m.Context(), host+"/g01-convenor", "convenor@"+host, "hash", began, began)
		feed := postgres.NewFeed{FeedOwner: postgres.FeedOwner{Person: host + "/g01-convenor"}, TokenHash: []byte(host), Keeper: host, At: began}
		return errors.Join(err, tx.Admit(m.Context(), host+"/g01-convenor", "hangzhou", began), tx.InsertFeed(m.Context(), feed))
	}))
}

// What looks across hosts is for the application alone.
func TestTenancy_NobodyElseLooksAcrossHosts(t *testing.T) {
	t.Parallel()
	m := newMemory(t)
	m.same(nil, m.texts(m.owner, `select p.proname::text from pg_proc p where p.prosecdef and p.pronamespace = 'public'::regnamespace
		and exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a where a.grantee = 0)`))
	m.denied(func() error { _, err := m.app.Exec(t.Context(), "update session set roles = '{}'"); return err }())
	m.denied(func() error { _, err := m.app.Exec(t.Context(), "update account set person_id = 'x'"); return err }())
	m.denied(func() error { _, err := m.app.Exec(t.Context(), "select token_hash from feed"); return err }())
}

// A query that forgets its host finds its own host's rows and nobody else's; one without a host finds nothing.
func TestTenancy_AForgottenFilterShowsNothing(t *testing.T) {
	t.Parallel()
	m := populated(t)
	for _, table := range m.texts(m.owner, tenants+" and c.relrowsecurity order by 1") {
		m.must(m.In(t.Context(), "ningbo", func(tx *postgres.Tx) error {
			m.same([]string{"ningbo"}, m.texts(tx, "select distinct host_id from "+table))
			return nil
		}))
		m.must(m.In(t.Context(), "nowhere", func(tx *postgres.Tx) error {
			m.same(nil, m.texts(tx, "select host_id from "+table))
			return nil
		}))
		m.same(nil, m.texts(m.app, "select host_id from "+table))
		m.same([]string{"hangzhou", "ningbo"}, m.texts(m.owner, "select distinct host_id from "+table+" order by 1"))
	}
}

// A person who reads is shown nothing that is not for one of their roles, whatever the query asks: notes are not for those
// who are supervised, notices are one's own, and ballots nobody's.
func TestReaders_AForgottenFilterShowsWhatIsForTheirRoles(t *testing.T) {
	t.Parallel()
	m := populated(t)
	for _, c := range []struct {
		who   postgres.Reader
		table string
		shown bool
	}{
		{postgres.Reader{Person: "hangzhou/g01-d1", Roles: "DEPUTY"}, "note", true},
		{postgres.Reader{Person: "hangzhou/u01-official", Roles: "OFFICIAL"}, "note", false},
		{postgres.Reader{Person: "hangzhou/x", Roles: "OFFICIAL DEPUTY"}, "note", true},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "notice", true},
		{postgres.Reader{Person: "hangzhou/x", Roles: "AUDITOR"}, "notice", false},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "wording", true},
		{postgres.Reader{Person: "hangzhou/x", Roles: "SYSTEM_ADMIN"}, "wording", false},
		{postgres.Reader{}, "wording", true},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "poll_choice", false},
		{postgres.Reader{}, "poll_choice", true},
		{postgres.Reader{Person: "hangzhou/x", Roles: "AUDITOR"}, "ledger natural join audit natural join audit_payload", true},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "audit", false},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "audit_payload", false},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "ledger", false},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "checkpoint", true},
		{postgres.Reader{Person: "hangzhou/g01-convenor", Roles: "DEPUTY"}, "feed", true},
		{postgres.Reader{Person: "hangzhou/office-staff", Roles: "STAFF"}, "feed", false},
	} {
		m.must(m.Look(t.Context(), "hangzhou", c.who, func(tx *postgres.Tx) error {
			if got := m.texts(tx, "select host_id from "+c.table+" limit 1"); (len(got) > 0) != c.shown {
				t.Errorf("%+v is shown %d rows of %s", c.who, len(got), c.table)
			}
			return nil
		}))
	}
	m.readsDrafts()
	m.must(m.Look(t.Context(), "hangzhou", postgres.Reader{Person: "hangzhou/g01-convenor", Roles: "DEPUTY"}, func(tx *postgres.Tx) error {
		m.same([]string{"hangzhou/g01-convenor"}, m.texts(tx, "select distinct person_id from notice"))
		return nil
	}))
}

// An office's calendar is read by nobody in particular, who is not the nobody to whom a group's list is addressed.
func TestReaders_NobodyIsShownNothing(t *testing.T) {
	t.Parallel()
	m := populated(t)
	_, err := m.owner.Exec(t.Context(), `insert into channel (host_id, id, kind) values ('hangzhou', 'log', 'LOG') on conflict do nothing;
		insert into message (host_id, id, kind, person_id, office_id, day, composed_at)
			values ('hangzhou', 'a3bb189e-8bf9-3888-9912-ace4e6543002', 'GROUP', '', '', '2020-04-21', '2020-04-21');
		insert into delivery (host_id, message_id, channel_id, step, state, next_at, give_up_at)
			values ('hangzhou', 'a3bb189e-8bf9-3888-9912-ace4e6543002', 'log', 0, 'QUEUED', '2020-04-21', '2020-04-21');
		update notice set person_id = '' where host_id = 'hangzhou'`)
	m.must(err)
	for _, table := range []string{"notice", "message", "delivery"} {
		for role, want := range map[string]string{"OFFICIAL": "false", "STAFF": "true"} {
			m.must(m.Look(t.Context(), "hangzhou", postgres.Reader{Roles: role}, func(tx *postgres.Tx) error {
				m.same([]string{want}, m.texts(tx, "select exists (select from "+table+")::text"))
				return nil
			}))
		}
	}
}

// readsDrafts asserts that a paper is read in the unit alone that it has not left, and everywhere when it has.
func (m *memory) readsDrafts() {
	m.Helper()
	unit := m.texts(m.owner, "select office_id from seat where host_id = 'hangzhou' and id = 'u01-official'")[0]
	for state, inside := range map[string]bool{"DRAFTED": true, "SENT_BACK": true, "SUBMITTED": false, "ACCEPTED": false, "RETURNED": false} {
		_, err := m.owner.Exec(m.Context(), "update submission set seat_id = 'u01-official', state = $1 where host_id = 'hangzhou'", state)
		m.must(err)
		for _, c := range []struct {
			who   postgres.Reader
			shown bool
		}{
			{postgres.Reader{Person: "hangzhou/x", Roles: "OFFICIAL", Offices: "x " + unit}, true},
			{postgres.Reader{}, true},
			{postgres.Reader{Person: "hangzhou/x", Roles: "OFFICIAL", Offices: "x"}, !inside},
			{postgres.Reader{Person: "hangzhou/x", Roles: "STAFF"}, !inside},
			{postgres.Reader{Person: "hangzhou/x", Roles: "SYSTEM_ADMIN"}, !inside},
		} {
			m.must(m.Look(m.Context(), "hangzhou", c.who, func(tx *postgres.Tx) error {
				if got := m.texts(tx, "select id from submission"); (len(got) > 0) != c.shown {
					m.Errorf("%s: %+v is shown %v", state, c.who, got)
				}
				return nil
			}))
		}
	}
}

func TestTenancy_NoTransactionWritesForAnother(t *testing.T) {
	t.Parallel()
	m := populated(t)
	before := m.texts(m.owner, "select s::text from seat s order by 1")
	m.must(m.In(t.Context(), "ningbo", func(tx *postgres.Tx) error {
		return tx.Run(t.Context(), "update seat set title = 'x' where host_id = 'hangzhou'")
	}))
	err := m.In(t.Context(), "ningbo", func(tx *postgres.Tx) error {
		return tx.Run(t.Context(), "insert into office (host_id, id, name, kind) values ('hangzhou', 'x', 'x', 'x')")
	})
	m.denied(err)
	err = m.In(t.Context(), "ningbo", func(tx *postgres.Tx) error {
		return tx.Run(t.Context(), "update seat set host_id = 'hangzhou' where id = 'sc-m1'")
	})
	m.denied(err)
	m.same(before, m.texts(m.owner, "select s::text from seat s order by 1"))
}

// The desk of another host finds neither the campaign nor anything in it.
func TestTenancy_TheDeskOfAnotherHostFindsNothing(t *testing.T) {
	t.Parallel()
	m := populated(t)
	stranger := m.caller("ningbo", "office-staff")
	_, campaign := m.desk.Campaign(t.Context(), stranger, "hangzhou-2020")
	_, duties := m.desk.Duties(t.Context(), stranger, "hangzhou-2020", postgres.DutyFilter{Limit: 10})
	_, inspection := m.desk.Inspection(t.Context(), stranger, "hangzhou-2020.supervision-week.g01.2020")
	_, _, poll := m.desk.Poll(t.Context(), stranger, "hangzhou-2020.satisfaction-vote")
	hold := m.desk.HoldCampaign(t.Context(), stranger, "hangzhou-2020", "x")
	for _, err := range []error{campaign, duties, inspection, poll, hold} {
		if !errors.Is(err, &supervision.Error{Reason: supervision.NotFound}) {
			t.Errorf("got %v, want NOT_FOUND", err)
		}
	}
}

// denied asserts that the database refused for want of a right.
func (m *memory) denied(err error) {
	m.Helper()
	var e *pgconn.PgError
	if !errors.As(err, &e) || e.Code != "42501" {
		m.Errorf("got %v, want a right to be wanting", err)
	}
}

// A congress is changed by nobody but itself, and what it is called by nobody who serves requests.
func TestTenancy_NoHostChangesAnother(t *testing.T) {
	t.Parallel()
	m := populated(t)
	run := func(sql string) error {
		return m.In(t.Context(), "ningbo", func(tx *postgres.Tx) error { return tx.Run(t.Context(), sql) })
	}
	m.must(run("update host set split_admin = false"))
	m.same([]string{"ningbo"}, m.texts(m.owner, "select id from host where not split_admin"))
	m.denied(run("update host set name = '别的名字' where id = 'ningbo'"))
	m.denied(run("update host set id = 'other' where id = 'ningbo'"))
	m.denied(run("insert into host (id, name, kind) values ('other', 'other', 'CONGRESS')"))
	m.same([]string{"hangzhou", "ningbo"}, m.texts(m.owner, "select id from host order by 1"))
}
