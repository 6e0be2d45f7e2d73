package relay

import (
	"context"
	"errors"
	"time"
)

// sealEvery is how often records are sealed, by the wall's clock: what is changed sooner than that leaves no evidence.
const sealEvery = 3 * time.Second

// seal has every record sealed in which something is new.
func (r *Relay) seal(ctx context.Context) {
	r.every(ctx, sealEvery, "records not sealed", r.sealNew)
}

// sealNew seals the records once. One that fails keeps no other back.
func (r *Relay) sealNew(ctx context.Context) (failed error) {
	after := ""
	for {
		hosts, err := r.DB.UnsealedHosts(ctx, after, atOnce)
		if err != nil {
			return errors.Join(failed, err)
		}
		for _, host := range hosts {
			failed = errors.Join(failed, r.Seal(ctx, host))
			after = host
		}
		if len(hosts) < atOnce || ctx.Err() != nil {
			return failed
		}
	}
}
