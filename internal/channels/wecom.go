package channels

import (
	"context"
	"net/url"
	"time"
)

// A WeCom robot takes 20 messages in any minute; a text has at most 2048 bytes.
var weComRobot = robot{
	most:   2_048,
	rest:   65 * time.Second,
	often:  []int{45009, 45033},
	denied: []int{93000},
	unfit:  []int{40058, 44004, 45002},
}

func (p *Post) weCom(ctx context.Context, e errand) (Answer, error) {
	return p.tell(ctx, e, weComRobot, url.Values{"key": {e.line.Secret.Reveal()}})
}
