package console

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
	"duban/internal/links"
)

// feedsView is the part of a page about calendars and their addresses.
type feedsView struct {
	frame
	Action  string // where its forms go
	Feeds   []*v1.Feed
	Address string // that has just been made, as programs ask for it; shown this once
	Webcal  string // the same for a device's own calendar
}

// feedReaders are the roles that a calendar is offered to; the service decides.
var feedReaders = []v1.Seat_Role{v1.Seat_STAFF, v1.Seat_DEPUTY, v1.Seat_RESIDENT, v1.Seat_OFFICIAL, v1.Seat_MEMBER}

// feedsOf reads the calendars of a page, and adds the address that has just been made.
func (c *console) feedsOf(r *http.Request, f frame, made string) (v feedsView, err error) {
	v.frame = f
	if made != "" {
		v.Address = cmp.Or(c.opts.Site, links.Site(c.scheme()+"://"+r.Host)).Page(made)
		_, bare, _ := strings.Cut(v.Address, "://")
		v.Webcal = "webcal://" + bare
	}
	if !f.has(append(feedReaders, v1.Seat_SECURITY_ADMIN)...) {
		return v, nil
	}
	got, err := c.feeds.ListFeeds(r.Context(), &v1.ListFeedsRequest{})
	v.Feeds = got.GetFeeds()
	return v, err
}

func (c *console) scheme() string {
	if c.opts.Secure {
		return "https"
	}
	return "http"
}

// ownFeed is the visitor's own calendar.
func (c *console) ownFeed(r *http.Request, f frame, made string) (feedsView, error) {
	v, err := c.feedsOf(r, f, made)
	v.Action = "/me/feed"
	v.Feeds = slices.DeleteFunc(v.Feeds, func(f *v1.Feed) bool { return f.GetOffice() != "" || !v.has(feedReaders...) })
	return v, err
}

// officeFeeds are the calendars of offices.
func (c *console) officeFeeds(r *http.Request, f frame, made string) (feedsView, error) {
	v, err := c.feedsOf(r, f, made)
	v.Action = "/offices/feed"
	v.Feeds = slices.DeleteFunc(v.Feeds, func(f *v1.Feed) bool { return f.GetOffice() == "" })
	return v, err
}

// createFeed shows an address right away: no other answer will ever hold it.
func (c *console) createFeed(show func(*http.Request, frame, string) (templ.Component, error)) func(*http.Request, frame) (templ.Component, error) {
	return func(r *http.Request, f frame) (templ.Component, error) {
		made, err := c.feeds.CreateFeed(r.Context(), &v1.CreateFeedRequest{Office: r.PostFormValue("office")})
		if err != nil {
			return nil, err
		}
		return show(r, f, made.GetPath())
	}
}

func (c *console) revokeFeed(page string) func(*http.Request) (string, error) {
	return func(r *http.Request) (string, error) {
		_, err := c.feeds.RevokeFeed(r.Context(), &v1.RevokeFeedRequest{Office: r.PostFormValue("office")})
		return page, err
	}
}

// name is whose calendar it is.
func (v feedsView) name(f *v1.Feed) string {
	if f.GetOffice() == "" {
		return v.say(words.OwnFeed)
	}
	return f.GetOfficeName()
}

// lang is the language of the name.
func (v feedsView) lang(f *v1.Feed) string {
	if f.GetOffice() == "" {
		return v.Lang.Tag()
	}
	return words.Chinese.Tag()
}

// facts say when an address was made and read last.
func (v feedsView) facts(f *v1.Feed) string {
	if f.GetMadeAt() == nil {
		return v.say(words.NoFeed)
	}
	read := v.say(words.FeedUnread)
	if f.GetReadOn() != "" {
		read = v.say(words.FeedRead, writeDay(v.Lang, f.GetReadOn()))
	}
	return v.say(words.FeedMade, v.Lang.Moment(f.GetMadeAt().AsTime().In(zone("")))) + " · " + read
}

// makes tells whether the visitor is offered to make an address: of their own calendar, or of their office's.
func (v feedsView) makes(f *v1.Feed) bool {
	return f.GetOffice() == "" || slices.ContainsFunc(v.Seats, func(s *v1.Seat) bool { return s.GetOffice() == f.GetOffice() })
}
