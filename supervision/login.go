package supervision

import "strings"

// CheckLogin refuses a login that a host gives although it ends as another host's do: in @ and that host's id. Ids have no
// full stop, so addresses of mail are anybody's.
func CheckLogin(login, host string) error {
	at := strings.LastIndexByte(login, '@')
	if at < 0 || login[at+1:] == host || strings.Contains(login[at+1:], ".") {
		return nil
	}
	return Refuse(InvalidRequest,
		"@ 后面只能是本单位编号 "+host+"，或邮箱的域名", "after its @ a login has the id of your own host, "+host+", or the domain of a mail address")
}
