package desk_test

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"duban/internal/desk"
	"duban/supervision"
)

func TestResetAccount(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	token, mine := w.enters("zhang", secret), security("hangzhou")
	once, err := w.desk.ResetAccount(w.ctx, mine, convenor, "")
	w.must(err)
	if once.Login != "zhang" {
		t.Errorf("its login is %q", once.Login)
	}
	w.nobody(token, w.desk)
	_, err = w.desk.SignIn(w.ctx, "zhang", secret)
	w.refused(wrongPassword, err)
	for range 5 {
		_, _ = w.desk.SignIn(w.ctx, "zhang", "not the password")
	}
	once, err = w.desk.ResetAccount(w.ctx, mine, convenor, "zhang.san") // and so can sign in at once
	w.must(err)
	w.enters("zhang.san", once.Password)

	_, err = w.desk.ResetAccount(w.ctx, mine, "hangzhou/g02-convenor", "zhang.san")
	w.refused(supervision.AlreadyExists, err)
	_, err = w.desk.ResetAccount(w.ctx, mine, "hangzhou/g02-convenor", "")
	w.refused(supervision.InvalidRequest, err)
	_, err = w.desk.ResetAccount(w.ctx, mine, "hangzhou/nobody", "nobody")
	w.refused(supervision.NotFound, err)
	_, err = w.desk.ResetAccount(w.ctx, security("ningbo"), convenor, "other")
	w.refused(supervision.NotFound, err)
}

// No congress gives a login that another, founded or not, would look for.
func TestResetAccount_LoginsOfAnotherHost(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	for _, login := range []string{"auditor@xihu", "Auditor＠XIHU"} {
		_, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, login)
		w.refused(supervision.InvalidRequest, err)
	}
	_, err := w.desk.ResetAccount(w.ctx, security("hangzhou"), convenor, "zhang@hangzhou")
	w.must(err)
	_, err = w.desk.FoundHost(w.ctx, desk.Founding{Host: xihu})
	w.must(err)
}

// Whoever runs the installation lets in again somebody who is locked and rests, by login or by person, and whoever has
// no login; the record says that nobody of the congress did.
func TestRecoverAccount(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	for _, who := range []string{" ZHANG", convenor} {
		w.must(w.desk.LockAccount(w.ctx, security("hangzhou"), convenor, "x"))
		for range supervision.MostFailures {
			_, err := w.desk.SignIn(w.ctx, "zhang", "not the password")
			w.refused(wrongPassword, err)
		}
		once, err := w.desk.RecoverAccount(w.ctx, who)
		w.must(err)
		w.enters("zhang", once.Password)
	}
	once, err := w.desk.RecoverAccount(w.ctx, "hangzhou/g02-convenor")
	w.must(err)
	if once.Login != "g02-convenor@hangzhou" {
		t.Errorf("the login is %q", once.Login)
	}
	w.enters(once.Login, once.Password)
	w.counted(3, "audit where verb = 'RESET_ACCOUNT' and actor = 'system'")
	for _, nobody := range []string{"nobody", "", "hangzhou/nobody", "nowhere/x", "/"} {
		_, err := w.desk.RecoverAccount(w.ctx, nobody)
		w.refused(supervision.NotFound, err)
	}
}

// A locked account stays so until it is reset, and says so only to whoever knows its password.
func TestLockAccount(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	token, mine := w.enters("zhang", secret), security("hangzhou")
	w.must(w.desk.LockAccount(w.ctx, mine, convenor, "停职"))
	w.nobody(token, w.desk, w.anotherProcess())
	_, err := w.desk.SignIn(w.ctx, "zhang", secret)
	w.refused(supervision.NotAllowed, err)
	_, err = w.desk.SignIn(w.ctx, "zhang", "not the password")
	w.refused(wrongPassword, err)
	once, err := w.desk.ResetAccount(w.ctx, mine, convenor, "")
	w.must(err)
	w.enters("zhang", once.Password)
	accounts, err := w.desk.Accounts(w.ctx, mine, "", 10)
	w.must(err)
	if len(accounts) != 1 || accounts[0].Login != "zhang" || accounts[0].Shut || !accounts[0].OneTime {
		t.Errorf("the accounts are %+v", accounts)
	}
	elsewhere, err := w.desk.Accounts(w.ctx, security("ningbo"), "", 10)
	w.must(err)
	if len(elsewhere) != 0 {
		t.Errorf("another host sees %+v", elsewhere)
	}
	w.same("LOCK_ACCOUNT 停职", w.query("select verb || ' ' || reason from audit where verb like 'LOCK_%'"))
}

func TestEndSessions_OfSomebodyWithoutAccount(t *testing.T) {
	t.Parallel()
	w := administered(t, nil)
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g01-convenor")
	w.must(err)
	w.must(w.desk.EndSessions(w.ctx, security("hangzhou"), convenor, "x"))
	w.nobody(token, w.desk)
	w.refused(supervision.NotFound, w.desk.EndSessions(w.ctx, security("ningbo"), convenor, "x"))
}

// Hashing takes its time: a lock that comes meanwhile stands, and so does the end of all sessions.
func TestChangePassword_UndoesNoLock(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	mine := w.recognised(w.enters("zhang", secret))
	change := func() error {
		_, err := w.desk.ChangePassword(w.ctx, mine, secret, "another good one")
		return err
	}
	release := w.whileChanging(func(tx pgx.Tx) {
		w.execute(tx, "update account set shut = true, generation = generation + 1 where person_id = $1", convenor)
	}, change)
	w.refused(wrongPassword, release())
	w.same("true", w.query("select shut::text from account where person_id = $1", convenor))

	w.exec("update account set shut = false")
	mine = w.recognised(w.enters("zhang", secret))
	w.must(w.desk.EndSessions(w.ctx, security("hangzhou"), convenor, "遗失手机"))
	w.refused(wrongPassword, change())
	w.enters("zhang", secret)
}

func TestChangePassword_NeedsOne(t *testing.T) {
	t.Parallel()
	w := administered(t, map[string]string{"zhang": convenor})
	_, token, err := w.desk.GrantSignIn(w.ctx, "hangzhou", "g02-convenor")
	w.must(err)
	_, err = w.desk.ChangePassword(w.ctx, w.recognised(token), "x", secret)
	w.refused(supervision.WrongState, err)

	mine := w.recognised(w.enters("zhang", secret))
	others := w.enters("zhang", secret)
	for range 5 { // whoever finds a session open cannot guess its password either
		_, err = w.desk.ChangePassword(w.ctx, mine, "a guess", "another good one")
		w.refused(wrongPassword, err)
	}
	_, err = w.desk.ChangePassword(w.ctx, mine, secret, "another good one")
	w.refused(busy, err)
	w.turn("2020-04-21 09:00")
	fresh, err := w.desk.ChangePassword(w.ctx, mine, secret, "another good one")
	w.must(err)
	w.nobody(others, w.desk)
	w.signedIn(fresh.Token, "g01-convenor")
}
