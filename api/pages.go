package api

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"time"

	"github.com/google/uuid"
	"google.golang.org/protobuf/proto"

	"duban/supervision"
)

// The number of rows of a page when the caller names none; and its size in bytes after which it ends early, so that
// every client can take it (they refuse more than 4 MiB).
const (
	defaultPage = 50
	fullPage    = 2 << 20
)

// pages makes the tokens by which a list goes on. A token is where the page before ended, sealed together with the
// list, its filter and the caller: altered, or brought to another list, filter or caller, it opens nothing.
type pages struct{ key []byte }

// listing is the request of a list.
type listing interface {
	proto.Message
	GetPageSize() int32
	GetPageToken() string
}

// list reads one page of rows after a key and returns it with the token of the next; empty on the last page.
func list[Key, Row any, Item proto.Message](ctx context.Context, p pages, req listing,
	read func(after Key, limit int) ([]Row, error), keyOf func(Row) Key, show func(Row) (Item, error),
) (items []Item, next string, err error) {
	var after Key
	if err := p.open(ctx, req, &after); err != nil {
		return nil, "", err
	}
	size := pageSize(req)
	rows, err := read(after, size+1)
	if err != nil {
		return nil, "", err
	}
	for i, bytes := 0, 0; i < len(rows); i++ {
		if i == size || bytes > fullPage {
			next, err = p.seal(ctx, req, keyOf(rows[i-1]))
			return items, next, err
		}
		item, err := show(rows[i])
		if err != nil {
			return nil, "", err
		}
		items, bytes = append(items, item), bytes+proto.Size(item)
	}
	return items, "", nil
}

// always is for rows that can be shown without fail.
func always[Row any, Item proto.Message](show func(Row) Item) func(Row) (Item, error) {
	return func(r Row) (Item, error) { return show(r), nil }
}

func pageSize(req listing) int {
	if n := int(req.GetPageSize()); n > 0 {
		return n
	}
	return defaultPage
}

const sealBytes = 16

func (p pages) seal(ctx context.Context, req listing, key any) (string, error) {
	where, err := json.Marshal(key)
	if err != nil {
		return "", err
	}
	mac, err := p.mac(ctx, req, where)
	return base64.RawURLEncoding.EncodeToString(append(mac, where...)), err
}

// open finds where the page before ended; without a token the key stays as it is.
func (p pages) open(ctx context.Context, req listing, key any) error {
	if req.GetPageToken() == "" {
		return nil
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(req.GetPageToken())
	if err != nil || len(raw) < sealBytes {
		return errBadToken
	}
	mac, err := p.mac(ctx, req, raw[sealBytes:])
	if err != nil {
		return err
	}
	if !hmac.Equal(mac, raw[:sealBytes]) {
		return errBadToken
	}
	return json.Unmarshal(raw[sealBytes:], key)
}

// mac covers each part with its length before it, so that none can be taken for another.
func (p pages) mac(ctx context.Context, req listing, where []byte) ([]byte, error) {
	filter, err := filterOf(req)
	if err != nil {
		return nil, err
	}
	caller := callerOf(ctx)
	sum := hmac.New(sha256.New, p.key)
	for _, part := range [][]byte{[]byte(req.ProtoReflect().Descriptor().FullName()), []byte(caller.Host), []byte(caller.Person), filter, where} {
		sum.Write(binary.BigEndian.AppendUint64(nil, uint64(len(part))))
		sum.Write(part)
	}
	return sum.Sum(nil)[:sealBytes], nil
}

// filterOf is all of a request that says which rows are in the list.
func filterOf(req listing) ([]byte, error) {
	filter := proto.Clone(req).ProtoReflect()
	for _, name := range []string{"page_size", "page_token"} {
		filter.Clear(filter.Descriptor().Fields().ByTextName(name))
	}
	return proto.MarshalOptions{Deterministic: true}.Marshal(filter.Interface())
}

// The keys by which lists go on.
type (
	// moment is where a list in the order of time ended.
	moment struct {
		At time.Time `json:"t"`
		ID string    `json:"i"`
	}
	// onDay is where a list in the order of days ended.
	onDay struct {
		Day supervision.Date `json:"d"`
		ID  string           `json:"i"`
	}
	// callKey is where an agenda ended.
	callKey struct {
		At   time.Time            `json:"t"`
		Duty string               `json:"d"`
		Kind supervision.CallKind `json:"k"`
	}
	// noticeKey is where an inbox ended.
	noticeKey struct {
		At time.Time `json:"t"`
		ID uuid.UUID `json:"i"`
	}
	// factKey is where a list of personal facts ended.
	factKey struct {
		At   time.Time `json:"t"`
		Kind string    `json:"k"`
		ID   string    `json:"i"`
	}
	// named is where a list in the order of names ended: the name is as it is sorted.
	named struct {
		Name string `json:"n"`
		ID   string `json:"i"`
	}
	// admitted is where a list of admissions ended.
	admitted struct {
		Person string `json:"p"`
		Keeper string `json:"k"`
	}
	// place is how many rows of a list in the plan's order are behind.
	place int
)
