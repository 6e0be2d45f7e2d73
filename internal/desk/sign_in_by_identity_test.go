package desk_test

import (
	"testing"

	"duban/internal/desk"
	"duban/supervision"
)

const issuer = "https://id.example.cn"

// An identity that the security administrator has bound opens a session; one that nobody has bound says how it could be.
func TestSignInByIdentity(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	who, mine := desk.Identity{Issuer: issuer, Subject: "1001"}, security("hangzhou")
	_, err := w.desk.SignInByIdentity(w.ctx, who)
	w.refused(supervision.NotAllowed, err)
	w.must(w.desk.BindIdentity(w.ctx, mine, convenor, who))
	s, err := w.desk.SignInByIdentity(w.ctx, who)
	w.must(err)
	w.signedIn(s.Token, "g01-convenor")
	_, err = w.desk.SignInByIdentity(w.ctx, desk.Identity{Issuer: "https://another.example", Subject: "1001"})
	w.refused(supervision.NotAllowed, err)
	w.refused(supervision.AlreadyExists, w.desk.BindIdentity(w.ctx, mine, "hangzhou/g02-convenor", who))
	w.refused(supervision.NotFound, w.desk.BindIdentity(w.ctx, security("ningbo"), convenor, who))

	w.must(w.desk.LockAccount(w.ctx, mine, convenor, "停职"))
	w.nobody(s.Token, w.desk, w.anotherProcess())
	_, err = w.desk.SignInByIdentity(w.ctx, who)
	w.refused(supervision.NotAllowed, err)
	w.must(w.desk.UnbindIdentity(w.ctx, mine, convenor))
	w.must(w.desk.BindIdentity(w.ctx, mine, "hangzhou/g02-convenor", who))
}

// A password that must be changed is no business of whoever comes in by an identity.
func TestSignInByIdentity_BesideAPassword(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	who := desk.Identity{Issuer: issuer, Subject: "1001"}
	_, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, "zhang")
	w.must(err)
	w.must(w.desk.BindIdentity(w.ctx, security("hangzhou"), convenor, who))
	s, err := w.desk.SignInByIdentity(w.ctx, who)
	w.must(err)
	if w.recognised(s.Token).Session.MustChange {
		t.Error("must change a password")
	}
}

// Whoever keeps the roll cannot write themselves into the seat of an administrator, today's or tomorrow's, nor beside a
// password: those are bound by the security administrator alone. A binding by claim is nobody's act.
func TestSignInByIdentity_ClaimsReachNoAdministratorAndNoAccount(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	_, err := w.desk.FoundHost(w.ctx, desk.Founding{Host: supervision.Host{ID: "hangzhou", Name: "x", Kind: supervision.CongressHost}})
	w.must(err)
	w.exec("delete from account where person_id like 'hangzhou/%' and person_id <> $1", convenor)
	w.exec(`insert into sitting (host_id, seat_id, person_id, from_at) values ('hangzhou', 'auditor', 'hangzhou/g02-convenor', $1)`, w.now().AddDate(0, 1, 0))
	for _, person := range []string{"hangzhou/auditor", "hangzhou/security-admin", "hangzhou/g02-convenor", convenor} {
		w.exec("update roll set email = case when person_id = $1 then 'me@example.cn' else '' end where host_id = 'hangzhou'", person)
		w.must(w.desk.AdmitAccount(w.ctx, security("hangzhou"), person, "hangzhou", false))
		_, err := w.desk.SignInByIdentity(w.ctx, desk.Identity{Issuer: issuer, Subject: "1001", Email: "me@example.cn"})
		w.refused(supervision.NotAllowed, err)
	}
	w.counted(0, "account where issuer is not null")
	w.exec("update roll set email = 'me@example.cn' where person_id = 'hangzhou/g03-convenor'")
	w.exec("update roll set email = '' where person_id = $1", convenor)
	w.must(w.desk.AdmitAccount(w.ctx, security("hangzhou"), "hangzhou/g03-convenor", "hangzhou", false))
	s, err := w.desk.SignInByIdentity(w.ctx, desk.Identity{Issuer: issuer, Subject: "1001", Email: "me@example.cn"})
	w.must(err)
	w.signedIn(s.Token, "g03-convenor")
	w.same("system", w.query("select actor from audit where verb = 'BIND_IDENTITY'"))
}

