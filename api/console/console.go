// Package console is the web pages of Duban, rendered on the server and working without JavaScript. It calls the same
// gRPC services as every other client, with the signed-in person's own token. It knows no database, no rule and no
// role's rights: what a person may see or do is the services' answer, never the console's guess.
package console

import (
	"log/slog"
	"net/http"
	"time"

	"google.golang.org/grpc"

	v1 "duban/api/supervisionv1"
	"duban/internal/links"
)

// Options are what the console cannot know by itself.
type Options struct {
	TemporalPages string           // address of Temporal's web pages, linked for staff; may be empty
	Provider      string           // name of the identity provider; empty: there is none
	Site          links.Site       // where people sign in; empty: wherever the browser is
	Secure        bool             // the browser comes over TLS: cookies and transport are marked so
	Now           func() time.Time // nil: the system's clock
	Log           *slog.Logger     // nil: the default logger
}

type console struct {
	campaigns   v1.CampaignServiceClient
	inspections v1.InspectionServiceClient
	notices     v1.NoticeServiceClient
	people      v1.PeopleServiceClient
	plans       v1.PlanServiceClient
	revisions   v1.RevisionServiceClient
	linkages    v1.LinkageServiceClient
	offices     v1.OfficeServiceClient
	records     v1.RecordServiceClient
	submissions v1.SubmissionServiceClient
	sessions    v1.SessionServiceClient
	rolls       v1.RollServiceClient
	accounts    v1.AccountServiceClient
	wordings    v1.WordingServiceClient
	feeds       v1.FeedServiceClient
	channels    v1.ChannelServiceClient
	opts        Options
}

// New makes the pages, to be mounted at "/". Every page calls conn with the visitor's token in the metadata key
// `authorization`.
func New(conn grpc.ClientConnInterface, opts Options) http.Handler {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Log == nil {
		opts.Log = slog.Default()
	}
	c := &console{
		campaigns:   v1.NewCampaignServiceClient(conn),
		inspections: v1.NewInspectionServiceClient(conn),
		notices:     v1.NewNoticeServiceClient(conn),
		people:      v1.NewPeopleServiceClient(conn),
		plans:       v1.NewPlanServiceClient(conn),
		revisions:   v1.NewRevisionServiceClient(conn),
		linkages:    v1.NewLinkageServiceClient(conn),
		offices:     v1.NewOfficeServiceClient(conn),
		records:     v1.NewRecordServiceClient(conn),
		submissions: v1.NewSubmissionServiceClient(conn),
		sessions:    v1.NewSessionServiceClient(conn),
		rolls:       v1.NewRollServiceClient(conn),
		accounts:    v1.NewAccountServiceClient(conn),
		wordings:    v1.NewWordingServiceClient(conn),
		feeds:       v1.NewFeedServiceClient(conn),
		channels:    v1.NewChannelServiceClient(conn),
		opts:        opts,
	}
	return c.guard(c.routes())
}

func (c *console) routes() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET /static/", assets)
	mux.HandleFunc("POST /language", c.switchLanguage)
	c.signingIn(mux)
	mux.HandleFunc("GET /{$}", c.page(c.home))
	mux.HandleFunc("GET "+links.Notices, c.page(c.listNotices))
	mux.HandleFunc("GET /campaigns", c.page(c.listCampaigns))
	mux.HandleFunc("GET /campaigns/{campaign}", c.page(c.showCampaign))
	mux.HandleFunc("GET /campaigns/{campaign}/duties", c.page(c.listDuties))
	mux.HandleFunc("GET /campaigns/{campaign}/duties/{duty...}", c.page(c.showDuty))
	mux.HandleFunc("GET /campaigns/{campaign}/groups", c.page(c.listGroups))
	mux.HandleFunc("GET /campaigns/{campaign}/projects", c.page(c.listProjects))
	mux.HandleFunc("GET /campaigns/{campaign}/notices", c.page(c.listNotices))
	mux.HandleFunc("GET /inspections/{inspection}", c.page(c.showInspection))
	mux.HandleFunc("POST /inspections/{inspection}/notes", c.action(formLimit, inspectionOf, c.submitNote))
	mux.HandleFunc("POST /inspections/{inspection}/conclusion", c.action(formLimit, inspectionOf, c.conclude))
	mux.HandleFunc("POST /campaigns/{campaign}/submissions/{submission}/approved/{duty...}", c.action(formLimit, fromDuty, c.approvePaper))
	mux.HandleFunc("POST /campaigns/{campaign}/submissions/{submission}/sent-back/{duty...}", c.action(formLimit, fromDuty, c.sendPaperBack))
	c.plansAndRevisions(mux)
	c.sharing(mux)
	c.officesAndSeats(mux)
	mux.HandleFunc("GET /record", c.page(c.showRecord))
	mux.HandleFunc("GET /record/rows", c.page(c.listRecordRows))
	mux.HandleFunc("GET /record/rows/{index}", c.page(c.showRecordRow))
	mux.HandleFunc("GET /record/checkpoints", c.page(c.listCheckpoints))
	mux.HandleFunc("GET /circulars/{month}", c.page(c.showCircular))
	c.peopleAndFiles(mux)
	c.keepingAccounts(mux)
	c.wordingMessages(mux)
	c.lookingAfterMessages(mux)
	c.keepingChannels(mux)
	mux.HandleFunc("/", c.noSuchPage)
	return mux
}

