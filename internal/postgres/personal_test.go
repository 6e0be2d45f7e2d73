package postgres_test

import (
	"slices"
	"testing"

	"duban/internal/postgres"
)

// crowded is a memory in which a great many others have done what people do.
func crowded(t *testing.T) *memory {
	t.Helper()
	m := populated(t)
	for _, fill := range []string{
		`insert into seat (host_id, id, role, title, ordinal) select 'hangzhou', 'x' || i, 'DEPUTY', 'x', 0 from generate_series(1, 10000) i`,
		`insert into note select 'hangzhou', 'x' || i, 'hangzhou-2020.supervision-week.g01.2020', 'x' || i, 'x', 'epoch', false, '' from generate_series(1, 10000) i`,
		`insert into submission (host_id, campaign_id, id, duty_id, title, text, state, seat_id, submitted_at, late, request_digest)
			select 'hangzhou', 'hangzhou-2020', 'x' || i, 'group-plan/g01/2020', 'x', 'x', 'ACCEPTED', 'x' || i, 'epoch', false, '' from generate_series(1, 10000) i`,
		`insert into poll_elector (host_id, poll_id, seat_id) select 'hangzhou', 'hangzhou-2020.satisfaction-vote', 'x' || i from generate_series(1, 10000) i`,
		`insert into audit (host_id, at, actor, verb, object, reason, digest)
			select 'hangzhou', 'epoch', 'hangzhou/x' || i, 'X', 'people/x' || i, '', '' from generate_series(1, 10000) i`,
		`analyze`,
	} {
		_, err := m.owner.Exec(t.Context(), fill)
		m.must(err)
	}
	return m
}

// finds asserts which of the indexes named a question in a host uses, and that it reads none of the great tables whole.
func (m *memory) finds(by []string, ask func(tx *postgres.Tx) error) {
	m.Helper()
	m.must(m.In(m.Context(), "hangzhou", func(tx *postgres.Tx) error {
		if err := ask(tx); err != nil {
			return err
		}
		m.same(nil, m.texts(tx, `select relname::text from pg_class where relname in ('note', 'submission', 'poll_elector', 'audit', 'audit_payload')
			and pg_stat_get_xact_numscans(oid) > 0 order by 1`))
		used := m.texts(tx, `select relname::text from pg_class where relkind = 'i' and pg_stat_get_xact_numscans(oid) > 0`)
		for _, index := range by {
			if !slices.Contains(used, index) {
				m.Errorf("%s is not used, but %v", index, used)
			}
		}
		return nil
	}))
}

// What is held about one person, what of it is taken away, and what rests on a seat is found among that of all others
// without reading it.
func TestPersonal_NothingOfOthersIsRead(t *testing.T) {
	t.Parallel()
	m := crowded(t)
	m.finds([]string{"note_seat", "submission_seat", "audit_by_person", "audit_of_person"}, func(tx *postgres.Tx) error {
		_, err := tx.Facts(t.Context(), "hangzhou/g01-d1", true, postgres.FactRow{}, 10)
		return err
	})
	m.finds([]string{"audit_of_person"}, func(tx *postgres.Tx) error {
		_, err := tx.ReducePayloads(t.Context(), "hangzhou/g01-d1")
		return err
	})
	m.finds([]string{"submission_drafted"}, func(tx *postgres.Tx) error {
		_, err := tx.Burdens(t.Context(), "g01-convenor")
		return err
	})
}
