package console

import (
	"net/http"
	"strings"

	"github.com/a-h/templ"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/status"

	"duban/api/console/words"
	v1 "duban/api/supervisionv1"
)

// channelForm is the form by which a channel is made or changed. It never shows a secret, not even one that was just written.
type channelForm struct {
	frame
	Channel *v1.Channel       // as it is written
	New     bool              // it is to be made
	Offices []*v1.OfficeView  // of one of which it will be
	Faults  map[string]string // what is wrong, by field
}

// showNewChannel shows the form of a kind, which has only the fields of that kind.
func (c *console) showNewChannel(kind v1.Channel_Kind) func(*http.Request, frame) (templ.Component, error) {
	return func(r *http.Request, f frame) (templ.Component, error) {
		return c.newChannelPage(r, channelForm{frame: f, New: true, Channel: &v1.Channel{Kind: kind, Office: r.FormValue("office")}})
	}
}

// newChannelPath is where a channel of a kind is made.
func newChannelPath(kind v1.Channel_Kind) string {
	return channelsPath + "/new/" + strings.ToLower(kind.String())
}

func (c *console) newChannelPage(r *http.Request, form channelForm) (templ.Component, error) {
	got, err := c.offices.ListOffices(r.Context(), &v1.ListOfficesRequest{PageSize: mostOffices})
	form.Offices = got.GetOffices()
	return newChannelPage(form), err
}

// createChannel makes a channel; the form of one that is there already would change it unseen.
func (c *console) createChannel(w http.ResponseWriter, r *http.Request, f frame) {
	req := writtenChannel(r)
	req.Id = strings.TrimSpace(r.PostFormValue("id"))
	form := channelForm{frame: f, New: true, Channel: unsaved(req)}
	if f.has(v1.Seat_SYSTEM_ADMIN) && c.isThere(r, req.GetId()) {
		form.Faults = map[string]string{"id": f.say(words.ChannelTaken)}
		c.showForm(w, r, form, http.StatusConflict)
		return
	}
	c.saveChannel(w, r, form, req)
}

func (c *console) isThere(r *http.Request, channel string) bool {
	_, err := c.channels.GetChannel(r.Context(), &v1.GetChannelRequest{Id: channel})
	return err == nil
}

// changeChannel changes a channel, whose office and kind stay.
func (c *console) changeChannel(w http.ResponseWriter, r *http.Request, f frame) {
	ch, err := c.channels.GetChannel(r.Context(), &v1.GetChannelRequest{Id: r.PathValue("channel")})
	if err != nil {
		c.fail(w, r, f, err)
		return
	}
	req := writtenChannel(r)
	req.Id, req.Office, req.Kind, req.Off = ch.GetId(), ch.GetOffice(), ch.GetKind(), ch.GetOff()
	c.saveChannel(w, r, channelForm{frame: f, Channel: unsaved(req)}, req)
}

// saveChannel stores what is written on the form, or shows it again with what is wrong at its field.
func (c *console) saveChannel(w http.ResponseWriter, r *http.Request, form channelForm, req *v1.SaveChannelRequest) {
	_, err := c.channels.SaveChannel(r.Context(), req)
	switch form.Faults = form.faultsOf(err); {
	case err == nil:
		http.Redirect(w, r, channelPath(req.GetId())+"?done=yes", http.StatusSeeOther)
	case len(form.Faults) > 0:
		form.askAgain(req)
		c.showForm(w, r, form, http.StatusBadRequest)
	default:
		c.fail(w, r, form.frame, err)
	}
}

// showForm shows a form that was refused, on the page where it stood.
func (c *console) showForm(w http.ResponseWriter, r *http.Request, form channelForm, code int) {
	show := func() (templ.Component, error) { return c.newChannelPage(r, form) }
	if !form.New {
		show = func() (templ.Component, error) { return c.refusedChannel(r, form) }
	}
	body, err := show()
	if err != nil {
		c.fail(w, r, form.frame, err)
		return
	}
	c.render(w, r, code, body)
}

