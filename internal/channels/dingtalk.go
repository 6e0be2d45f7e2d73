package channels

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// A DingTalk robot takes 20 messages a minute and then nothing for ten minutes. A message has at most 20,000 bytes; JSON
// writes some characters of a text with two, so half of it is sure to fit.
var dingTalkRobot = robot{
	most:   9_900,
	rest:   10 * time.Minute,
	often:  []int{130101, 410100},
	denied: []int{300001, 300005, 310000, 400101},
	unfit:  []int{430101, 430102, 430103, 430104, 460101},
}

func (p *Post) dingTalk(ctx context.Context, e errand) (Answer, error) {
	keys := strings.Fields(e.line.Secret.Reveal())
	query := url.Values{"access_token": {keys[0]}}
	if len(keys) == 2 {
		stamp := strconv.FormatInt(e.now.UnixMilli(), 10)
		query.Set("timestamp", stamp)
		query.Set("sign", signDingTalk(keys[1], stamp))
	}
	return p.tell(ctx, e, dingTalkRobot, query)
}

// signDingTalk signs a time in milliseconds: the text is nowhere in it.
func signDingTalk(key, stamp string) string {
	h := hmac.New(sha256.New, []byte(key))
	h.Write([]byte(stamp + "\n" + key))
	return base64.StdEncoding.EncodeToString(h.Sum(nil))
}
