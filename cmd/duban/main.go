// Command duban is the program that is deployed in parts, beside a PostgreSQL and a Temporal of their own.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/alecthomas/kong"

	"duban/cmd"
)

type commands struct {
	cmd.Commands
	ExportRecord cmd.ExportRecordCommand `cmd:"" help:"导出记录 Write a host's record, and the checkpoint that it ends with."`
	RecordHead   cmd.RecordHeadCommand   `cmd:"" help:"记录首部 Print where a host's record stands, for a circular."`
	DemoSignIns  cmd.DemoSignInsCommand  `cmd:"" name:"demo-signins" help:"新的演示登录 Make new demonstration sign-ins."`
	Found        cmd.FoundCommand        `cmd:"" help:"设立单位及其管理员 Make a congress with its administrators, and print their one-time passwords."`
	ResetAccount cmd.ResetAccountCommand `cmd:"" help:"重置账号（管理员无法登录时） Let somebody in again who has nobody to ask: prints a one-time password."`
	Holidays     cmd.HolidaysCommand     `cmd:"" help:"节假日公告：重算未到的期限 Take in a notice of holidays and recompute open days."`
	Backup       cmd.BackupCommand       `cmd:"" help:"备份到一个文件 Back the database up into one file, read back whole."`
	Restore      cmd.RestoreCommand      `cmd:"" help:"从备份恢复到空库 Restore a backup into an empty database."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the process at once
	line := kong.Parse(&commands{}, kong.Name("duban"), kong.UsageOnError(),
		kong.Description("督办：人大监督民生实事项目 Supervision of livelihood projects by a people's congress."),
		kong.BindTo(ctx, (*context.Context)(nil)))
	if err := line.Run(); err != nil {
		fmt.Fprintf(os.Stderr, "督办出错 Duban failed: %v\n", err)
		os.Exit(1)
	}
}
