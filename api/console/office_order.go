package console

import (
	"net/http"
	"net/url"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
)

// orderView is the page of an office's order of channels.
type orderView struct {
	frame
	Order *v1.OfficeOrder
	Done  bool
}

func (c *console) showOfficeOrder(r *http.Request, f frame) (templ.Component, error) {
	order, err := c.channels.GetOfficeOrder(r.Context(), &v1.GetOfficeOrderRequest{Id: r.PathValue("office")})
	return orderPage(orderView{frame: f, Order: order, Done: r.FormValue("done") != ""}), err
}

func (c *console) saveOfficeOrder(r *http.Request) (string, error) {
	office := r.PathValue("office")
	_, err := c.channels.SaveOfficeOrder(r.Context(), &v1.SaveOfficeOrderRequest{Id: office, Channels: orderOf(r)})
	return officeOrderPath(office) + "?done=yes", err
}

// officeOrderPath is the page of an office's order of channels.
func officeOrderPath(office string) string { return "/offices/" + url.PathEscape(office) + "/order" }

// officeOrderOf is the page that an address is about.
func officeOrderOf(r *http.Request) string { return officeOrderPath(r.PathValue("office")) }
