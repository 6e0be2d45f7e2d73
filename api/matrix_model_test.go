package api_test

import "strings"

// The roles that a caller can have: those of seats, and two that have none.
const (
	noSeat    = "NO_SEAT"    // signed in until the term ended, and the session with it
	signedOut = "SIGNED_OUT" // not signed in
)

var everyRole = strings.Fields("STAFF DEPUTY RESIDENT OFFICIAL MEMBER SYSTEM_ADMIN SECURITY_ADMIN AUDITOR " + noSeat + " " + signedOut)

// Who is meant where several roles may do the same.
const (
	readers = "STAFF DEPUTY RESIDENT OFFICIAL MEMBER"
	above   = "STAFF DEPUTY MEMBER" // of a congress above, what is shared with it
	// Who may know of an unannounced visit until it has taken place.
	untilThen = "STAFF DEPUTY RESIDENT MEMBER"
	anybody   = readers + " SYSTEM_ADMIN SECURITY_ADMIN AUDITOR"
)

// rule says of one rpc who may call it. It is written by hand from what the law and the readers expect, and not
// read out of the protos: where the two differ, one of them is wrong.
type rule struct {
	rpc     string
	ask     string // a request that must pass; {{names}} stand for what belongs to the congress that is asked about, [[others]] do not
	may     string // roles that may in their own congress
	refused string // roles that come in and are then told that this is not theirs: they may see the thing anyway
	above   string // roles that may in the congress above with which the thing is shared
	page    string // the page that does it, with the form's fields, or with a file; empty where there is none
	part    string // the page's part that is of it, where the page is for more than may see that part
	onPage  string // roles to which the page shows it, where others may too
	open    bool   // also whoever has not signed in
	ends    bool   // the session by which the caller comes in, so that each comes in by a fresh one
	filter  bool   // a list that is narrowed: what is not there, or not theirs, leaves it empty
}

// anybodys is a rule of what belongs to no congress or to the caller's own: the same wherever the caller sits.
func (r rule) anybodys() bool { return !strings.Contains(r.ask, "{{") }