// Whoever keeps the roll cannot write themselves into somebody's place: an address binds only whom the security administrator
// has let in by it, and one that is changed, on a form or by a file, is not the one that was meant.
func TestSignInByIdentity_AnAddressBindsOnlyWhomTheSecurityAdministratorLetIn(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	claims := func(mail string) error {
		_, err := w.desk.SignInByIdentity(w.ctx, desk.Identity{Issuer: issuer, Subject: mail, Email: mail})
		return err
	}
	stands := func(mail string) {
		w.must(w.desk.SavePerson(w.ctx, admin("hangzhou"), supervision.Person{ID: convenor, Name: "张三", Email: mail}))
	}
	admit := func() { w.must(w.desk.AdmitAccount(w.ctx, security("hangzhou"), convenor, "hangzhou", false)) }
	stands("zhang@example.cn")
	w.refused(supervision.NotAllowed, claims("zhang@example.cn"))
	admit()
	stands("keeper@example.cn")
	w.refused(supervision.NotAllowed, claims("keeper@example.cn"))
	stands("zhang@example.cn")
	w.refused(supervision.NotAllowed, claims("zhang@example.cn"))
	admit()
	_, err := w.desk.ImportPeople(w.ctx, admin("hangzhou"), []byte("编号,姓名,邮箱\ng01-convenor,张三,keeper@example.cn\n"), "")
	w.must(err)
	w.refused(supervision.NotAllowed, claims("keeper@example.cn"))
	stands("zhang@example.cn")
	admit()
	w.must(w.desk.SavePerson(w.ctx, admin("hangzhou"), supervision.Person{ID: convenor, Name: "张三丰", Email: "zhang@example.cn"}))
	w.must(claims("zhang@example.cn"))
}

// A verified address that stands on one roll binds the identity; one on two, or on none, binds nothing, and neither does
// that of somebody who has another identity.
func TestSignInByIdentity_BoundByAVerifiedAddress(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	w.exec("update roll set email = 'Zhang@example.cn', phone = '13800000001' where person_id = $1", convenor)
	w.exec("update roll set email = 'both@example.cn' where person_id in ('hangzhou/g02-convenor', 'hangzhou/g03-convenor')")
	for _, person := range []string{convenor, "hangzhou/g02-convenor", "hangzhou/g03-convenor"} {
		w.must(w.desk.AdmitAccount(w.ctx, security("hangzhou"), person, "hangzhou", false))
	}
	byMail := desk.Identity{Issuer: issuer, Subject: "1001", Email: "zhang@EXAMPLE.cn", Phone: "13800000001"}
	for _, who := range []desk.Identity{
		{Issuer: issuer, Subject: "2"}, {Issuer: issuer, Subject: "2", Email: "both@example.cn"}, {Issuer: issuer, Subject: "2", Email: "x@example.cn"},
	} {
		_, err := w.desk.SignInByIdentity(w.ctx, who)
		w.refused(supervision.NotAllowed, err)
	}
	s, err := w.desk.SignInByIdentity(w.ctx, byMail)
	w.must(err)
	w.signedIn(s.Token, "g01-convenor")
	w.same("BIND_IDENTITY", w.query("select verb from audit where verb like '%IDENTITY'"))

	w.exec("update roll set email = '' where person_id = $1", convenor) // it stays bound
	s, err = w.desk.SignInByIdentity(w.ctx, byMail)
	w.must(err)
	w.signedIn(s.Token, "g01-convenor")
	_, err = w.desk.SignInByIdentity(w.ctx, desk.Identity{Issuer: issuer, Subject: "1002", Phone: "13800000001"})
	w.refused(supervision.NotAllowed, err)
}
