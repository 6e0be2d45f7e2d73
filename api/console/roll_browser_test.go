package console

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"duban/api"
	"duban/internal/desk"
	"duban/internal/postgres"
	"duban/internal/postgres/pgtest"
	"duban/plans"
	"duban/supervision"
)

// administered is a real site, the Hangzhou campaign launched in it, and the sign-in of its system administrator.
func administered(t *testing.T) (edge *api.Edge, token string) {
	t.Helper()
	dsn, _ := pgtest.New(t)
	db, err := postgres.Open(t.Context(), dsn)
	must(t, err)
	t.Cleanup(db.Close)
	d := desk.New(db, func() time.Time { return fridayMorning }, supervision.ChinaCalendar())
	both := desk.Caller{Person: "system", Host: "hangzhou", Seats: []supervision.Seat{{Role: supervision.RoleSystemAdmin}, {Role: supervision.RoleSecurityAdmin}}}
	_, err = d.CreateCampaign(t.Context(), both, plans.Hangzhou2020())
	must(t, err)
	must(t, d.LaunchCampaign(t.Context(), both, "hangzhou-2020"))
	must(t, d.SavePerson(t.Context(), both, supervision.Person{ID: "a1", Name: "孙管理"}))
	must(t, d.SaveSeat(t.Context(), both, supervision.Seat{ID: "system-admin", Role: supervision.RoleSystemAdmin, Title: "系统管理员"}, ""))
	must(t, d.SeatPerson(t.Context(), both, desk.Seating{Person: "a1", Seat: "system-admin"}))
	_, token, err = d.GrantSignIn(t.Context(), "hangzhou", "system-admin")
	must(t, err)
	edge, err = api.New(d, api.Options{PageKey: make([]byte, 32), Log: slog.New(slog.NewTextHandler(t.Output(), nil))})
	must(t, err)
	t.Cleanup(func() { edge.Close(t.Context()) })
	return edge, token
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

const rollHeader = "编号,姓名,角色,单位,席位,职务,分工,手机,邮箱,任期起,任期止\n"

// A clerk uploads a list with mistakes, reads them, uploads it again, looks at what it changes, confirms, and finds the
// people by a character of theirs.
func TestImportInChromium(t *testing.T) {
	for name, size := range screens {
		t.Run(name, func(t *testing.T) {
			edge, token := administered(t)
			b := browse(t, size[0], size[1], New(edge.Conn(), Options{Now: func() time.Time { return fridayMorning }}))
			b.carry(token)
			b.visit("/people/import")
			b.wellMade("import-" + name)
			b.uploadRoll("0001,張偉,委员长,,g01-d1,,,13800000000,,,\n0002,李四,,,g01-d1,,,,,2020-13-01,\n", "mistakes")
			if said := evaluate[string](b, `document.querySelector("#mistakes").innerText`); !strings.Contains(said, "第 2 行 C 列") || !strings.Contains(said, "第 3 行 J 列") {
				t.Errorf("the mistakes are %q", said)
			}
			b.wellMade("import-mistakes-" + name)
			b.uploadRoll("0001,張偉,代表,,g01-d1,,,13800000000,,,\n0002,李四,,,,,,,,,\n", "effects")
			b.wellMade("import-preview-" + name)
			b.do(chromedp.Click(chromedp.CSS("main form button")), chromedp.WaitVisible(chromedp.CSS(".filed")))
			b.visit("/people?q=张")
			if said := evaluate[string](b, `document.querySelector("#people").innerText`); !strings.Contains(said, "張偉") || !strings.Contains(said, "第一监督小组") {
				t.Errorf("found is %q", said)
			}
			b.wellMade("people-" + name)
			b.do(chromedp.Click(chromedp.CSS("#people a")), chromedp.WaitVisible(chromedp.ID("terms")))
			b.wellMade("person-" + name)
		})
	}
}

// uploadRoll chooses a file and waits for what comes of it.
func (b *browser) uploadRoll(rows, then string) {
	b.t.Helper()
	file := filepath.Join(b.t.TempDir(), "roll.csv")
	must(b.t, os.WriteFile(file, []byte(rollHeader+rows), 0o600))
	b.visit("/people/import")
	b.do(
		chromedp.SetUploadFiles(chromedp.ID("file"), []string{file}),
		chromedp.Click(chromedp.CSS("main form button")),
		chromedp.WaitVisible(chromedp.ID(then)),
	)
}
