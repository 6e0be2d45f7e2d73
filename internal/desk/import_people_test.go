package desk_test

import (
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/roll"
	"duban/supervision"
)

const columns = "编号,姓名,角色,单位,席位,职务,分工,手机,邮箱,任期起,任期止\n"

// takeUp imports rows as Hangzhou's administrator.
func (w *world) takeUp(rows string) (*desk.Import, error) {
	return w.desk.ImportPeople(w.ctx, admin("hangzhou"), []byte(columns+rows), "")
}

// taken imports rows, and asserts how many were added, changed, ended and unchanged.
func (w *world) taken(added, changed, ended, unchanged int, rows string) {
	w.t.Helper()
	i, err := w.takeUp(rows)
	w.must(err)
	want := map[roll.Kind]int{roll.Added: added, roll.Changed: changed, roll.Ended: ended, roll.Unchanged: unchanged}
	for kind, n := range want {
		if i.Count(kind) != n {
			w.t.Errorf("%d rows %s, want %d", i.Count(kind), kind, n)
		}
	}
}

const group1 = "0001,张三,人大代表,,g01-d1,,,13800000000,,2020-04-01,\n" +
	"0002,李四,代表,,g01-d2,第一组代表,,,li@example.cn,,2021-01-31\n" +
	"0003,王五,工作人员,,office-2,联络处副处长,联络员,,,2020-04-01,\n" +
	"0004,赵六,,,,,,,,,\n"

// What a file says is so from then on; the same again changes nothing and leaves no line in the record.
func TestImportPeople(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.taken(4, 0, 0, 0, group1)
	w.sits("张三", "g01-d1")
	w.sits("李四", "g01-d2")
	w.sits("王五", "office-2")
	w.counted(4, "roll where person_id like 'hangzhou/000_'")
	w.same("联络处副处长 LIAISON STAFF", w.query("select title || ' ' || part || ' ' || role from seat where id = 'office-2'"))
	w.turn("2020-04-22 10:00")
	w.taken(0, 0, 0, 4, group1)
	w.counted(1, "audit where verb = 'IMPORT_PEOPLE'")
	w.turn("2021-02-01 00:00")
	w.sits("", "g01-d2")
}

// The record keeps what a file said of each person, and what was there before: by an address somebody signs in. It goes with
// that person's details, and with nobody else's; the file's own line names only ids.
func TestImportPeople_IsRecordedByPerson(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.taken(4, 0, 0, 0, group1)
	w.taken(0, 1, 0, 3, strings.ReplaceAll(group1, "li@example.cn", "other@example.cn"))
	said := func(where string) string {
		return strings.Join(w.query("select object || ' ' || payload::text from audit join audit_payload using (host_id, seq) where "+where+" order by seq"), "\n")
	}
	file := said("verb = 'IMPORT_PEOPLE'")
	if !strings.Contains(file, "hangzhou/0001") || strings.Contains(file, "张三") || strings.Contains(file, "138") || strings.Contains(file, "example") {
		t.Error(file)
	}
	w.same(`people/hangzhou/0002 {"given":{"email":"li@example.cn","name":"李四","phone":""}}`+"\n"+
		`people/hangzhou/0002 {"given":{"email":"other@example.cn","name":"李四","phone":""},"outcome":{"email":"li@example.cn","name":"李四","phone":""}}`,
		strings.Split(said("object = 'people/hangzhou/0002'"), "\n"))
	w.turn("2021-02-01 00:00")
	w.must(w.desk.ReducePerson(w.ctx, admin("hangzhou"), "0002", "本人要求"))
	w.reduced = 2
	w.counted(0, "audit_payload where payload::text like '%example%'")
	w.counted(1, "audit_payload where payload::text like '%张三%'")
}

