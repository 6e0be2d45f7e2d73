package supervision

import (
	"regexp"
	"strings"
	"unicode"
)

// Person is somebody on a host's roll.
type Person struct {
	ID    string // the host that had them first, and their number there: `hangzhou/0012`
	Name  string
	Phone string // empty where none is known
	Email string // empty where none is known
}

var residentNumber = regexp.MustCompile(`^[0-9]{17}[0-9Xx]$`)

// IsResidentNumber reports whether a number has the form of an identity card's (居民身份证号). A person's number stands in
// every list and in the record for good, so it may not be one.
func IsResidentNumber(number string) bool { return residentNumber.MatchString(number) }

// Unseen reports whether a character cannot be seen, or turns the direction of writing: two names or numbers that differ by
// it alone look the same.
func Unseen(r rune) bool {
	return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == unicode.ReplacementChar
}

// PlainName is a name as the roll keeps it. Names of two characters are often set with a blank in the middle, which is not
// part of them.
func PlainName(text string) string {
	bare := strings.Join(strings.Fields(text), "")
	if strings.ContainsFunc(bare, func(r rune) bool { return !unicode.Is(unicode.Han, r) }) {
		return strings.TrimSpace(text)
	}
	return bare
}

// PersonID is who a host means by a number: somebody of its own, unless the number names another host.
func PersonID(host, number string) string {
	if strings.Contains(number, "/") {
		return number
	}
	return host + "/" + number
}

// ReducedName is what the roll calls somebody whose details were taken away.
const ReducedName = "（信息已删减）"

// Reduced is what the roll keeps of somebody whose details are taken away: the id, on which the record rests.
func (p Person) Reduced() Person { return Person{ID: p.ID, Name: ReducedName} }

// PersonNumber is by what number a host means a person: the inverse of PersonID.
func PersonNumber(host, person string) string {
	if number, own := strings.CutPrefix(person, host+"/"); own {
		return number
	}
	return person
}

// IsOwnPerson reports whether an id is the host's to give.
func IsOwnPerson(host, person string) bool { return strings.HasPrefix(person, host+"/") }

// StandIn is who sits in a seat that a plan has made until somebody is named. A stand-in is called like the seat and makes
// room for everybody.
func StandIn(host, seat string) string { return host + "/" + seat }