func (c *console) refusedChannel(r *http.Request, form channelForm) (templ.Component, error) {
	ch, err := c.channels.GetChannel(r.Context(), &v1.GetChannelRequest{Id: form.Channel.GetId()})
	if err != nil {
		return nil, err
	}
	return c.channelPage(r, form.frame, ch, form)
}

// writtenChannel is what stands on the form. What is copied from elsewhere often comes with blanks around it.
func writtenChannel(r *http.Request) *v1.SaveChannelRequest {
	field := func(name string) string { return strings.TrimSpace(r.PostFormValue(name)) }
	return &v1.SaveChannelRequest{
		Office: field("office"), Kind: v1.Channel_Kind(v1.Channel_Kind_value[r.PostFormValue("kind")]), Title: field("title"),
		Address: field("address"), Sender: field("sender"), Secret: field("secret"),
	}
}

// unsaved is a request as its form shows it again: without the token that stands in a robot's address.
func unsaved(req *v1.SaveChannelRequest) *v1.Channel {
	ch := &v1.Channel{
		Id: req.GetId(), Office: req.GetOffice(), Kind: req.GetKind(), Title: req.GetTitle(), Address: req.GetAddress(), Sender: req.GetSender(),
	}
	if robot(req.GetKind()) {
		ch.Address, _, _ = strings.Cut(ch.GetAddress(), "?")
	}
	return ch
}

// askAgain says at which fields something has to be given again, because it is shown nowhere.
func (form channelForm) askAgain(req *v1.SaveChannelRequest) {
	if _, faulty := form.Faults["address"]; !faulty && form.Channel.GetAddress() != req.GetAddress() {
		form.Faults["address"] = form.say(words.AddressAgain)
	}
	if _, faulty := form.Faults["secret"]; !faulty && req.GetSecret() != "" {
		form.Faults["secret"] = form.say(words.SecretAgain)
	}
}

// faultsOf is what a refusal says of the fields of the form, the first of each.
func (f frame) faultsOf(err error) map[string]string {
	faults := map[string]string{}
	for _, d := range status.Convert(err).Details() {
		bad, _ := d.(*errdetails.BadRequest)
		for _, v := range bad.GetFieldViolations() {
			if _, told := faults[v.GetField()]; !told {
				faults[v.GetField()] = f.fault(v)
			}
		}
	}
	return faults
}

// fault is what is wrong with a field: in the clerk's words, or, where its form alone is, in the page's.
func (f frame) fault(v *errdetails.BadRequest_FieldViolation) string {
	_, text, ofChannel := strings.Cut(v.GetDescription(), "CHANNEL ")
	if t, known := words.ChannelField[v.GetField()]; known && !ofChannel {
		return f.say(t)
	}
	return sentence(f.Lang, text)
}

// hasSecret tells whether a secret is written in a field of its own: a robot of WeCom has it in its address.
func (form channelForm) hasSecret() bool {
	_, has := words.ChannelSecret[form.Channel.GetKind()]
	return has
}

// hasSender tells whether the form says from whom messages are.
func (form channelForm) hasSender() bool { return form.Channel.GetKind() == v1.Channel_MAIL }

// secretHint says where the secret comes from, and, of a channel that is there, that it has one.
func (form channelForm) secretHint() string {
	hint := form.say(words.ChannelSecretIs[form.Channel.GetKind()])
	if form.New {
		return hint
	}
	return form.say(words.SecretKept) + form.Lang.Choose("", " ") + hint
}

// action is where the form goes.
func (form channelForm) action() string {
	if form.New {
		return channelsPath
	}
	return channelPath(form.Channel.GetId())
}

// channelExample is an id and a title such as a channel of the kind may have.
var channelExample = map[v1.Channel_Kind][2]string{
	v1.Channel_MAIL:     {"office-mail", "市人大邮箱"},
	v1.Channel_DINGTALK: {"chengguan-group", "城管局督办群"},
	v1.Channel_WECOM:    {"jiaoyu-group", "教育局督办群"},
	v1.Channel_WEBHOOK:  {"office-oa", "政务办公平台"},
}
