package channels_test

import (
	"errors"
	"testing"
	"time"

	"duban/internal/channels"
	"duban/internal/secrets"
)

// The signature was computed with another program over "1591146000.m-1\nFAILED\n号码已停机".
const (
	receiptStamp = "1591146000"
	receiptSign  = "v1=634e54304741f4a94bd426fb04483651bc2a5b67095eade46f9eec6ca7758b47"
)

func TestVerifyReceipt(t *testing.T) {
	signed := channels.Receipt{Key: "m-1", State: "FAILED", Reason: "号码已停机"}
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
		"another reason":         {key, changed(func(r *channels.Receipt) { r.Reason = "" }), receiptStamp, receiptSign, now, channels.ErrUnsigned},
		"fields shifted":         {key, channels.Receipt{Key: "m-1", State: "FAILED\n号码已停机"}, receiptStamp, shiftedSign, now, channels.ErrUnsigned},
		"fresh by another stamp": {key, signed, "1591149600", receiptSign, now.Add(time.Hour), channels.ErrUnsigned},
		"no stamp":               {key, signed, "", receiptSign, now, channels.ErrUnsigned},
	} {
		if err := channels.VerifyReceipt(c.key, c.receipt, c.stamp, c.sign, c.now); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// shiftedSign is over "1591146000.m-1\nFAILED\n号码已停机\n": made for a state that holds a line's end.
const shiftedSign = "v1=006cf5597422a19d17721596552123f6819c49aebcbac894b82d7b7173cd73a6"

// emptyKeySign is the signature under the empty key, which anybody can compute.
const emptyKeySign = "v1=8cc3a100c4836ca6d131bda6284590e971908deb40785fdaa938510b9d53be72"

// A letter's own signature is no receipt's, though one key makes both: whoever sees one could else send the other back.
func TestVerifyReceipt_IsNoLetter(t *testing.T) {
	const body = `{"key":"m-1"}`
	const sign = "v1=25fa5ed570b806862d0ba7502be5a424e63aa6d22170ea58e9a10c3b76d600ea" // over "1591146000.{\"key\":\"m-1\"}\nREAD\n"
	r := channels.Receipt{Key: body, State: "READ"}
	if err := channels.VerifyReceipt(secrets.New(signingKey), r, receiptStamp, sign, now); !errors.Is(err, channels.ErrUnsigned) {
		t.Error(err)
	}
}