// signingIn are the ways in and out, and the page about oneself.
func (c *console) signingIn(mux *http.ServeMux) {
	mux.HandleFunc("GET /signin", c.showSignIn)
	mux.HandleFunc("POST /signin", c.signIn)
	mux.HandleFunc("GET /signin/code", c.showCode)
	mux.HandleFunc("POST /signin/code", c.signInByCode)
	mux.HandleFunc("GET /signin/identity", c.beginIdentity)
	mux.HandleFunc("GET /signin/identity/done", c.finishIdentity)
	mux.HandleFunc("POST /signout", c.signOut)
	mux.HandleFunc("GET /me", c.page(c.showMe))
	mux.HandleFunc("GET "+passwordPath, c.page(c.showPassword))
	mux.HandleFunc("POST "+passwordPath, c.form(formLimit, here(passwordPath), c.changePassword))
	mux.HandleFunc("POST /me/host", c.form(formLimit, here("/"), c.switchHost))
	mux.HandleFunc("POST /me/tokens", c.look(formLimit, here("/me"), c.createToken))
	mux.HandleFunc("POST /me/sessions/{session}/ended", c.action(formLimit, here("/me"), c.endSession))
	mux.HandleFunc("POST "+preferencePath, c.action(formLimit, here("/me"), c.savePreference))
	mux.HandleFunc("POST /me/feed", c.look(formLimit, here("/me"), c.createFeed(c.meWithFeed)))
	mux.HandleFunc("POST /me/feed/revoked", c.action(formLimit, here("/me"), c.revokeFeed("/me")))
}

// plansAndRevisions are the pages of what can be done with plans, before a campaign and during it.
func (c *console) plansAndRevisions(mux *http.ServeMux) {
	mux.HandleFunc("GET /rehearse", c.page(c.showRehearse))
	mux.HandleFunc("POST /rehearse", c.look(planLimit, here("/rehearse"), c.rehearse))
	mux.HandleFunc("GET /campaigns/{campaign}/quotas", c.page(c.listQuotas))
	mux.HandleFunc("GET /campaigns/{campaign}/events", c.page(c.listEvents))
	mux.HandleFunc("POST /campaigns/{campaign}/events/{event}", c.look(formLimit, below("events"), c.lookAtDate))
	mux.HandleFunc("POST /campaigns/{campaign}/events/{event}/confirmed", c.action(formLimit, below("events"), c.dateEvent))
	mux.HandleFunc("GET /campaigns/{campaign}/plan", c.showPlan)
	mux.HandleFunc("GET /campaigns/{campaign}/amendment", c.page(c.showAmend))
	mux.HandleFunc("POST /campaigns/{campaign}/amendment", c.look(planLimit, below("amendment"), c.lookAtAmendment))
	mux.HandleFunc("POST /campaigns/{campaign}/amendment/confirmed", c.action(planLimit, below("amendment"), c.amend))
}

// sharing are the pages of what congresses share with those above them.
func (c *console) sharing(mux *http.ServeMux) {
	mux.HandleFunc("GET /campaigns/{campaign}/linkage", c.page(c.showLinkage))
	mux.HandleFunc("POST /campaigns/{campaign}/linkage", c.action(formLimit, below("linkage"), c.shareCampaign))
	mux.HandleFunc("POST /campaigns/{campaign}/linkage/ended", c.action(formLimit, below("linkage"), c.unshareCampaign))
	mux.HandleFunc("GET /shared", c.page(c.listShared))
	mux.HandleFunc("GET /shared/{campaign}", c.page(c.showShared))
}

// officesAndSeats are the pages of what a host is made of, and of where it stands among the others.
func (c *console) officesAndSeats(mux *http.ServeMux) {
	mux.HandleFunc("GET /offices", c.page(c.listOffices))
	mux.HandleFunc("POST /offices", c.action(formLimit, here("/offices"), c.saveOffice))
	mux.HandleFunc("POST /offices/feed", c.look(formLimit, here("/offices"), c.createFeed(c.officesWithFeed)))
	mux.HandleFunc("POST /offices/feed/revoked", c.action(formLimit, here("/offices"), c.revokeFeed("/offices?done=yes")))
	mux.HandleFunc("GET /offices/{office}/order", c.page(c.showOfficeOrder))
	mux.HandleFunc("POST /offices/{office}/order", c.action(formLimit, officeOrderOf, c.saveOfficeOrder))
	mux.HandleFunc("POST /host", c.action(formLimit, here("/offices"), c.placeHost))
	mux.HandleFunc("GET /seats", c.page(c.listSeats))
	mux.HandleFunc("POST /seats", c.action(formLimit, here("/seats"), c.saveSeat))
}

