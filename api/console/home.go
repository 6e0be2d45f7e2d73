package console

import (
	"net/http"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
)

// home is where a person begins: with the campaigns or, whoever only administers and sees none, with what they keep.
func (c *console) home(r *http.Request, f frame) (templ.Component, error) {
	switch {
	case f.has(v1.Seat_STAFF, v1.Seat_DEPUTY, v1.Seat_RESIDENT, v1.Seat_OFFICIAL, v1.Seat_MEMBER):
		return c.listCampaigns(r, f)
	case f.has(v1.Seat_SYSTEM_ADMIN):
		return c.listOffices(r, f)
	case f.has(v1.Seat_SECURITY_ADMIN):
		return c.listAccounts(r, f)
	case f.has(v1.Seat_AUDITOR):
		return c.showRecord(r, f)
	}
	return c.listCampaigns(r, f)
}
