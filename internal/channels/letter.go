package channels

import (
	"errors"
	"regexp"
	"strings"
)

// Letter is one message as a channel sends it: plain text, in which nothing is mark-up.
type Letter struct {
	Key     string    // the same however often it is sent: 1 to 200 letters, digits, and . _ / -
	To      Recipient // nobody where it goes to a group
	Subject string    // one line
	Text    string    // lines end in \n
	Link    string    // where it leads, after sign-in; may be empty
	Day     string    // 2020-06-01, in the congress's zone; may be empty
	English bool      // what it is written in; else Chinese
}

// Recipient is whom a letter is for, with what is known of them.
type Recipient struct{ Person, Name, Mail, Phone string }

// Veil takes out of what somebody said of a letter, such as the reason of a receipt, what stands about its recipient on the
// roll: the address, what is before its @, the telephone and the name, in whatever case. What is of fewer than four letters or
// digits, or of one character, stands anywhere.
func (r Recipient) Veil(said string) string {
	account, _, _ := strings.Cut(r.Mail, "@")
	var hide []string
	for _, text := range []string{r.Mail, account, r.Phone, r.Name} {
		if len(text) >= 4 {
			hide = append(hide, regexp.QuoteMeta(text))
		}
	}
	if hide == nil {
		return said
	}
	return regexp.MustCompile("(?i)"+strings.Join(hide, "|")).ReplaceAllString(said, "***")
}

var (
	keyForm  = regexp.MustCompile(`^[A-Za-z0-9._/-]{1,200}$`)
	mailForm = regexp.MustCompile(`^[A-Za-z0-9!#$%&'*+/=?^_{|}~.-]{1,64}@[A-Za-z0-9.-]{1,189}$`)
)

// check says what of the letter no channel sends, whoever would.
func (l Letter) check() error {
	if !keyForm.MatchString(l.Key) {
		return errors.New("key: not 1 to 200 letters, digits and . _ / -")
	}
	if l.Subject == "" {
		return errors.New("subject: empty")
	}
	for _, part := range []struct {
		name, text string
		most       int
	}{
		{"person", l.To.Person, 200},
		{"name", l.To.Name, 100},
		{"mail", l.To.Mail, 254},
		{"phone", l.To.Phone, 40},
		{"subject", l.Subject, 200},
		{"text", strings.NewReplacer("\n", "", "\t", "").Replace(l.Text), 20_000},
		{"link", l.Link, 2_000},
		{"day", l.Day, 10},
	} {
		if err := plain(part.name, part.text, part.most); err != nil {
			return err
		}
	}
	return nil
}

// linked is the text and, where it does not have it, the link in a line of its own.
func (l Letter) linked() string {
	if strings.Contains(l.Text, l.Link) {
		return l.Text
	}
	return strings.TrimRight(l.Text, "\n") + "\n\n" + l.Link + "\n"
}
