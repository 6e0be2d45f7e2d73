package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"duban/internal/desk"
	"duban/internal/ledger"
	"duban/internal/ledger/forge"
	"duban/internal/postgres"
	"duban/supervision"
)

// exported is a record with every checkpoint that it has had, the newest first.
type exported struct {
	text        []byte
	checkpoints []ledger.Checkpoint
}

// export exports what a run has left.
func export(ctx context.Context, dsn string) (e exported, err error) {
	db, err := postgres.Open(ctx, dsn)
	if err != nil {
		return e, err
	}
	defer db.Close()
	d := desk.New(db, time.Now, supervision.ChinaCalendar())
	var text bytes.Buffer
	if _, err := d.ExportRecord(ctx, host, &text); err != nil {
		return e, err
	}
	e.text = text.Bytes()
	e.checkpoints, err = checkpointsOf(ctx, d)
	return e, err
}

// checkpointsOf reads the checkpoints with the installation's key.
func checkpointsOf(ctx context.Context, d *desk.Desk) (all []ledger.Checkpoint, err error) {
	head, err := d.RecordHead(ctx, desk.System(host))
	if err != nil {
		return nil, err
	}
	key, err := ledger.ReadKey(head.Key)
	if err != nil {
		return nil, err
	}
	rows, err := d.Checkpoints(ctx, desk.System(host), 0, 1000)
	for i := 0; i < len(rows) && err == nil; i++ {
		var c ledger.Checkpoint
		c, err = ledger.ReadCheckpoint(rows[i].Signed, key)
		all = append(all, c)
	}
	return all, err
}

// turns is how often the bare hash and the examination take turns.
const turns = 60

// speed is how fast the record is examined, beside hashing the same bytes bare: the best of each, for whatever else the
// machine does only slows down.
func (e exported) speed(hash ledger.Hash) (float64, error) {
	bare, examined := time.Hour, time.Hour
	for range turns {
		began := time.Now()
		hash.Digest(nil, e.text)
		bare = min(bare, time.Since(began))
		began = time.Now()
		if alarm, err := e.alarms(e.text, e.checkpoints); alarm || err != nil {
			return 0, errors.Join(err, errors.New("an untouched record is found changed"))
		}
		examined = min(examined, time.Since(began))
	}
	mb := float64(len(e.text)) / 1e6
	fmt.Printf("%s: %.1f MB are hashed at %.0f MB/s, and examined at %.0f MB/s\n", hash.Name(), mb, mb/bare.Seconds(), mb/examined.Seconds())
	return bare.Seconds() / examined.Seconds(), nil
}

func (e exported) alarms(text []byte, checkpoints []ledger.Checkpoint) (bool, error) {
	report, err := ledger.Verify(bytes.NewReader(text), desk.Reduction, checkpoints...)
	return report.Finding != nil, err
}

// first is the beginning of a record, with the checkpoints of it that were signed by then.
func (e exported) first(rows uint64) exported {
	lines := bytes.SplitAfterN(e.text, []byte("\n"), int(rows)+1) //nolint:gosec // a few hundred
	short := exported{text: bytes.Join(lines[:rows], nil)}
	for _, c := range e.checkpoints {
		if c.Size <= rows {
			short.checkpoints = append(short.checkpoints, c)
		}
	}
	return short
}

// Of a record that is changed again and again, or left alone, there are so many rows: all of them before a checkpoint, or
// at most so many.
const changedRows, untouchedRows = 55, 255

// trust is how far the examination can be trusted.
type trust struct{ missed, alarms int }

// test changes a record five thousand times, and leaves it alone five hundred times.
func (t *trust) test(e exported, hash ledger.Hash) error {
	short := e.first(changedRows)
	if len(short.checkpoints) < 2 || short.checkpoints[0].Size != changedRows {
		return fmt.Errorf("%d rows are sealed by %v", changedRows, short.checkpoints)
	}
	r := rand.New(rand.NewPCG(2020, 5)) //nolint:gosec // the same every time
	f, err := forge.New(short.text, hash, r)
	if err != nil {
		return err
	}
	for n := range 5000 {
		found, err := e.alarms(f.Tamper(forge.Ways[n%len(forge.Ways)]), short.checkpoints)
		if err != nil {
			return err
		}
		t.missed += one(!found)
	}
	for range 500 {
		untouched := e.first(changedRows + r.Uint64N(untouchedRows-changedRows))
		alarm, err := e.alarms(untouched.text, untouched.checkpoints)
		if err != nil {
			return err
		}
		t.alarms += one(alarm)
	}
	return nil
}

func one(is bool) int {
	if is {
		return 1
	}
	return 0
}
