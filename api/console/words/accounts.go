package words

// The accounts by which people sign in, and what the security administrator does with them.
var (
	Accounts      = Text{"账号", "Accounts"}
	AccountsIntro = Text{
		"名册上的人员凭账号登录。这里的每项操作都记入操作记录，口令不入记录。",
		"By an account somebody on the roll signs in. All that is done here is recorded, and never a password.",
	}
	NoAccounts      = Text{"还没有账号。", "There are no accounts yet."}
	AccountOpen     = Text{"正常", "open"}
	AccountLocked   = Text{"已锁定，重置后恢复", "locked until it is reset"}
	AccountFirst    = Text{"待修改一次性口令", "the one-time password is still to be changed"}
	AccountStale    = Text{"一次性口令已过期，请重置", "the one-time password has expired: reset it"}
	AccountWayless  = Text{"没有登录方式", "no way to sign in"}
	AccountLogin    = Text{"登录名 %s", "login %s"}
	AccountIdentity = Text{"统一身份 %s", "identity %s"}
	AccountGoodTill = Text{"一次性口令有效至%s", "one-time password good until %s"}
	ChangeAccount   = Text{"办理", "Change this account"}
	AccountPerson   = Text{"人员编号，如 0012", "Number of the person, such as 0012"}
	NewAccount      = Text{"设立账号", "Make an account"}
	NewAccountHint  = Text{
		"人员须已列入名册。已有账号的，口令随之重置，全部登录失效。",
		"For somebody on the roll. Whoever has an account already gets another password, and all their sessions end.",
	}
	NewLogin       = Text{"登录名（重置时可不填）", "Login (may be empty when it is reset)"}
	GiveAccount    = Text{"设立账号或重置口令", "Make an account or reset it"}
	AccountReason  = Text{"理由（记入操作记录）", "Reason, for the record"}
	ResetPassword  = Text{"重置口令", "Reset the password"}
	EndAllSessions = Text{"结束全部登录", "End all sessions"}
	LockAccount    = Text{"锁定账号", "Lock the account"}
	Subject        = Text{"统一身份平台中的用户标识（sub）", "What the identity provider calls them (the claim sub)"}
	BindIdentity   = Text{"绑定统一身份", "Bind the identity"}
	UnbindIdentity = Text{"解除统一身份", "Take the identity away"}
	OtherAccounts  = Text{"账号由其他单位管理的人员", "Accounts that another congress keeps"}
	OtherHint      = Text{
		"在本单位任职、账号由其他单位管理的人员，经认可后凭该账号在本单位办理。",
		"Somebody who sits here with an account of another congress works here once you admit it.",
	}
	OwnHint = Text{
		"填本单位编号的，尚无账号的人员首次以统一身份登录时，按名册上现有的邮箱或手机识别；名册改动后须重新认可。",
		"With your own id, who has no account is recognised by the mail or phone now on the roll at their first sign-in by an identity.",
	}
	Admissions     = Text{"已认可的人员", "Whom you have admitted"}
	AdmittedBy     = Text{"由%s担保", "on the word of %s"}
	AdmittedAs     = Text{"首次登录按 %s 识别", "recognised by %s when they first sign in"}
	ForeignPerson  = Text{"人员完整编号，如 xihu/0012", "Whole id of the person, such as xihu/0012"}
	Keeper         = Text{"管理账号的单位编号", "Id of the congress that keeps the account"}
	Admit          = Text{"认可账号", "Admit the account"}
	AdmitNoLonger  = Text{"不再认可", "Admit it no longer"}
	OneTimeIs      = Text{"一次性口令", "One-time password"}
	OneTimeFor     = Text{"账号：%s", "Account of %s"}
	OneTimeOnce    = Text{"口令只显示这一次，离开本页后无法再查。", "The password is shown this once, and nobody can look it up again."}
	OneTimeTell    = Text{"请当面或电话告知本人：", "Tell the person, face to face or by telephone:"}
	OneTimeChange  = Text{"用登录名和一次性口令登录，登录后须先修改口令，才能办理其他事项；", "sign in with the login and this password, and choose a password of your own before anything else;"}
	OneTimeSoon    = Text{"一次性口令限期有效，期限见账号列表，逾期须重新索取；", "this password is good for a time only, which the list of accounts shows; after that, ask for another;"}
	OneTimeOver    = Text{"此前的登录和令牌已全部失效。", "whatever was signed in before, programs included, is signed out."}
	BackToAccounts = Text{"返回账号列表", "Back to the accounts"}
)
