// Package links knows at which addresses the console's pages stand, so that what is sent to people leads to pages that there
// are. It knows neither what is on them nor who may see it.
package links

import (
	"errors"
	"net/url"
	"strings"
)

// Site is where people sign in, such as https://duban.example.cn. The zero Site is nowhere.
type Site string

// UnmarshalText refuses what is no address of a site: nobody would find out before a message leads nowhere.
func (s *Site) UnmarshalText(text []byte) error {
	u, err := url.Parse(string(text))
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		return errors.New("网址的格式为 an address is of the form https://duban.example.cn")
	}
	*s = Site(text)
	return nil
}

// Page is the whole address of a page; empty where there is no site.
func (s Site) Page(path string) string {
	if s == "" {
		return ""
	}
	return strings.TrimSuffix(string(s), "/") + path
}

// Pages that are one for everybody.
const (
	Home      = "/"
	Campaigns = "/campaigns"
	Notices   = "/notices" // of whoever has signed in
)

// Campaign is the page of a campaign, or one below it.
func Campaign(id string, below ...string) string {
	return strings.Join(append([]string{Campaigns, url.PathEscape(id)}, below...), "/")
}

// Duty is the page of a duty.
func Duty(campaign, id string) string { return Campaign(campaign, "duties", Tail(id)) }

// Tail is an id that has slashes of its own, as a duty's has, as the end of an address.
func Tail(id string) string {
	parts := strings.Split(id, "/")
	for i := range parts {
		parts[i] = url.PathEscape(parts[i])
	}
	return strings.Join(parts, "/")
}

// Inspection is the page of an inspection.
func Inspection(id string) string { return "/inspections/" + url.PathEscape(id) }
