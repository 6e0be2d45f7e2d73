package channels_test

import (
	"errors"
	"testing"
	"time"

	"duban/internal/channels"
	"duban/internal/secrets"
)

// The signature was computed with another program over "1591146000.hangzhou\nhook\nm-1\nFAILED\n号码已停机".
const (
	receiptStamp = "1591146000"
	receiptSign  = "v1=cbbf472c5a7ece61435816afc103d5c9c766734874f734c57898f43d8bd75f53"
)

func TestVerifyReceipt(t *testing.T) {
	signed := channels.Receipt{Host: "hangzhou", Channel: "hook", Key: "m-1", State: "FAILED", Reason: "号码已停机"}
	changed := func(change func(*channels.Receipt)) channels.Receipt {
		r := signed
		change(&r)
		return r
	}
	key := secrets.New(signingKey)
	for name, c := range map[string]struct {
		key     secrets.Secret
		receipt channels.Receipt
		stamp   string
		sign    string
		now     time.Time
		want    error
	}{
		"signed":                 {key, signed, receiptStamp, receiptSign, now, nil},
		"five minutes ago":       {key, signed, receiptStamp, receiptSign, now.Add(5 * time.Minute), nil},
		"five minutes ahead":     {key, signed, receiptStamp, receiptSign, now.Add(-5 * time.Minute), nil},
		"longer ago":             {key, signed, receiptStamp, receiptSign, now.Add(5*time.Minute + time.Second), channels.ErrStale},
		"further ahead":          {key, signed, receiptStamp, receiptSign, now.Add(-5*time.Minute - time.Second), channels.ErrStale},
		"unsigned":               {key, signed, receiptStamp, "", now, channels.ErrUnsigned},
		"no version":             {key, signed, receiptStamp, receiptSign[3:], now, channels.ErrUnsigned},
		"another key":            {secrets.New("another-key-of-16-characters"), signed, receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"no key":                 {secrets.Secret{}, signed, receiptStamp, emptyKeySign, now, channels.ErrUnsigned},
		"another state":          {key, changed(func(r *channels.Receipt) { r.State = "READ" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"another message":        {key, changed(func(r *channels.Receipt) { r.Key = "m-2" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"another channel":        {key, changed(func(r *channels.Receipt) { r.Channel = "hook-2" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"another host":           {key, changed(func(r *channels.Receipt) { r.Host = "ningbo" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"channel shifted":        {key, changed(func(r *channels.Receipt) { r.Host, r.Channel, r.Key = "hangzhou\nhook", "m-1", "FAILED" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"another reason":         {key, changed(func(r *channels.Receipt) { r.Reason = "" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"fields shifted":         {key, changed(func(r *channels.Receipt) { r.State, r.Reason = "FAILED\n号码已停机", "" }), receiptStamp, shiftedSign, now, channels.ErrUnsigned},
		"fresh by another stamp": {key, signed, "1591149600", receiptSign, now.Add(time.Hour), channels.ErrUnsigned},
		"no stamp":               {key, signed, "", receiptSign, now, channels.ErrUnsigned},
	} {
		if err := channels.VerifyReceipt(c.key, c.receipt, c.stamp, c.sign, c.now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// shiftedSign is over "1591146000.hangzhou\nhook\nm-1\nFAILED\n号码已停机\n": made for a state that holds a line's end.
const shiftedSign = "v1=19a733632d2ec1e1abfb28f43f1090bb6136428bae4b7e3cb764e976c8c4d212"

// emptyKeySign is the signature under the empty key, which anybody can compute.
const emptyKeySign = "v1=207054b1256ebf613a0b759e9f102479506223330bd8f61abf15e634fb1238be"

// A letter's own signature is no receipt's, though one key makes both: whoever sees one could else send the other back.
func TestVerifyReceipt_IsNoLetter(t *testing.T) {
	const body = `{"key":"m-1"}`
	const sign = "v1=90c55bdd4f6ea9b7a3447882a4deeba3dbf20f4c40f2b3fb1bcdce89aa667f09" // over "1591146000.{\"key\":\"m-1\"}\nhook\nm-1\nREAD\n"
	r := channels.Receipt{Host: body, Channel: "hook", Key: "m-1", State: "READ"}
	if err := channels.VerifyReceipt(secrets.New(signingKey), r, receiptStamp, sign, now); !errors.Is(err, channels.ErrUnsigned) {
		t.Error(err)
	}
}
