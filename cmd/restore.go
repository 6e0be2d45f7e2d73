package cmd

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/alecthomas/kong"

	"duban/internal/backup"
	"duban/internal/desk"
	"duban/internal/postgres"
)

// Restore makes an empty database into what a backup holds. It stands apart from its command because a binary that holds
// its own database finds it otherwise.
type Restore struct {
	File string `arg:"" type:"existingfile" help:"备份文件 File that duban backup has made."`
}

// ErrEvidence is returned for a database that is restored whole, and in which a record does not agree with its checkpoint.
var ErrEvidence = errors.New("已恢复，但记录有变更证据，见上 / restored, but there is evidence of change in a record: see above")

// Fill checks the file and fills the database; all of it or nothing. After ErrEvidence it is filled all the same.
func (r Restore) Fill(ctx context.Context, ownerDSN string, out io.Writer) error {
	restored, err := backup.Restore(ctx, r.File, ownerDSN, tellEverySecond(out, "恢复中 Restoring"), traced)
	if err != nil {
		return inWords(err)
	}
	fmt.Fprintf(out, "已恢复，各表行数相符 / Restored, and every table has its rows: %s\n%s\n", r.File, contents(restored.Manifest))
	err = examineRecords(ctx, ownerDSN, restored.Records, out)
	if err == nil || errors.Is(err, ErrEvidence) {
		fmt.Fprint(out, advice)
	}
	return err
}

// traced says in the record of a host that it goes on in a copy.
func traced(from backup.Origin, host, hash string) (postgres.AuditEntry, error) {
	return desk.Restoration(host, hash, clock(), from)
}

const advice = `启动后各项流程自动续上；所有人须重新登录 / Start it, and every process goes on by itself; everybody has to sign in again, programs too.
账号和口令是备份时的：此后停用的账号又能登录，请安全管理员核对 / Accounts and passwords are those of the backup's instant: what was shut since is open again.
原系统仍在运行时不要启动副本，否则通知会发两遍 / Do not start the copy beside the original: people would be told everything twice.
`

// examineRecords holds each sealed record against its own newest checkpoint, and says what it finds. What does not agree
// did not agree in the original either: the copy is as good, and somebody has to look into both.
func examineRecords(ctx context.Context, ownerDSN string, hosts []string, out io.Writer) error {
	return onDesk(ctx, ownerDSN, clock(), func(d *desk.Desk) (found error) {
		for _, host := range hosts {
			report, err := d.CheckRecord(ctx, host)
			switch {
			case ctx.Err() != nil:
				return fmt.Errorf("examine the record of %s: %w", host, err)
			case err != nil:
				fmt.Fprintf(out, "注意：%s 的记录无法核验 / Attention: the record of %[1]s cannot be examined: %v\n", host, err)
				found = ErrEvidence
			case report.Finding != nil:
				fmt.Fprintf(out, "注意：%s 的记录与其最新检查点不符，有变更证据 / "+
					"Attention: the record of %[1]s does not agree with its newest checkpoint, which is evidence of change: %s\n", host, report.Finding)
				found = ErrEvidence
			default:
				fmt.Fprintf(out, "%s 的记录与其最新检查点相符 / The record of %[1]s agrees with its newest checkpoint: %d\n", host, report.Rows)
			}
		}
		return found
	})
}

// inWords says for the office why the database refuses.
func inWords(err error) error {
	for _, w := range []struct {
		why  error
		says string
	}{
		{postgres.ErrNotEmpty, "数据库不是空的，只能恢复到空库 / a backup is restored into an empty database only"},
		{postgres.ErrNoRole, "服务器上没有应用角色，请由管理员先执行 / the administrator must first run: CREATE ROLE duban_app LOGIN NOSUPERUSER NOBYPASSRLS"},
		{postgres.ErrNewer, "备份来自更新版本的督办，请先升级 / the backup is of a newer Duban: upgrade first"},
		{postgres.ErrOther, "备份的表与本程序的不一致 / the backup was made by another build of Duban"},
		{postgres.ErrMiscounts, "行数不符，未恢复 / rows are missing, and nothing was restored"},
		{postgres.ErrNoSchema, "数据库中还没有督办的数据 / there is nothing of Duban in the database yet"},
	} {
		if errors.Is(err, w.why) {
			return fmt.Errorf("%s: %w", w.says, err)
		}
	}
	return err
}

// RestoreCommand is Restore into the database that the environment names.
type RestoreCommand struct {
	owner
	Restore
}

// Run restores.
func (r RestoreCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := r.dsn()
	if err != nil {
		return err
	}
	return r.Fill(ctx, dsn, k.Stdout)
}
