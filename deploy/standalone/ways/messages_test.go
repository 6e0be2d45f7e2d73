package ways_test

import (
	"bufio"
	"encoding/json"
	"os"
	"slices"
	"time"

	"github.com/google/go-cmp/cmp"

	"duban/internal/channels"
	"duban/supervision"
)

// spell is a time in which messages are held.
type spell struct{ from, to time.Time } // to is zero while it lasts

// heard notes when messages are held.
func (y *year) heard(deed supervision.Deed, refused error) {
	switch {
	case refused != nil:
	case deed.Kind == supervision.DeedHeld:
		y.holds = append(y.holds, spell{from: deed.At})
	case deed.Kind == supervision.DeedResumed:
		y.holds[len(y.holds)-1].to = deed.At
	}
}

// untold are the notices that this morning's digests have to have.
const untold = `notice n where state = 'QUEUED' and digest_day is null and person_id <> ''
	and (at < $1 or at = $1 and kind in ('OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE'))
	and not exists (select from message m where m.kind = 'DIGEST' and m.person_id = n.person_id and m.day = ($1::timestamptz at time zone 'Asia/Shanghai')::date)`

// morning is when digests are to be composed next, of what is queued by now: now, if that is a morning and they are not; zero
// if nothing is queued.
func (y *year) morning(now time.Time) time.Time {
	var queued, late bool
	y.must(y.owner.QueryRow(y.ctx, `select exists (select from notice where state = 'QUEUED' and digest_day is null and person_id <> ''),
		exists (select from `+untold+`)`, now).Scan(&queued, &late))
	first := y.workingMorning(now)
	switch {
	case !queued:
		return time.Time{}
	case first.Equal(now) && !late:
		return y.workingMorning(now.Add(time.Nanosecond))
	}
	return first
}

// workingMorning is the first one not before an instant.
func (y *year) workingMorning(from time.Time) time.Time {
	return supervision.NextMorning(from, y.made.Plan.Zone, y.standing().Customs.Calendar)
}

// onItsWay is how long after its morning a digest may still wait to be sent, at this clock's pace: a hold takes out of it what it
// silences.
const onItsWay = 12 * time.Hour

// toldOn are the mornings on which a call may be told: the first one after it on which messages are not held. Of a hold that begins
// at a morning no rule says which comes first; and on mornings on which all were held the clock does not wait for the courier, who
// may be late for any of them and find them let go.
func (y *year) toldOn(call time.Time) (mornings []time.Time) {
	morning := y.workingMorning(call)
	for _, h := range y.holds {
		if h.from.After(morning.Add(onItsWay)) || !h.to.IsZero() && h.to.Before(call) {
			continue
		}
		if h.to.IsZero() && !h.from.Before(morning) {
			mornings = append(mornings, morning)
		}
		if h.to.IsZero() {
			return mornings
		}
		for ; !morning.After(h.to); morning = y.workingMorning(morning.Add(time.Nanosecond)) {
			mornings = append(mornings, morning)
		}
		morning = y.workingMorning(h.to.Add(time.Nanosecond))
	}
	return append(mornings, morning)
}

// told is what has become of a notice.
type told struct {
	Duty, Kind, Seat string
	At               time.Time
	State            string
	Day              *time.Time
	Done             bool // the duty is
}

// sameMessages asserts that everybody is told of the calls in memory, of each in the digest of the first working morning on which
// messages are not held, or not at all of one that only reminds and has become pointless, or reproaches somebody with what is done;
// and that the log has each message once.
func (y *year) sameMessages() {
	y.t.Helper()
	calls := map[told]supervision.Call{}
	for _, c := range y.memory.Calls {
		if !c.Passed {
			calls[told{Duty: c.Duty, Kind: string(c.Kind), Seat: c.To, At: c.At.UTC()}] = c
		}
	}
	for _, n := range y.noticesOfCalls() {
		call := told{Duty: n.Duty, Kind: n.Kind, Seat: n.Seat, At: n.At.UTC()}
		if _, made := calls[call]; !made {
			y.t.Errorf("told of what was not called: %+v", n)
		}
		delete(calls, call)
		y.inTime(n)
	}
	for call := range calls {
		y.t.Errorf("nobody was to be told of %+v", call)
	}
	y.loggedOnce()
}

// inTime asserts that a notice was told in its digest.
func (y *year) inTime(n told) {
	y.t.Helper()
	pointless := slices.Contains([]string{"OPEN", "REMIND", "WARN"}, n.Kind) || n.Done
	heldStill := len(y.holds) > 0 && y.holds[len(y.holds)-1].to.IsZero()
	if n.State == "DROPPED" && pointless || n.State == "SILENCED" && heldStill {
		return
	}
	if mornings := y.toldOn(n.At); n.State != "DELIVERED" || n.Day == nil || !slices.ContainsFunc(mornings, n.on) {
		y.t.Errorf("to be told at %s: %+v; held %v", mornings, n, y.holds)
	}
}

// on reports whether a notice was told in the digest of a morning.
func (n told) on(morning time.Time) bool {
	return supervision.DateOf(*n.Day, time.UTC) == supervision.DateOf(morning, china)
}

var china = time.FixedZone("UTC+8", 8*60*60)

func (y *year) noticesOfCalls() (all []told) {
	y.t.Helper()
	rows, err := y.owner.Query(y.ctx, `select n.duty_id, n.kind, n.seat_id, n.at, n.state, n.digest_day, d.state in ('PROVEN', 'EXCUSED')
		from notice n join duty d on (d.host_id, d.campaign_id, d.id) = (n.host_id, n.campaign_id, n.duty_id)
		where n.kind in ('OPEN', 'REMIND', 'WARN', 'LAPSE', 'ESCALATE') order by n.at, n.duty_id, n.kind`)
	y.must(err)
	defer rows.Close()
	for rows.Next() {
		var n told
		y.must(rows.Scan(&n.Duty, &n.Kind, &n.Seat, &n.At, &n.State, &n.Day, &n.Done))
		all = append(all, n)
	}
	y.must(rows.Err())
	return all
}

// loggedOnce asserts that the log has what was accepted, each message once.
func (y *year) loggedOnce() {
	y.t.Helper()
	log, err := os.Open(y.courier)
	y.must(err)
	defer log.Close()
	var logged, accepted []string
	for in := bufio.NewScanner(log); in.Scan(); {
		var m channels.Message
		y.must(json.Unmarshal(in.Bytes(), &m))
		logged = append(logged, m.Key)
	}
	rows, err := y.owner.Query(y.ctx, `select message_id::text from delivery where state = 'ACCEPTED' order by message_id`)
	y.must(err)
	defer rows.Close()
	for rows.Next() {
		var id string
		y.must(rows.Scan(&id))
		accepted = append(accepted, id)
	}
	slices.Sort(logged)
	slices.Sort(accepted)
	if diff := cmp.Diff(accepted, logged); diff != "" || len(logged) < 20 {
		y.t.Errorf("%d messages are logged, not those accepted (-accepted +logged):\n%.3000s", len(logged), diff)
	}
}
