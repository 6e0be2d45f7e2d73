package cmd

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/alecthomas/kong"

	"duban/internal/desk"
)

// ResetAccount lets somebody in again who is shut out and has nobody to ask, such as a congress's only security
// administrator. It stands apart from its command because a binary that holds its own database finds it otherwise.
type ResetAccount struct {
	Who string `arg:"" name:"account" help:"登录名，或 单位/人员编号 A login, or HOST/PERSON."`
}

// Reset prints a one-time password, which cannot be shown again, and has it recorded that the system made it.
func (r ResetAccount) Reset(ctx context.Context, dsn string, now time.Time, out io.Writer) error {
	return onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		once, err := d.RecoverAccount(ctx, r.Who)
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "登录名与一次性口令，七天内登录并修改 Login and one-time password, to be changed at a sign-in within seven days")
		fmt.Fprintf(out, "  %s  %s\n", once.Login, once.Password)
		fmt.Fprintln(out, "只显示这一次 shown this once")
		return nil
	})
}

// ResetAccountCommand is ResetAccount on the database that the environment names.
type ResetAccountCommand struct {
	database
	ResetAccount
}

// Run resets the account.
func (r ResetAccountCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := r.dsn()
	if err != nil {
		return err
	}
	return r.Reset(ctx, dsn, clock(), k.Stdout)
}
