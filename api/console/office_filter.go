package console

import (
	"net/http"

	v1 "duban/api/supervisionv1"
)

// officeFilter narrows a list to an office.
type officeFilter struct {
	frame
	Path    string // of the list
	Office  string // that is shown; empty: all
	Offices []*v1.OfficeView
}

// mostOffices is how many a list can be narrowed to.
const mostOffices = 500

func (c *console) filterByOffice(r *http.Request, f frame, path string) (officeFilter, error) {
	got, err := c.offices.ListOffices(r.Context(), &v1.ListOfficesRequest{PageSize: mostOffices})
	return officeFilter{frame: f, Path: path, Office: r.FormValue("office"), Offices: got.GetOffices()}, err
}

// name is that of the office shown, as far as it is known.
func (v officeFilter) name() string {
	for _, o := range v.Offices {
		if o.GetId() == v.Office {
			return o.GetName()
		}
	}
	return v.Office
}
