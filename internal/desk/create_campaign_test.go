package desk_test

import (
	"bytes"
	"errors"
	"strings"
	"sync"
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

// create sends a plan as somebody of the host.
func (w *world) create(person, host, source string) error {
	_, err := w.desk.CreateCampaign(w.ctx, desk.Caller{Person: person, Host: host}, []byte(source))
	return err
}

func TestCreate_KeepsThePlanByteForByte(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	var stored []byte
	w.must(w.owner.QueryRow(w.ctx, "select plan from campaign").Scan(&stored))
	if !bytes.Equal(stored, []byte(planSource())) {
		t.Error("the plan is not as it was sent")
	}
	w.counted(1, "campaign where state = 'DRAFT' and next_at is null")
	w.counted(3, "phase where entered_at is null")
	w.counted(0, "duty")
}

func TestCreate_AgainGetsTheFirstAnswer(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	w.turn("2020-05-01 10:00")
	w.must(w.create("system", "hangzhou", planSource()))
	w.counted(1, "campaign where created_at = $1", instant(t, firstDay))
	w.counted(1, "audit")
}

func TestCreate_TakenIDTellsNothing(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	otherHost := strings.Replace(planSource(), "host: {id: hangzhou,", "host: {id: ningbo,", 1)
	w.refused(supervision.AlreadyExists, w.create("somebody", "hangzhou", planSource()))
	w.refused(supervision.AlreadyExists, w.create("system", "hangzhou", planSource()+"# 再改一稿\n"))
	w.refused(supervision.AlreadyExists, w.create("system", "ningbo", otherHost))
	w.counted(1, "campaign")
	w.counted(1, "host")
}

func TestCreate_AtOnceIsOneDraft(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	source := strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", "id: copy\n")
	var senders sync.WaitGroup
	var failed [4]error
	for i := range failed {
		senders.Go(func() { failed[i] = w.create("system", "hangzhou", source) })
	}
	senders.Wait()
	w.must(errors.Join(failed[:]...))
	w.counted(1, "campaign where id = 'copy'")
	w.counted(2, "audit")
}

func TestCreate_NothingOfABadPlanIsStored(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	before := strings.Join(w.everything(), "\n")
	for what, source := range map[string]string{
		"malformed":                   "id: [",
		"an unknown field":            planSource() + "colour: red\n",
		"a unit that is not listed":   strings.Replace(planSource(), "unit: u03", "unit: u99", 1),
		"a window that ends too soon": strings.Replace(planSource(), "window: 9月..11月", "window: 11月..9月", 1),
		"31 June":                     strings.Replace(planSource(), "window: 8月", "window: 6月31日", 1),
		"a duty with no holder":       strings.Replace(planSource(), "    holder: gov-official\n", "", 1),
		"a control character":         strings.Replace(planSource(), "第一监督小组召集人", `"第一\u0007组"`, 1),
	} {
		err := w.create("system", "hangzhou", strings.Replace(source, "id: hangzhou-2020\n", "id: bad\n", 1))
		w.refused(supervision.InvalidPlan, err)
		var e *supervision.Error
		if !errors.As(err, &e) || len(e.Findings) == 0 || e.Findings[0].Line == 0 {
			t.Errorf("%s: no place named: %v", what, err)
		}
	}
	w.refused(supervision.NotAllowed, w.create("system", "ningbo", strings.Replace(planSource(), "id: hangzhou-2020\n", "id: x\n", 1)))
	w.same(before, w.everything())
}

// A draft says what its host is called while nobody else does. Of a host that is there it changes nothing: what a congress
// is called in the whole installation is not for whoever writes a plan to say.
func TestCreate_RenamesNoHost(t *testing.T) {
	t.Parallel()
	w := drafted(t, firstDay)
	source := strings.ReplaceAll(planSource(), "id: hangzhou-2020\n", "id: copy\n")
	source = strings.Replace(source, "host: {id: hangzhou, name: 杭州市人大常委会, kind: CONGRESS, level: CITY}", "host: {id: hangzhou, name: 别的名字, kind: GOVERNMENT, level: PROVINCE}", 1)
	w.must(w.create("staff", "hangzhou", source))
	w.counted(2, "campaign")
	w.same("杭州市人大常委会 CONGRESS CITY", w.query("select name || ' ' || kind || ' ' || level from host"))
}