// peopleAndFiles are the pages of the host's roll.
func (c *console) peopleAndFiles(mux *http.ServeMux) {
	mux.HandleFunc("GET /people", c.page(c.listPeople))
	mux.HandleFunc("GET /people/{person...}", c.page(c.showPerson))
	mux.HandleFunc("GET /people/export", c.exportPeople)
	mux.HandleFunc("GET /people/import", c.page(c.showImport))
	mux.HandleFunc("POST /people/import", c.look(rollLimit, here("/people/import"), c.previewImport))
	mux.HandleFunc("POST /people/import/confirmed", c.action(rollLimit, here("/people/import"), c.importPeople))
	mux.HandleFunc("POST /people", c.action(formLimit, here("/people"), c.savePerson))
	mux.HandleFunc("POST /seated/{person...}", c.action(formLimit, personOf, c.seatPerson))
	mux.HandleFunc("POST /left/{person...}", c.action(formLimit, personOf, c.endTerm))
	mux.HandleFunc("POST /reduced/{person...}", c.action(formLimit, personOf, c.reducePerson))
	mux.HandleFunc("GET /held/{person...}", c.page(c.showHeld))
	mux.HandleFunc("GET /held.json/{person...}", c.downloadHeld)
}

// keepingAccounts are the pages of the security administrator.
func (c *console) keepingAccounts(mux *http.ServeMux) {
	mux.HandleFunc("GET "+accountsPath, c.page(c.listAccounts))
	mux.HandleFunc("POST "+accountsPath, c.look(formLimit, here(accountsPath), c.resetAccount))
	mux.HandleFunc("POST /accounts/locked", c.action(formLimit, here(accountsPath), c.lockAccount))
	mux.HandleFunc("POST /accounts/sessions-ended", c.action(formLimit, here(accountsPath), c.endAllSessions))
	mux.HandleFunc("POST /accounts/identity", c.action(formLimit, here(accountsPath), c.bindIdentity))
	mux.HandleFunc("POST /accounts/admitted", c.action(formLimit, here(accountsPath), c.admitAccount))
}

// wordingMessages are the pages of how messages read.
func (c *console) wordingMessages(mux *http.ServeMux) {
	mux.HandleFunc("GET "+wordingsPath, c.page(c.listWordings))
	mux.HandleFunc("GET /wording/{kind}/{language}", c.page(c.showWording))
	mux.HandleFunc("POST /wording/{kind}/{language}", c.form(formLimit, wordingOf, c.saveWording))
	mux.HandleFunc("POST /wording/{kind}/{language}/preview", c.look(formLimit, wordingOf, c.previewWording))
}

// lookingAfterMessages are the pages of whom to ring, what did not arrive, and when messages wait.
func (c *console) lookingAfterMessages(mux *http.ServeMux) {
	mux.HandleFunc("GET "+callsPath, c.page(c.listCalls))
	mux.HandleFunc("POST /calls/{message}", c.action(formLimit, fromCalls, c.tickCall))
	mux.HandleFunc("POST /calls/{message}/again", c.action(formLimit, fromCalls, c.untickCall))
	mux.HandleFunc("GET "+tickedPath, c.page(c.listTicked))
	mux.HandleFunc("GET "+undeliveredPath, c.page(c.listUndelivered))
	mux.HandleFunc("GET "+quietPath, c.page(c.showQuiet))
	mux.HandleFunc("POST "+quietPath, c.action(formLimit, here(quietPath), c.setQuiet))
}

// keepingChannels are the pages of the ways by which people are reached.
func (c *console) keepingChannels(mux *http.ServeMux) {
	mux.HandleFunc("GET "+channelsPath, c.page(c.listChannels))
	mux.HandleFunc("POST "+channelsPath, c.form(formLimit, here(channelsPath), c.createChannel))
	for _, kind := range channelKinds {
		mux.HandleFunc("GET "+newChannelPath(kind), c.page(c.showNewChannel(kind)))
	}
	mux.HandleFunc("GET /channels/{channel}", c.page(c.showChannel))
	mux.HandleFunc("POST /channels/{channel}", c.form(formLimit, channelOf, c.changeChannel))
	mux.HandleFunc("POST /channels/{channel}/switched", c.action(formLimit, channelOf, c.switchChannel))
	mux.HandleFunc("POST /channels/{channel}/inside", c.action(formLimit, channelOf, c.allowInside))
	mux.HandleFunc("POST /channels/{channel}/tests", c.action(formLimit, channelOf, c.testChannel))
	mux.HandleFunc("GET /channels/{channel}/tests/{message}", c.page(c.showTrial))
}