// A preview tells the same and does nothing; what it was shown is what may be done.
func TestPreviewImport_WritesNothing(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.unrecorded = true
	before := w.count("roll") + w.count("sitting") + w.count("audit")
	seen, err := w.desk.PreviewImport(w.ctx, admin("hangzhou"), []byte(columns+group1))
	w.must(err)
	if after := w.count("roll") + w.count("sitting") + w.count("audit"); after != before || seen.Count(roll.Added) != 4 {
		t.Errorf("%d rows became %d; %v", before, after, seen.Effects)
	}
	w.turn("2020-04-21 18:00")
	w.enrol("hangzhou", "0004", "赵六六")
	_, err = w.desk.ImportPeople(w.ctx, admin("hangzhou"), []byte(columns+group1), seen.Digest)
	w.refused(supervision.WrongState, err)
	seen, err = w.desk.PreviewImport(w.ctx, admin("hangzhou"), []byte(columns+group1))
	w.must(err)
	_, err = w.desk.ImportPeople(w.ctx, admin("hangzhou"), []byte(columns+group1), seen.Digest)
	w.must(err)
	w.sits("张三", "g01-d1")
}

// Rule 1: a preview neither waits for whoever changes a campaign, nor has the clock wait.
func TestPreviewImport_TakesNoLock(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	tx, err := w.owner.Begin(w.ctx)
	w.must(err)
	defer tx.Rollback(w.ctx) //nolint:errcheck // it has changed nothing
	w.execute(tx, "select from campaign for no key update")
	w.execute(tx, "select from seat for update")
	said := make(chan error, 1)
	go func() {
		_, err := w.desk.PreviewImport(w.ctx, admin("hangzhou"), []byte(columns+group1))
		said <- err
	}()
	if w.waits(tx, said) {
		t.Fatal("the preview waits")
	}
	w.must(<-said)
}

// With one bad cell nothing of a file is taken up.
func TestImportPeople_AllOrNothing(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.taken(4, 0, 0, 0, group1)
	before := w.count("roll") + w.count("sitting") + w.count("seat")
	for name, c := range map[string]struct{ rows, cell string }{
		"in the file":     {"0009,孙九,委员长,,g02-d1,,,,,,", "C3"},
		"two in a seat":   {"0009,孙九,,,g01-d1,,,,,,", "E3"},
		"unknown office":  {"0009,孙九,OFFICIAL,没有的局,x-1,,,,,,", "D3"},
		"somebody's else": {"ningbo/1,孙九,,,,,,,,,", "A3"},
		"duties left":     {"0001,张三,,,g01-d1,,,,,,2020-04-21", "K3"},
	} {
		_, err := w.takeUp("0008,周八,代表,,g03-d1,,,,,,\n" + c.rows)
		w.refused(supervision.InvalidFile, err)
		if e, ok := errors.AsType[*supervision.Error](err); !ok || len(e.Findings) != 1 || e.Findings[0].Field != c.cell {
			t.Errorf("%s: %v", name, err)
		}
	}
	w.counted(0, "roll where person_id = 'hangzhou/0008'")
	if after := w.count("roll") + w.count("sitting") + w.count("seat"); after != before {
		t.Errorf("%d rows became %d", before, after)
	}
	_, err := w.desk.ImportPeople(w.ctx, security("hangzhou"), []byte(columns+group1), "")
	w.refused(supervision.NotAllowed, err)
}

// A person in two congresses: named by the id and the name that the other has, and by nothing less.
func TestImportPeople_OfAnotherCongress(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.neighbour("ningbo")
	w.enrol("ningbo", "0007", "孙九")
	_, err := w.takeUp("ningbo/0007,孙十,,,g01-d1,,,,,,")
	w.refused(supervision.InvalidFile, err)
	_, stranger := w.takeUp("ningbo/0008,孙十,,,g01-d1,,,,,,")
	if err.Error() != stranger.Error() {
		t.Errorf("%v tells more than %v", err, stranger)
	}
	w.taken(1, 0, 0, 0, "ningbo/0007,孙九,,,g01-d1,,,,,,")
	w.counted(2, "roll where person_id = 'ningbo/0007'")
	w.same("", w.query("select phone from roll where person_id = 'ningbo/0007' and host_id = 'hangzhou' and phone <> ''"))
}