var model = []rule{
	// Plans and campaigns.
	{rpc: "CheckPlan", ask: `{"yaml":"id: x"}`, may: readers, page: "POST /rehearse?text=id: x"},
	{rpc: "RehearsePlan", ask: `{"yaml":"[[any-plan]]"}`, may: readers, page: "POST /rehearse?text=[[any-plan]]"},
	{rpc: "ListPlans", ask: `{}`, may: readers, page: "GET /rehearse"},
	{rpc: "CreateCampaign", ask: `{"yaml":"{{plan}}"}`, may: "STAFF"},
	{rpc: "ListCampaigns", ask: `{}`, may: readers, page: "GET /campaigns"},
	{rpc: "GetCampaign", ask: `{"id":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}"},
	{rpc: "GetPlan", ask: `{"campaign":"{{campaign}}"}`, may: "STAFF", page: "GET /campaigns/{{campaign}}/plan"},
	{rpc: "LaunchCampaign", ask: `{"id":"{{campaign}}"}`, may: "STAFF"},
	{rpc: "HoldCampaign", ask: `{"id":"{{campaign}}","reason":"x"}`, may: "STAFF"},
	{rpc: "ResumeCampaign", ask: `{"id":"{{campaign}}"}`, may: "STAFF"},
	{rpc: "AdvanceCampaign", ask: `{"id":"{{campaign}}","phase":"MONITORING","reason":"x"}`, may: "STAFF"},
	{rpc: "CancelCampaign", ask: `{"id":"{{doomed}}","reason":"x"}`, may: "STAFF"},
	{rpc: "SubmitReports", ask: `{"id":"{{campaign}}","override_reason":"x"}`, may: "STAFF"},
	{
		rpc: "AmendCampaign", ask: `{"id":"{{campaign}}","plan_source":"{{plan}}","reason":"x","validate_only":true}`, may: "STAFF", refused: "DEPUTY RESIDENT OFFICIAL MEMBER",
		page: "POST /campaigns/{{campaign}}/amendment?text={{plan}}&reason=x",
	},

	// What a campaign is made of.
	{rpc: "ListPhases", ask: `{"id":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}"},
	{rpc: "ListDuties", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/duties"},
	{rpc: "GetDuty", ask: `{"campaign":"{{campaign}}","id":"{{duty}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/duties/{{duty}}"},
	{rpc: "ExtendDuty", ask: `{"campaign":"{{campaign}}","id":"{{duty}}","last_day":"2021-06-20","reason":"x"}`, may: "STAFF"},
	{rpc: "ExcuseDuty", ask: `{"campaign":"{{campaign}}","id":"{{spare}}","reason":"x"}`, may: "STAFF"},
	{rpc: "ListQuotas", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/quotas"},
	{rpc: "ListCalls", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}"},
	{rpc: "ListProjects", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/projects"},
	{rpc: "ListGroups", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/groups"},
	{rpc: "ListEvents", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/events"},
	{
		rpc: "DateEvent", ask: `{"campaign":"{{campaign}}","event":"{{event}}","date":"2020-12-28","reason":"x","validate_only":true}`, may: "STAFF", refused: "DEPUTY RESIDENT OFFICIAL MEMBER",
		page: "POST /campaigns/{{campaign}}/events/{{event}}?date=2020-12-28&reason=x",
	},

	// Inspections: deputies and residents inspect (代表法 31: they open and judge, and do not handle); who is supervised
	// reads no notes; whoever answers for the visit concludes it, here a deputy who convenes the group.
	{rpc: "GetInspection", ask: `{"id":"{{visit}}"}`, may: readers, page: "GET /inspections/{{visit}}"},
	{rpc: "ListInspections", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}"},
	{rpc: "ScheduleInspection", ask: `{"id":"{{visit}}","visit_day":"2020-06-05","place":"x"}`, may: "STAFF DEPUTY", refused: "RESIDENT MEMBER"},
	{
		rpc: "SubmitNote", ask: `{"inspection":"{{visit}}","id":"{{note}}","text":"x"}`, may: "DEPUTY", refused: "RESIDENT",
		page: "POST /inspections/{{visit}}/notes?id={{note}}&text=x",
	},
	{
		rpc: "ListNotes", ask: `{"inspection":"{{visit}}"}`, may: "STAFF DEPUTY RESIDENT MEMBER",
		page: "GET /inspections/{{visit}}", part: `class="written"`,
	},
	{
		rpc: "ConcludeInspection", ask: `{"id":"{{visit}}","conclusion":"x"}`, may: "DEPUTY", refused: "STAFF RESIDENT MEMBER",
		page: "POST /inspections/{{visit}}/conclusion?text=x",
	},

	// Unannounced visits: until one has taken place, whoever is supervised is told what somebody is told of no visit.
	{rpc: "GetInspection", ask: `{"id":"{{surprise}}"}`, may: untilThen, page: "GET /inspections/{{surprise}}"},
	{rpc: "ScheduleInspection", ask: `{"id":"{{surprise}}","visit_day":"2020-06-05","place":"x"}`, may: "STAFF DEPUTY", refused: "RESIDENT MEMBER"},
	{rpc: "ListNotes", ask: `{"inspection":"{{surprise}}"}`, may: untilThen, page: "GET /inspections/{{surprise}}"},
	{rpc: "GetDuty", ask: `{"campaign":"{{campaign}}","id":"{{surprise-duty}}"}`, may: untilThen, page: "GET /campaigns/{{campaign}}/duties/{{surprise-duty}}"},
	{
		rpc: "SubmitDocument", ask: `{"campaign":"{{campaign}}","id":"{{new-paper}}","duty":"{{surprise-duty}}","title":"x","text":"x"}`, may: "DEPUTY",
		refused: "STAFF RESIDENT MEMBER",
	},
	{
		rpc: "ListSubmissions", ask: `{"campaign":"{{campaign}}","duty":"{{surprise-duty}}"}`, may: readers,
		page: "GET /campaigns/{{campaign}}/duties/{{surprise-duty}}", onPage: untilThen,
	},

	// Papers: whoever holds the duty submits; staff receive. A unit handles but never closes.
	{
		rpc: "SubmitDocument", ask: `{"campaign":"{{campaign}}","id":"{{new-paper}}","duty":"{{plan-duty}}","title":"x","text":"x"}`, may: "DEPUTY",
		refused: "STAFF RESIDENT OFFICIAL MEMBER",
	},
	{
		rpc: "GetSubmission", ask: `{"campaign":"{{campaign}}","id":"{{paper}}"}`, may: readers,
		page: "GET /campaigns/{{campaign}}/duties/{{plan-duty}}", part: `id="papers"`,
	},
	{rpc: "ListSubmissions", ask: `{"campaign":"{{campaign}}"}`, may: readers, page: "GET /campaigns/{{campaign}}/duties/{{plan-duty}}"},
	// What a liaison drafts is the unit's own affair until its head, here the official, lets it out.
	{
		rpc: "ApproveSubmission", ask: `{"campaign":"{{campaign}}","id":"{{draft}}"}`, may: "OFFICIAL",
		page: "POST /campaigns/{{campaign}}/submissions/{{draft}}/approved/{{draft-duty}}",
	},
	{
		rpc: "SendBackSubmission", ask: `{"campaign":"{{campaign}}","id":"{{bad-draft}}","reason":"x"}`, may: "OFFICIAL",
		page: "POST /campaigns/{{campaign}}/submissions/{{bad-draft}}/sent-back/{{draft-duty}}?reason=x",
	},
	{rpc: "AcceptSubmission", ask: `{"campaign":"{{campaign}}","id":"{{paper}}"}`, may: "STAFF"},
	{rpc: "ReturnSubmission", ask: `{"campaign":"{{campaign}}","id":"{{paper}}","reason":"x"}`, may: "STAFF"},

	// Votes.
	{rpc: "GetPoll", ask: `{"id":"{{poll}}"}`, may: readers},
	{rpc: "ListPolls", ask: `{"campaign":"{{campaign}}"}`, may: readers},
	{rpc: "CastBallot", ask: `{"id":"{{poll}}","choices":[{"project":"p01","grade":"SATISFIED"}]}`, may: "MEMBER"},
	{rpc: "ClosePoll", ask: `{"id":"{{poll}}","reason":"x"}`, may: "STAFF"},

	// Notices, and oneself.
	{rpc: "ListNotices", ask: `{"campaign":"{{campaign}}"}`, may: readers, filter: true, page: "GET /campaigns/{{campaign}}/notices"},
	{rpc: "ListNotices", ask: `{}`, may: readers, page: "GET /notices"},
	{rpc: "WhoAmI", ask: `{}`, may: anybody, page: "GET /me"},

	// How messages read is for those who send them; what a preview shows is what staff may read of notices anyway.
	{rpc: "ListWordings", ask: `{}`, may: "STAFF", page: "GET /wording"},
	{
		rpc: "SaveWording", ask: `{"kind":"TEST","language":"zh","subject":"x","text":"x"}`, may: "STAFF",
		page: "POST /wording/test/zh?subject=x&text=x",
	},
	{
		rpc: "PreviewWording", ask: `{"kind":"DIGEST","language":"zh","subject":"x","text":"x"}`, may: "STAFF",
		page: "POST /wording/digest/zh/preview?subject=x&text=x",
	},

	// How people are reached: the system administrator sets it up, the security administrator says what may lead inside, the office
	// rings and looks after what did not arrive. A message is for staff and for whoever it is to.
	{rpc: "ListChannels", ask: `{}`, may: "STAFF SYSTEM_ADMIN SECURITY_ADMIN", page: "GET /channels"},
	{rpc: "GetChannel", ask: `{"id":"{{channel}}"}`, may: "STAFF SYSTEM_ADMIN SECURITY_ADMIN", page: "GET /channels/{{channel}}"},
	{
		rpc: "SaveChannel", ask: `{"id":"one-more","office":"office","kind":"MAIL","address":"smtps://mail.example.cn:465","sender":"duban@example.cn"}`,
		may: "SYSTEM_ADMIN", page: "POST /channels?id=one-more&office=office&kind=MAIL&address=smtps://mail.example.cn:465&sender=duban@example.cn",
	},
	{
		rpc: "AllowInside", ask: `{"id":"{{channel}}","inside":true,"address":"https://hook.example.cn/"}`, may: "SECURITY_ADMIN",
		page: "POST /channels/{{channel}}/inside?inside=yes&address=https://hook.example.cn/",
	},
	{rpc: "TestChannel", ask: `{"id":"{{channel}}"}`, may: "SYSTEM_ADMIN", page: "POST /channels/{{channel}}/tests"},
	{rpc: "GetMessage", ask: `{"id":"{{message}}"}`, may: "STAFF", page: "GET /channels/{{channel}}/tests/{{message}}"},
	{rpc: "GetPreference", ask: `{}`, may: anybody, page: "GET /me"},
	{
		rpc: "SavePreference", ask: `{"channels":["WEBHOOK","MAIL"],"language":"en"}`, may: anybody,
		page: "POST /me/preference?first=WEBHOOK&second=MAIL&language=en",
	},
	{rpc: "GetOfficeOrder", ask: `{"id":"{{office}}"}`, may: "STAFF SYSTEM_ADMIN", page: "GET /offices/{{office}}/order"},
	{
		rpc: "SaveOfficeOrder", ask: `{"id":"{{office}}","channels":["MAIL"]}`, may: "SYSTEM_ADMIN",
		page: "POST /offices/{{office}}/order?first=MAIL",
	},
	{rpc: "GetQuietHours", ask: `{}`, may: "STAFF", page: "GET /quiet"},
	{rpc: "SetQuietHours", ask: `{"from":"22:00","to":"06:30"}`, may: "STAFF", page: "POST /quiet?from=22:00&to=06:30"},
	{rpc: "ListPhoneCalls", ask: `{}`, may: "STAFF", page: "GET /calls"},
	{rpc: "TickCall", ask: `{"id":"{{call}}","reached":true}`, may: "STAFF", page: "POST /calls/{{call}}?reached=yes"},
	{rpc: "UntickCall", ask: `{"id":"{{ticked}}"}`, may: "STAFF", page: "POST /calls/{{ticked}}/again"},
	{rpc: "CountPhoneCalls", ask: `{}`, may: "STAFF", page: "GET /calls"},
	{rpc: "ListDeliveries", ask: `{"person":"{{person}}"}`, may: "STAFF", filter: true, page: "GET /people/{{person}}", part: `id="told"`},
	{rpc: "ListDeliveries", ask: `{"ticked":true}`, may: "STAFF", page: "GET /ticked"},
	{rpc: "ListUndelivered", ask: `{}`, may: "STAFF", page: "GET /undelivered"},
	{
		rpc:  "AcceptReceipt",
		ask:  `{"host":"hangzhou","channel":"city-hook","key":"{{message}}","state":"READ","timestamp":"{{stamp}}","signature":"{{signature}}"}`,
		open: true,
	},

	// The record: everybody sees where it stands, and can keep that; what stands in it is for the auditor, and for nobody
	// who does what it tells of, administrators least of all.
	{rpc: "GetRecordHead", ask: `{}`, may: anybody, page: "GET /record"},
	{rpc: "ListRecordRows", ask: `{}`, may: "AUDITOR", page: "GET /record/rows"},
	{rpc: "GetRecordRow", ask: `{"index":"1"}`, may: "AUDITOR", page: "GET /record/rows/1"},
	{rpc: "ListCheckpoints", ask: `{}`, may: "AUDITOR", page: "GET /record/checkpoints"},
	// The office issues the monthly circular; whoever is meant to have it gets the paper.
	{rpc: "GetCircular", ask: `{"month":"2020-05"}`, may: "STAFF", page: "GET /circulars/2020-05"},

	// Signing in, and one's own sessions: everybody; accounts: the security administrator.
	{rpc: "SignIn", ask: `{"login":"{{login}}","password":"{{password}}"}`, open: true, page: "POST /signin?login={{login}}&password={{password}}"},
	{rpc: "BeginIdentity", ask: `{}`, open: true, page: "GET /signin/identity"},
	{rpc: "FinishIdentity", ask: `{"code":"x","state":"x","ticket":"x"}`, open: true, page: "GET /signin/identity/done?code=x&state=x"},
	{rpc: "SignOut", ask: `{}`, may: anybody, ends: true, page: "POST /signout"},
	{rpc: "ChangePassword", ask: `{"current_password":"x","new_password":"x"}`, may: anybody, page: "POST /me/password?current=x&new=x&again=x"},
	{rpc: "SwitchHost", ask: `{"host":"{{host}}"}`, may: anybody, ends: true, page: "POST /me/host?host={{host}}"},
	{rpc: "ListSessions", ask: `{}`, may: anybody, page: "GET /me"},
	{rpc: "CreateToken", ask: `{"label":"x","scopes":["read"],"days":1}`, may: anybody, page: "POST /me/tokens?label=x&scope=read&days=1"},
	{rpc: "EndSession", ask: `{"id":"{{session}}"}`, page: "POST /me/sessions/{{session}}/ended"}, // somebody else's
	{rpc: "EndSession", ask: `{"id":"[[own-session]]"}`, may: anybody, page: "POST /me/sessions/[[own-session]]/ended"},
	{rpc: "ListAccounts", ask: `{}`, may: "SECURITY_ADMIN", page: "GET /accounts"},
	{
		rpc: "ResetAccount", ask: `{"id":"{{person}}","login":"fresh"}`, may: "SECURITY_ADMIN",
		page: "POST /accounts?id={{person}}&login=fresh",
	},
	{
		rpc: "LockAccount", ask: `{"id":"{{person}}","reason":"x"}`, may: "SECURITY_ADMIN",
		page: "POST /accounts/locked?id={{person}}&reason=x",
	},
	{
		rpc: "EndSessions", ask: `{"id":"{{person}}","reason":"x"}`, may: "SECURITY_ADMIN",
		page: "POST /accounts/sessions-ended?id={{person}}&reason=x",
	},
	{rpc: "BindIdentity", ask: `{"id":"{{person}}"}`, may: "SECURITY_ADMIN", page: "POST /accounts/identity?id={{person}}"},
	{rpc: "ListAdmissions", ask: `{}`, may: "SECURITY_ADMIN", page: "GET /accounts"},
	{
		rpc: "AdmitAccount", ask: `{"id":"{{person}}","keeper":"zhejiang"}`, may: "SECURITY_ADMIN",
		page: "POST /accounts/admitted?id={{person}}&keeper=zhejiang",
	},

	// Calendars: those who read campaigns, each their own; the security administrator may end one that is in wrong hands.
	{rpc: "CreateFeed", ask: `{}`, may: readers, page: "POST /me/feed"},
	{rpc: "ListFeeds", ask: `{}`, may: readers + " SECURITY_ADMIN", page: "GET /me", part: `id="feeds"`, onPage: readers},
	{rpc: "RevokeFeed", ask: `{}`, may: readers + " SECURITY_ADMIN", page: "POST /me/feed/revoked"},

	// People, offices and seats: everybody reads who sits where; the system administrator keeps them, and the security
	// administrator who administers.
	{rpc: "ListPeople", ask: `{}`, may: anybody, page: "GET /people"},
	{rpc: "GetPerson", ask: `{"id":"{{person}}"}`, may: anybody, page: "GET /people/{{person}}"},
	{rpc: "SavePerson", ask: `{"id":"0099","name":"x"}`, may: "SYSTEM_ADMIN", page: "POST /people?id=0099&name=x"},
	{
		rpc: "SeatPerson", ask: `{"id":"{{person}}","seat":"{{seat}}","first_day":"2021-01-01","last_day":"2021-01-31"}`, may: "SYSTEM_ADMIN",
		refused: "SECURITY_ADMIN", page: "POST /seated/{{person}}?seat={{seat}}&first_day=2021-01-01&last_day=2021-01-31",
	},
	{
		rpc: "EndTerm", ask: `{"id":"{{person}}","seat":"{{seat}}","last_day":"2021-01-31","successors":[]}`, may: "SYSTEM_ADMIN",
		refused: "SECURITY_ADMIN", page: "POST /left/{{person}}?seat={{seat}}&last_day=2021-01-31",
	},
	{
		rpc: "ExportPerson", ask: `{"id":"{{person}}"}`, may: "SYSTEM_ADMIN",
		refused: "STAFF DEPUTY RESIDENT OFFICIAL MEMBER SECURITY_ADMIN AUDITOR", page: "GET /held/{{person}}",
	},
	{
		rpc: "ExportPerson", ask: `{"id":"{{person}}"}`, may: "SYSTEM_ADMIN",
		refused: "STAFF DEPUTY RESIDENT OFFICIAL MEMBER SECURITY_ADMIN AUDITOR", page: "GET /held.json/{{person}}",
	},
	{rpc: "ReducePerson", ask: `{"id":"{{leaver}}","reason":"x"}`, may: "SYSTEM_ADMIN", page: "POST /reduced/{{leaver}}?reason=x"},
	{rpc: "ListVacancies", ask: `{"campaign":"{{campaign}}"}`, may: "STAFF", page: "GET /campaigns/{{campaign}}", part: `id="vacancies"`},
	{rpc: "PreviewImport", ask: `{"file":"57yW5Y+3LOWnk+WQjQowMDk4LOWtmeS5nQo="}`, may: "SYSTEM_ADMIN", page: "UPLOAD /people/import?file=编号,姓名\n0098,孙九\n"},
	{rpc: "ImportPeople", ask: `{"file":"57yW5Y+3LOWnk+WQjQowMDk4LOWtmeS5nQo="}`, may: "SYSTEM_ADMIN", page: "POST /people/import/confirmed?file=57yW5Y-3LOWnk-WQjQowMDk4LOWtmeS5nQo"},
	{rpc: "ExportPeople", ask: `{}`, may: "STAFF SYSTEM_ADMIN", page: "GET /people/export"},
	{rpc: "GetHost", ask: `{}`, may: anybody, page: "GET /offices"},
	{rpc: "ListHosts", ask: `{}`, may: anybody, page: "GET /offices"},
	{rpc: "PlaceHost", ask: `{"id":"{{host}}","parent":"zhejiang"}`, may: "SYSTEM_ADMIN", page: "POST /host?id={{host}}&parent=zhejiang"},
	{rpc: "ListOffices", ask: `{}`, may: anybody, page: "GET /offices"},
	{
		rpc: "SaveOffice", ask: `{"id":"builder","name":"x","kind":"CONTRACTOR"}`, may: "SYSTEM_ADMIN",
		page: "POST /offices?id=builder&name=x&kind=CONTRACTOR",
	},
	{rpc: "ListSeats", ask: `{}`, may: anybody, page: "GET /seats"},
	{
		rpc: "SaveSeat", ask: `{"id":"one-more","role":"DEPUTY","title":"x"}`, may: "SYSTEM_ADMIN", refused: "SECURITY_ADMIN",
		page: "POST /seats?id=one-more&role=DEPUTY&title=x",
	},

	// Linkage: a campaign is its congress's own; what is shared is seen above, and by nobody beside or below.
	{
		rpc: "ShareCampaign", ask: `{"campaign":"{{campaign}}","to":"zhejiang","reason":"x"}`, may: "STAFF",
		page: "POST /campaigns/{{campaign}}/linkage?to=zhejiang&reason=x",
	},
	{
		rpc: "UnshareCampaign", ask: `{"campaign":"{{doomed}}","to":"zhejiang","reason":"x"}`, may: "STAFF",
		page: "POST /campaigns/{{doomed}}/linkage/ended?to=zhejiang&reason=x",
	},
	{
		rpc: "ListLinkages", ask: `{"campaign":"{{campaign}}"}`, may: "STAFF", refused: "DEPUTY RESIDENT OFFICIAL MEMBER",
		page: "GET /campaigns/{{campaign}}/linkage",
	},
	{rpc: "ListSharedCampaigns", ask: `{}`, may: above, page: "GET /shared"},
	{rpc: "GetSharedCampaign", ask: `{"id":"{{campaign}}"}`, above: above, page: "GET /shared/{{campaign}}"},
	{rpc: "ListSharedProjects", ask: `{"campaign":"{{campaign}}"}`, above: above, page: "GET /shared/{{campaign}}"},
	{rpc: "ListSharedInspections", ask: `{"campaign":"{{campaign}}"}`, above: above, page: "GET /shared/{{campaign}}"},
}
