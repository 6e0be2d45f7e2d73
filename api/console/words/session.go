package words

import v1 "duban/api/supervisionv1"

// Signing in.
var (
	SignIn         = Text{"登录", "Sign in"}
	Login          = Text{"登录名", "Login"}
	Password       = Text{"口令", "Password"}
	SignInWith     = Text{"通过%s登录", "Sign in with %s"}
	SignInByCode   = Text{"用登录码登录", "Sign in with a code"}
	SignInByName   = Text{"用登录名和口令登录", "Sign in with login and password"}
	NoLogin        = Text{"没有账号或忘记口令的，请联系本级人大的安全管理员。", "Without an account, or without its password, ask the security administrator of your congress."}
	SignInCode     = Text{"登录码", "Sign-in code"}
	SignInHint     = Text{"请粘贴发给您的登录码，例如演示用的登录码。", "Paste the sign-in code you were given, such as one of the demonstration's."}
	SignInWrong    = Text{"登录码不正确或已过期。请检查是否粘贴完整，或索取新的登录码。", "The sign-in code is wrong or has expired. Check that you pasted all of it, or ask for a new one."}
	ProviderFailed = Text{"统一身份登录未成功，请重新登录。", "The identity provider did not sign you in. Try again."}
)

// Oneself.
var (
	Me              = Text{"我的账号", "My account"}
	MySeats         = Text{"我的席位", "My seats"}
	ChangePassword  = Text{"修改口令", "Change the password"}
	FirstPassword   = Text{"首次登录，请先修改一次性口令。", "You signed in with a one-time password: choose your own first."}
	CurrentPassword = Text{"当前口令", "Current password"}
	NewPassword     = Text{"新口令", "New password"}
	RepeatPassword  = Text{"再输一次新口令", "The new password again"}
	PasswordHint    = Text{
		"至少十个字符，不含登录名，不用常见口令；几个词连成的一句话最好。修改后，其他登录和令牌全部失效。",
		"At least ten characters, without your login, and none of the commonest; a few words in a row are best. All other sessions and tokens end with the change.",
	}
	NotTheSame      = Text{"两次输入的新口令不同，请重新输入。", "The two new passwords differ. Type them again."}
	PasswordChanged = Text{"口令已修改，其他登录和令牌已失效。", "The password is changed. All other sessions and tokens are over."}
	Sessions        = Text{"我的登录与令牌", "My sessions and tokens"}
	SessionHere     = Text{"本次登录", "this one"}
	SessionTimes    = Text{"%s 开始，%s 最近使用，%s 到期", "began %s, last used %s, until %s"}
	EndSession      = Text{"停用", "End it"}
	NewToken        = Text{"新令牌", "A new token"}
	NewTokenHint    = Text{"令牌供程序以您的名义调用接口，不能代您修改口令或再发令牌。", "By a token a program calls the API in your name. It cannot change your password nor make tokens."}
	TokenLabel      = Text{"用途", "What it is for"}
	TokenScope      = Text{"权限", "What it may do"}
	TokenReads      = Text{"只读", "Read only"}
	TokenWrites     = Text{"读写", "Read and write"}
	TokenDays       = Text{"有效天数（最多三百六十五天）", "For how many days (at most 365)"}
	MakeToken       = Text{"发放令牌", "Make the token"}
	TokenMade       = Text{"令牌只显示这一次，请立即保存：", "The token is shown this once. Keep it now:"}
	WorkAt          = Text{"切换到%s", "Work at %s"}
)

// SessionKind names how a session began.
var SessionKind = map[v1.Session_Kind]Text{
	v1.Session_PASSWORD: {"口令登录", "by password"},
	v1.Session_IDENTITY: {"统一身份登录", "by identity provider"},
	v1.Session_TOKEN:    {"令牌", "token"},
	v1.Session_GRANTED:  {"登录码", "by code"},
}
