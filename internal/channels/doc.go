// Package channels carries messages to people: by mail, by the robots of DingTalk and WeCom, by signed webhooks, and, where
// there is nothing else, into a log file. It knows no database and decides nothing: who is told what, when, on which channel,
// and how often it is tried, is settled before it is called. It keeps no time: instants are arguments, except for how long
// the other side may take.
//
// What it says of the other side has passed through a sieve: no error and no answer holds a password, a key or a token,
// nor the address, the telephone or the name of whom a letter was for. And it goes to nobody inside the network, whatever a name
// resolves to, unless its line may.
//
// # For who receives a webhook
//
// Each message is a POST of JSON in UTF-8:
//
//	{"key":"7d8f…","to":{"person":"hangzhou/d1","name":"王小明"},
//	 "subject":"今日待办 3 项","text":"…\n…","link":"https://…","day":"2020-06-03"}
//
//	Duban-Timestamp: 1591146000
//	Duban-Signature: v1=<hex of HMAC-SHA256(secret, timestamp + "." + body)>
//	Idempotency-Key: <the key>
//
// Compute the signature over the bytes of the body as they came, compare it in constant time, and refuse what is more than five
// minutes old. A message may come more than once, always with the same key: act on it once. Person is the id by which they
// stand on the roll; their telephone and address do not go along.
//
// Answer within 30 seconds; what counts is the status. 2xx takes the message; its body may be {"reference":"…"}, of up to 200
// characters, by which you know it. 400, 409, 413 and 422 refuse this one message for good: it goes another way. Any other status
// holds the channel, and the message comes again: 401 or 403 (the signature is not yours), 404 (nobody listens there), 429, 5xx …; with
// 429 and 503 after Retry-After where it is given, in seconds or as an HTTP date. Twenty messages refused in a row, none taken
// between, hold the channel too. Redirects are not followed. Of an answer 64 KiB are read.
//
// What became of a message may be told later, to POST /v1/hosts/{host}/channels/{channel}/receipts: key, state (ACCEPTED, READ
// or FAILED), reason, timestamp and signature as JSON. There the signature is over timestamp + "." + host + "\n" + channel + "\n" +
// key + "\n" + state + "\n" + reason, host and channel as they stand in the path. A failure counts for three days after the message
// was taken. A receipt that is answered 503 comes before the message is known here to be taken: tell it again, a minute later. See
// [Receipt].
package channels
