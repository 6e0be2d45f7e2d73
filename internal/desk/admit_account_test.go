package desk_test

import (
	"testing"

	"duban/supervision"
)

// twoHosts is a world with a second congress, on whose roll the convenor of the first stands too, as a deputy.
func twoHosts(t *testing.T) *world {
	t.Helper()
	w := administered(t, map[string]string{"zhang": convenor})
	w.exec(`insert into host (id, name, kind) values ('xihu', '西湖区人大常委会', 'CONGRESS')`)
	w.exec(`insert into roll (host_id, person_id, name) values ('xihu', $1, '张三')`, convenor)
	w.exec(`insert into seat (host_id, id, role, title, ordinal) values ('xihu', 'd1', 'MEMBER', '委员', 0)`)
	w.exec(`insert into sitting (host_id, seat_id, person_id, from_at) values ('xihu', 'd1', $1, $2)`, convenor, w.now())
	return w
}

// A person in two congresses signs in once. Each session is in one of them, and the other is reached by a switch, if it
// lets the account in.
func TestSwitchHost(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	caller := w.recognised(w.enters("zhang", secret))
	_, err := w.desk.SwitchHost(w.ctx, caller, "xihu")
	w.refused(supervision.NotFound, err)
	w.must(w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "hangzhou", false))

	there, err := w.desk.SwitchHost(w.ctx, caller, "xihu")
	w.must(err)
	if !there.Expires.Equal(caller.Session.Expires) {
		t.Errorf("lasts until %s, not %s", there.Expires, caller.Session.Expires)
	}
	now := w.recognised(there.Token)
	if now.Host != "xihu" || now.HostName != "西湖区人大常委会" || now.Name != "张三" || now.Has(supervision.RoleDeputy) || !now.Has(supervision.RoleMember) {
		t.Errorf("there they are %+v", now)
	}
	w.refused(supervision.NotFound, w.desk.SignOut(w.ctx, caller)) // the one before is over
	back, err := w.desk.SwitchHost(w.ctx, now, "hangzhou")
	w.must(err)
	w.signedIn(back.Token, "g01-convenor")
	_, err = w.desk.SwitchHost(w.ctx, w.recognised(back.Token), "nowhere")
	w.refused(supervision.NotFound, err)
}

// What a congress no longer lets in is over at once; and so is what the keeper ends, everywhere.
func TestSwitchHost_TakenBack(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	there := func() string {
		t.Helper()
		w.must(w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "hangzhou", false))
		s, err := w.desk.SwitchHost(w.ctx, w.recognised(w.enters("zhang", secret)), "xihu")
		w.must(err)
		return s.Token
	}
	other := w.anotherProcess()
	token := there()
	w.must(w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "hangzhou", true))
	w.nobody(token, w.desk, other)
	token = there()
	w.must(w.desk.EndSessions(w.ctx, security("hangzhou"), convenor, "遗失手机"))
	w.nobody(token, w.desk, other)
	token = there()
	w.must(w.desk.EndSessions(w.ctx, security("xihu"), convenor, "遗失手机"))
	w.nobody(token, w.desk, other)
	token = there()
	w.must(w.desk.LockAccount(w.ctx, security("hangzhou"), convenor, "调离"))
	w.nobody(token, w.desk, other)
	w.refused(supervision.NotFound, w.desk.LockAccount(w.ctx, security("xihu"), convenor, "不是它的"))
}

// A congress that makes an account for a person of another opens its own door with it, and no other.
func TestAccount_OpensItsKeepersDoorOnly(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	w.account2("xihu", convenor, "zhang@xihu")
	s, err := w.desk.SignIn(w.ctx, "zhang@xihu", secret)
	w.must(err)
	caller := w.recognised(s.Token)
	if caller.Host != "xihu" || caller.Session.Keeper != "xihu" {
		t.Errorf("comes in as %+v", caller)
	}
	_, err = w.desk.SwitchHost(w.ctx, caller, "hangzhou")
	w.refused(supervision.NotFound, err)
	w.enters("zhang", secret) // the other account is untouched
}

// account2 is account for somebody whose account another host keeps than the one that first knew them.
func (w *world) account2(host, person, login string) {
	w.t.Helper()
	once, err := w.desk.ResetAccount(w.ctx, security(host), person, login)
	w.must(err)
	s, err := w.desk.SignIn(w.ctx, login, once.Password)
	w.must(err)
	_, err = w.desk.ChangePassword(w.ctx, w.recognised(s.Token), once.Password, secret)
	w.must(err)
}

func TestAdmitAccount_OnlyOfPeopleAndHostsThatAreThere(t *testing.T) {
	t.Parallel()
	w := twoHosts(t)
	w.refused(supervision.NotFound, w.desk.AdmitAccount(w.ctx, security("xihu"), "hangzhou/g02-convenor", "hangzhou", false))
	w.refused(supervision.NotFound, w.desk.AdmitAccount(w.ctx, security("xihu"), convenor, "nowhere", false))
}
