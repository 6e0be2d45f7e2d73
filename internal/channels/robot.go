package channels

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// more ends a text that was cut, in the letter's language. (A group's letters are in Chinese so far: offices have no language.)
func (l Letter) more() string {
	if l.English {
		return "\nSign in for more"
	}
	return "\n更多请登录查看"
}

// robot is how one provider's robots take a text and what their answers mean.
type robot struct {
	most   int           // bytes of a text
	rest   time.Duration // how long one that was called too often takes nothing
	often  []int         // codes for: called too often
	denied []int         // codes for: no such token, or not signed by its key
	unfit  []int         // codes for: not with this text
}

// tell sends the letter as a text: what stands in a title is nobody's mark-up.
func (p *Post) tell(ctx context.Context, e errand, r robot, query url.Values) (Answer, error) {
	to := *e.to
	to.RawQuery = query.Encode()
	body, err := encode(map[string]any{"msgtype": "text", "text": map[string]string{"content": e.letter.fitting(r.most)}})
	if err != nil {
		return Answer{}, e.refused(Malformed, err.Error())
	}
	got, err := p.exchange(ctx, e, &to, http.Header{}, body)
	if err != nil {
		return Answer{}, err
	}
	if got.status != http.StatusOK {
		f := e.unwelcome(got)
		if !f.Channel { // what a robot thinks of a letter, it tells by a code alone
			f = e.fault(Broken, got.String())
		}
		return Answer{}, f
	}
	return e.verdict(r, got)
}

// verdict reads the answer of a robot: 200 is said of what is refused, too.
func (e errand) verdict(r robot, got reply) (Answer, error) {
	var said struct {
		Code *int   `json:"errcode"`
		Text string `json:"errmsg"`
	}
	if err := json.Unmarshal(got.body, &said); err != nil || said.Code == nil || got.cut != nil {
		f := e.fault(Broken, got.String())
		f.Unclear = true
		return Answer{}, f
	}
	text := fmt.Sprintf("errcode %d: %s", *said.Code, said.Text)
	f := e.fault(Broken, text)
	switch code := *said.Code; {
	case code == 0:
		return Answer{Said: e.quiet(text)}, nil
	case slices.Contains(r.often, code):
		f.Cause, f.After = Throttled, r.rest
	case slices.Contains(r.denied, code):
		f.Cause = Denied
	case slices.Contains(r.unfit, code):
		f = e.refused(Refused, text)
	}
	return Answer{}, f
}

// encode is JSON in which < > & stand as they are: robots count bytes.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	to := json.NewEncoder(&b)
	to.SetEscapeHTML(false)
	err := to.Encode(v)
	return bytes.TrimSpace(b.Bytes()), err
}

// fitting is subject, text and link in at most so many bytes of UTF-8; where it is cut, it says so. The link stays, if it is
// not itself too long.
func (l Letter) fitting(most int) string {
	if len(l.Link) >= most/2 {
		l.Link = ""
	}
	head, text := l.Subject+"\n", strings.TrimRight(l.linked(), "\n")
	if len(head)+len(text) <= most {
		return head + text
	}
	tail := l.more()
	if l.Link != "" {
		tail += "\n" + l.Link
	}
	return head + cut(text, most-len(head)-len(tail)) + tail
}

// cut keeps the whole lines of a text that fit, or, of a first line that does not, the whole characters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	if end := strings.LastIndexByte(text[:most+1], '\n'); end > 0 {
		return text[:end]
	}
	return text[:most]
}
