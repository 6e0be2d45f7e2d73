package desk_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"

	"duban/internal/desk"
	"duban/internal/ledger"
	"duban/internal/postgres"
	"duban/supervision"
)

// sealedWith is a world on the first day whose campaign is launched, its records sealed with a hash.
func sealedWith(t *testing.T, hash ledger.Hash) *world {
	t.Helper()
	w := blank(t, firstDay)
	is, err := postgres.BeginRecords(w.ctx, w.owner.Config().ConnString(), postgres.SealRow{Origin: "rd.hangzhou.example", Hash: hash.Name()})
	if w.must(err); is.Hash != hash.Name() {
		t.Fatalf("records are sealed with %v", is)
	}
	w.draft(planSource())
	w.must(w.desk.LaunchCampaign(w.ctx, w.system(), w.id))
	return w
}

// chain seals what is new in the host's record.
func (w *world) chain() {
	w.t.Helper()
	w.must(w.desk.ChainAudit(w.ctx, w.plan.Host.ID))
}

// export is the host's record with the checkpoint that comes with it.
func (w *world) export() ([]byte, ledger.Checkpoint) {
	w.t.Helper()
	var export bytes.Buffer
	text, err := w.desk.ExportRecord(w.ctx, w.plan.Host.ID, &export)
	w.must(err)
	return export.Bytes(), w.read(text)
}

// read reads a checkpoint with the installation's key.
func (w *world) read(text string) ledger.Checkpoint {
	w.t.Helper()
	head, err := w.desk.RecordHead(w.ctx, w.staff())
	w.must(err)
	key, err := ledger.ReadKey(head.Key)
	w.must(err)
	c, err := ledger.ReadCheckpoint(text, key)
	w.must(err)
	return c
}

// examined is the host's record examined against the checkpoint that comes with it and others.
func (w *world) examined(others ...ledger.Checkpoint) ledger.Report {
	w.t.Helper()
	export, head := w.export()
	report, err := ledger.Verify(bytes.NewReader(export), desk.Reduction, append(others, head)...)
	w.must(err)
	return report
}

// What commands have recorded is sealed once, and its export fits every checkpoint that was ever signed.
func TestChainAudit(t *testing.T) {
	t.Parallel()
	for hash, algorithm := range map[ledger.Hash]string{ledger.SHA256: ledger.Ed25519, ledger.SM3: ledger.SM2} {
		w := sealedWith(t, hash)
		w.chain()
		_, first := w.export()
		w.makeCalls()
		w.chain()
		w.chain() // nothing is new
		_, second := w.export()
		report, rows := w.examined(first), uint64(w.count("audit"))
		if report.Finding != nil || report.Vouched != rows || first.Size >= rows || second.Size != rows || second.Origin != "rd.hangzhou.example" {
			t.Errorf("of %d rows, after %d: %+v", rows, first.Size, report)
		}
		w.counted(2, "checkpoint")
		w.counted(0, "audit_unsealed")
		if key := w.query("select convert_from(value, 'UTF8') from secret where name = 'record-key'"); !strings.HasPrefix(key[0], algorithm+":") {
			t.Errorf("%s is signed with %.8s", hash.Name(), key[0])
		}
	}
}

// A row whose transaction commits late is sealed later than those with higher numbers, and not passed over.
func TestChainAudit_LateCommit(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.chain()
	w.unrecorded = true
	wait, goOn := make(chan struct{}), make(chan struct{})
	var late sync.WaitGroup
	late.Go(func() {
		w.must(w.db.In(w.ctx, w.plan.Host.ID, func(tx *postgres.Tx) error {
			if err := w.line(tx, "LATE"); err != nil {
				return err
			}
			_, err := tx.Checkpoint(w.ctx) // sends it
			close(wait)
			<-goOn
			return err
		}))
	})
	<-wait
	w.must(w.db.In(w.ctx, w.plan.Host.ID, func(tx *postgres.Tx) error { return w.line(tx, "SOON") }))
	w.chain()
	close(goOn)
	late.Wait()
	w.chain()
	w.same("SOON LATE", w.query("select string_agg(verb, ' ' order by index) from ledger join audit using (host_id, seq) where verb in ('SOON', 'LATE')"))
	w.same("LATE SOON", w.query("select string_agg(verb, ' ' order by seq) from audit where verb in ('SOON', 'LATE')"))
	if report := w.examined(); report.Finding != nil {
		t.Errorf("found %s", report.Finding)
	}
}

func (w *world) line(tx *postgres.Tx, verb string) error {
	salt, payload := make([]byte, 16), []byte("{}")
	return tx.AppendAudit(w.ctx, postgres.AuditEntry{
		At: w.now(), Actor: "test", Verb: verb, Digest: ledger.SHA256.Digest(salt, payload), Salt: salt, Payload: payload,
	})
}

// Those that seal at once do not come between each other.
func TestChainAudit_AtOnce(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() { w.must(w.desk.ChainAudit(w.ctx, w.plan.Host.ID)) })
	}
	all.Wait()
	w.counted(1, "checkpoint")
	if report := w.examined(); report.Finding != nil {
		t.Errorf("found %s", report.Finding)
	}
}

// A record goes on with the hash that it began with, or not at all.
func TestChainAudit_AnotherHash(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.chain()
	w.makeCalls()
	want := postgres.SealRow{Origin: "elsewhere", Hash: "SM3"}
	if is, err := postgres.BeginRecords(w.ctx, w.owner.Config().ConnString(), want); err != nil || is != (postgres.SealRow{Origin: "duban", Hash: "SHA-256"}) {
		t.Errorf("records that have begun are sealed with %v, %v", is, err)
	}
	_, err := w.owner.Exec(w.ctx, "update seal set hash = 'SM3'")
	w.must(err)
	db, err := postgres.Open(w.ctx, w.appDSN)
	w.must(err)
	defer db.Close()
	if err := desk.New(db, w.now, supervision.ChinaCalendar()).ChainAudit(w.ctx, w.plan.Host.ID); err == nil {
		t.Error("the record went on with another hash")
	}
	w.counted(1, "checkpoint")
	_, err = w.owner.Exec(w.ctx, "update seal set hash = 'SHA-256'")
	w.must(err)
}

// Nothing is written by looking whether there is anything to seal.
func TestChainAudit_NothingNew(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.chain()
	hosts, err := w.db.UnsealedHosts(w.ctx, "", 10)
	if w.must(err); len(hosts) != 0 {
		t.Errorf("%v have rows to seal", hosts)
	}
	w.makeCalls()
	hosts, err = w.db.UnsealedHosts(w.ctx, "", 10)
	if w.must(err); !slices.Equal(hosts, []string{w.plan.Host.ID}) {
		t.Errorf("%v have rows to seal", hosts)
	}
	if hosts, err = w.db.UnsealedHosts(w.ctx, w.plan.Host.ID, 10); err != nil || len(hosts) != 0 {
		t.Errorf("after the last, %v have rows to seal, %v", hosts, err)
	}
}