// What is exported reads back unchanged, in both forms; stand-ins are nobody, and who administers is not in it.
func TestExportPeople_ReadsBackUnchanged(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.taken(4, 0, 0, 0, group1)
	w.neighbour("ningbo")
	w.enrol("ningbo", "0007", "孙九")
	w.taken(1, 0, 0, 0, "ningbo/0007,孙九,,,g02-d1,,,,,,")
	w.must(w.desk.SaveSeat(w.ctx, security("hangzhou"), supervision.Seat{ID: "auditor", Role: supervision.RoleAuditor, Title: "审计员"}, ""))
	w.must(w.desk.SeatPerson(w.ctx, security("hangzhou"), desk.Seating{Person: "0004", Seat: "auditor"}))
	for _, write := range []func([]roll.Row) ([]byte, error){roll.WriteCSV, roll.WriteExcel} {
		file, err := w.desk.ExportPeople(w.ctx, w.staff(), write)
		w.must(err)
		w.turn("2020-05-02 10:00")
		i, err := w.desk.ImportPeople(w.ctx, admin("hangzhou"), file, "")
		w.must(err)
		if !i.None() || len(i.Effects) != 5 {
			t.Errorf("%d rows: %+v", len(i.Effects), i.Changes)
		}
	}
}

// Offices that a name does not tell apart are exported by their ids: another of the same name, or one whose id it is.
func TestExportPeople_OfficesOfOneName(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for id, name := range map[string]string{"z-1": "办公室", "z-2": "办公室", "z-3": "z-1", "z-4": "财政所"} {
		w.must(w.desk.SaveOffice(w.ctx, admin("hangzhou"), postgres.OfficeRow{ID: id, Name: name, Kind: supervision.WorkingCommittee}))
	}
	rows := "0001,张三,人大工作人员,z-1,s1,,,,,,\n0002,李四,人大工作人员,z-2,s2,,,,,,\n" +
		"0003,王五,人大工作人员,z-3,s3,,,,,,\n0004,赵六,人大工作人员,财政所,s4,,,,,,\n"
	w.taken(4, 0, 0, 0, rows)
	file, err := w.desk.ExportPeople(w.ctx, w.staff(), func(rows []roll.Row) ([]byte, error) {
		offices := map[string]string{}
		for _, r := range rows {
			offices[r.Seat] = r.Office
		}
		w.same("z-1 z-2 z-3 财政所", []string{strings.Join([]string{offices["s1"], offices["s2"], offices["s3"], offices["s4"]}, " ")})
		return roll.WriteCSV(rows)
	})
	w.must(err)
	i, err := w.desk.ImportPeople(w.ctx, admin("hangzhou"), file, "")
	w.must(err)
	if !i.None() {
		t.Errorf("%+v", i.Changes)
	}
	w.same("z-1 z-2 z-3 z-4", w.query("select string_agg(office_id, ' ' order by id) from seat where id in ('s1', 's2', 's3', 's4')"))
}

// What waits for somebody to come, or was meant for the stand-in, goes to whoever is seated.
func TestImportPeople_HandsNoticesOver(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.makeCalls()
	w.counted(0, "notice where person_id = 'hangzhou/0009'")
	waiting := w.count("notice where seat_id = 'g01-convenor' and digest_day is null")
	w.taken(1, 0, 0, 0, "0009,孙九,,,g01-convenor,,,,,,")
	if waiting == 0 {
		t.Fatal("nothing waits")
	}
	w.counted(waiting, "notice where kind <> 'TOOK_OVER' and person_id = 'hangzhou/0009'")
}

// The same file at the same time is taken up once.
func TestImportPeople_AtOnce(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	var all sync.WaitGroup
	var mu sync.Mutex
	added := 0
	for range 6 {
		all.Go(func() {
			i, err := w.takeUp(group1)
			w.must(err)
			mu.Lock()
			defer mu.Unlock()
			added += i.Count(roll.Added)
		})
	}
	all.Wait()
	w.counted(1, "sitting where seat_id = 'office-2'")
	if added != 4 {
		t.Errorf("%d rows were added", added)
	}
}

// found lists who is found by a word, in their order.
func (w *world) found(want, word string) {
	w.t.Helper()
	all, err := w.desk.People(w.ctx, w.staff(), postgres.PeopleFilter{Word: word, Limit: 100})
	w.must(err)
	var names []string
	for _, p := range all {
		if !p.StandIn {
			names = append(names, p.Name)
		}
	}
	w.same(strings.ReplaceAll(want, " ", "\n"), names)
}

