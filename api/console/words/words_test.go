package words

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"
	"unicode"

	v1 "duban/api/supervisionv1"
)

var verb = regexp.MustCompile(`%[a-z%]`)

// Every text is there in both languages, each in its own script, with the same verbs in the same order.
func TestEveryTextIsTranslated(t *testing.T) {
	seen := 0
	for _, file := range []string{"table.go", "enums.go", "rehearsal.go", "revision.go", "papers.go", "circular.go", "offices.go", "people.go", "terms.go", "session.go", "accounts.go", "wording.go", "calls.go", "ways.go", "channels.go"} {
		tree, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(tree, func(n ast.Node) bool {
			if pair, ok := n.(*ast.CompositeLit); ok && len(pair.Elts) == 2 {
				if zh, en := literal(pair.Elts[0]), literal(pair.Elts[1]); zh != nil && en != nil {
					checkPair(t, *zh, *en)
					seen++
				}
			}
			return true
		})
	}
	if seen < 150 {
		t.Errorf("only %d texts were found: the test looks in the wrong place", seen)
	}
}

func literal(e ast.Expr) *string {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return nil
	}
	s, err := strconv.Unquote(lit.Value)
	if err != nil {
		return nil
	}
	return &s
}

func checkPair(t *testing.T, zh, en string) {
	t.Helper()
	han := func(s string) bool {
		return slices.ContainsFunc([]rune(s), func(r rune) bool { return unicode.Is(unicode.Han, r) })
	}
	isSwitch := zh == OtherLanguage.zh // names each language in itself
	onlyVerbs := verb.ReplaceAllString(en, "") == " "
	if zh == "" || en == "" || (!isSwitch && !onlyVerbs && (!han(zh) || han(en))) {
		t.Errorf("%q / %q", zh, en)
	}
	if !slices.Equal(verb.FindAllString(zh, -1), verb.FindAllString(en, -1)) {
		t.Errorf("%q and %q take different arguments", zh, en)
	}
}

// Every value that the services can answer has its word.
func TestEveryStateHasAWord(t *testing.T) {
	complete(t, CampaignState, v1.Campaign_State_name)
	complete(t, PhaseName, v1.PhaseEntry_Name_name)
	complete(t, DutyState, v1.Duty_State_name)
	complete(t, DutyKind, v1.DutyEntry_Kind_name)
	complete(t, CallKind, v1.Call_Kind_name)
	complete(t, CallWhy, v1.Call_Kind_name)
	complete(t, CallMark, v1.Call_Mark_name)
	complete(t, NoticeState, v1.Notice_State_name)
	complete(t, InspectionState, v1.Inspection_State_name)
	complete(t, SubmissionState, v1.Submission_State_name)
	complete(t, SeatRole, v1.Seat_Role_name)
	complete(t, OfficeKind, v1.Office_Kind_name)
	complete(t, PersonalFact, v1.PersonalFact_Kind_name)
	complete(t, ChannelKind, v1.Channel_Kind_name)
	complete(t, NextStep, v1.Delivery_State_name)
	complete(t, ChannelNote, v1.Channel_Kind_name)
	complete(t, WordingKind, v1.Wording_Kind_name)
	complete(t, SeatPart, v1.SeatView_Part_name)
	complete(t, ChangeKind, v1.Change_Kind_name)
	complete(t, Severity, v1.Finding_Severity_name)
	complete(t, QuotaStates, v1.Quota_State_name)
	complete(t, EffectKind, v1.RollImport_Kind_name)
	complete(t, Advice, v1.ErrorReason_Reason_name)
}

func complete[E ~int32](t *testing.T, words map[E]Text, names map[int32]string) {
	t.Helper()
	for value, name := range names {
		if _, ok := words[E(value)]; !ok && value != 0 {
			t.Errorf("%s (%T) has no word", name, E(0))
		}
	}
}

func TestWriting(t *testing.T) {
	friday := time.Date(2026, 9, 18, 9, 5, 0, 0, time.UTC)
	cases := []struct{ got, want string }{
		{Chinese.LongDay(friday), "2026年9月18日 星期五"},
		{English.LongDay(friday), "Friday, 18 September 2026"},
		{Chinese.Moment(friday), "2026年9月18日 09:05"},
		{English.Moment(friday), "18 Sep 2026 09:05"},
		{Chinese.ShortDay(friday), "9月18日"},
		{English.Month(friday), "Sep"},
		{Chinese.Aside("邮件", "post"), "邮件（post）"},
		{English.Aside("mail", "post"), "mail (post)"},
		{Chinese.YearMonth(friday), "2026年9月"},
		{English.YearMonth(friday), "September 2026"},
		{Chinese.Number(62000), "62,000"},
		{English.Number(13.7), "13.7"},
		{Chinese.Number(0), "0"},
		{Parse("fr").Tag(), "zh-CN"},
		{Parse("en").Tag(), "en"},
		{English.Other().Tag(), "zh-CN"},
	}
	for _, c := range cases {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

// Whoever reads the record reads words: each verb that the clerk writes has some.
func TestVerbs(t *testing.T) {
	files, err := filepath.Glob("../../../internal/desk/*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	written := regexp.MustCompile(`[vV]erb: +"([A-Z_]+)"`)
	found := 0
	for _, file := range files {
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range written.FindAllSubmatch(source, -1) {
			if found++; Verb[string(m[1])] == (Text{}) {
				t.Errorf("%s writes %s, for which there is no word", file, m[1])
			}
		}
	}
	if found < 40 {
		t.Errorf("only %d verbs were found", found)
	}
}
