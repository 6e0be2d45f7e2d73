package console

import (
	"net/http"

	"github.com/a-h/templ"

	v1 "duban/api/supervisionv1"
)

const quietPath = "/quiet"

// quietView is the page of when urgent messages wait.
type quietView struct {
	frame
	Hours *v1.QuietHours
	Done  bool // something has just been saved
}

func (c *console) showQuiet(r *http.Request, f frame) (templ.Component, error) {
	hours, err := c.channels.GetQuietHours(r.Context(), &v1.GetQuietHoursRequest{})
	return quietPage(quietView{frame: f, Hours: hours, Done: r.FormValue("done") != ""}), err
}

func (c *console) setQuiet(r *http.Request) (string, error) {
	_, err := c.channels.SetQuietHours(r.Context(), &v1.SetQuietHoursRequest{
		From: r.PostFormValue("from"), To: r.PostFormValue("to"), RestDays: r.PostFormValue("rest_days") != "",
	})
	return quietPath + "?done=yes", err
}