// Names are in the order of pinyin, family names as they are read, and found by any characters of theirs in either script.
func TestPeople_FoundByAnyCharacters(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for i, name := range strings.Fields("張偉 张伟明 单雄信 曾国藩 仇英 欧阳修 王小明 王小 买买提·艾力江 AnnaLee 長孫無忌") {
		w.enrol("hangzhou", string(rune('a'+i)), name)
	}
	w.found("买买提·艾力江 欧阳修 仇英 单雄信 王小 王小明 曾国藩 張偉 张伟明 長孫無忌 AnnaLee", "")
	w.found("張偉 张伟明", "张")
	w.found("張偉 张伟明", "張偉")
	w.found("王小 王小明", "王小")
	w.found("王小明", "王小明")
	w.found("王小明 张伟明", "明")
	w.found("長孫無忌", "长孙无忌")
	w.found("买买提·艾力江", "提艾力江")
	w.found("买买提·艾力江", "买提 艾力")
	w.found("", "买提买提")
	w.found("AnnaLee", "NNAL")
	w.found("AnnaLee", "ａｎ")
	w.found("", "慈禧")
	w.must(w.desk.SavePerson(w.ctx, admin("hangzhou"), supervision.Person{ID: "a", Name: "章炜"}))
	w.found("张伟明", "偉")
	w.found("章炜", "炜")
}

// Pages go on in the order of names, whatever word they are found by.
func TestPeople_Pages(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	for i, name := range strings.Fields("张一 张二 張三 张三 张四 单张 曾张") {
		w.enrol("hangzhou", string(rune('a'+i)), name)
	}
	filter := postgres.PeopleFilter{Word: "张", Limit: 100}
	whole, err := w.desk.People(w.ctx, w.staff(), filter)
	w.must(err)
	filter.Limit = 2
	walk(w, whole, func(p desk.PersonView) string { return p.ID }, func(last *desk.PersonView) ([]desk.PersonView, error) {
		if last != nil {
			filter.AfterName, filter.AfterID = last.Sorted, last.ID
		}
		return w.desk.People(w.ctx, w.staff(), filter)
	})
}

// Rule 1: whoever puts people on the roll, and nobody into a seat, neither waits for who changes a campaign nor holds up the
// clock.
func TestImportPeople_WithoutSeatsLocksNoCampaign(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	tx, err := w.owner.Begin(w.ctx)
	w.must(err)
	defer tx.Rollback(w.ctx) //nolint:errcheck // it has changed nothing
	w.execute(tx, "select from campaign for no key update")
	said := make(chan error, 1)
	go func() {
		_, err := w.takeUp("0001,张三,,,,,,,,,\n0002,李四,,,,,,,,,\n")
		said <- err
	}()
	if w.waits(tx, said) {
		t.Fatal("the import waits")
	}
	w.must(<-said)
}

// Rule 1: who comes and goes waits its turn behind whoever holds a campaign, and does not slip in beside them: the clock
// would wait for as long as such others come.
func TestSeatPerson_LocksCampaignsAsEverybodyDoes(t *testing.T) {
	t.Parallel()
	for _, lock := range locks {
		w := launched(t, firstDay)
		w.enrol("hangzhou", "0001", "张三")
		w.must(w.whileLocked(lock, func(pgx.Tx) {}, func() error {
			return w.desk.SeatPerson(w.ctx, admin("hangzhou"), desk.Seating{Person: "0001", Seat: "g01-d1"})
		})())
		w.sits("张三", "g01-d1")
	}
}

// Many are put on the roll and into seats in a few statements, each where the file says.
func TestImportPeople_Many(t *testing.T) {
	t.Parallel()
	w := launched(t, firstDay)
	w.neighbour("ningbo")
	w.enrol("ningbo", "0007", "孙九")
	var rows strings.Builder
	for i := range 1600 {
		fmt.Fprintf(&rows, "%05d,张三%d,,,,,,,,,\n", i, i)
	}
	for i := range 400 {
		fmt.Fprintf(&rows, "x%d,李四,代表,,x-%[1]d,第%[1]d席,,,,,\n", i)
	}
	rows.WriteString("ningbo/0007,孙九,,,,,,,,,\n")
	w.taken(2001, 0, 0, 0, rows.String())
	w.counted(400, "sitting where seat_id like 'x-%' and to_at is null")
	w.counted(2001, "roll where not stand_in and host_id = 'hangzhou'")
	w.same("x-0 x-1 x-399", w.query("select string_agg(id, ' ' order by ordinal) from seat where id in ('x-0', 'x-1', 'x-399')"))
}
