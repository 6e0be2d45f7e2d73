package supervision

import (
	_ "embed"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// Passwords have at least ShortestPassword characters and at most LongestPassword, and nothing else is asked of their
// letters: length protects, mixed characters only make people write them down (NIST SP 800-63B, 5.1.1.2).
const (
	ShortestPassword = 10
	LongestPassword  = 128
)

//go:embed passwords/commonest.txt
var commonestText string

// commonest are the passwords that are tried first.
var commonest = func() map[string]bool {
	all := map[string]bool{}
	for line := range strings.Lines(commonestText) {
		all[strings.TrimSpace(line)] = true
	}
	return all
}()

// CheckPassword refuses a password that others would guess, for somebody with the login.
func CheckPassword(password, login string) error {
	zh, en := weakness(strings.ToLower(password), strings.ToLower(login))
	if zh == "" {
		return nil
	}
	e := Refuse(InvalidRequest, "请换一个口令："+zh, "choose another password: "+en)
	e.Findings = []Finding{{Code: "WEAK_PASSWORD", Field: "new_password", Zh: zh, En: en}}
	return e
}

func weakness(password, login string) (zh, en string) {
	switch n := utf8.RuneCountInString(password); {
	case n < ShortestPassword:
		return fmt.Sprintf("至少 %d 个字符", ShortestPassword), fmt.Sprintf("at least %d characters", ShortestPassword)
	case n > LongestPassword:
		return fmt.Sprintf("最多 %d 个字符", LongestPassword), fmt.Sprintf("at most %d characters", LongestPassword)
	case login != "" && strings.Contains(password, login):
		return "不能包含登录名", "it must not contain the login"
	case commonest[password] || uniform(password):
		return "这个口令太常见", "this one is among the commonest"
	}
	return "", ""
}

// uniform reports whether a text is made of three characters or fewer: 1111111111, ababababab.
func uniform(s string) bool {
	seen := map[rune]bool{}
	for _, r := range s {
		seen[r] = true
	}
	return len(seen) <= 3
}

// A login rests after MostFailures wrong passwords in a row, for FirstRest; each further one doubles that, up to
// LongestRest. After a day without one they are forgotten. Never for good: whoever guesses must not be able to shut
// out the right person.
const (
	MostFailures = 5
	FirstRest    = 15 * time.Minute
	LongestRest  = 4 * time.Hour
	forgottenIn  = 24 * time.Hour
)

// Failures are wrong passwords in a row, the last one at an instant.
type Failures struct {
	Count int
	Last  time.Time
}

// Another is one more at an instant, and until when the login rests then; zero: it does not.
func (f Failures) Another(now time.Time) (Failures, time.Time) {
	if now.Sub(f.Last) >= forgottenIn {
		f.Count = 0
	}
	f = Failures{Count: f.Count + 1, Last: now}
	if f.Count < MostFailures {
		return f, time.Time{}
	}
	rest := FirstRest << min(f.Count-MostFailures, 8)
	return f, now.Add(min(rest, LongestRest))
}
