// Command duban, built here, is the whole product in one process: the same commands as
// the program that is deployed in parts, and run, which needs nothing beside it but the
// programs of a PostgreSQL server.
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
	Run          runCommand          `cmd:"" default:"withargs"                       help:"启动全部服务 Start everything; Ctrl-C stops it, the data stay."`
	DemoSignIns  demoSignInsCommand  `cmd:"" help:"新的演示登录 Make new demonstration sign-ins."             name:"demo-signins"`
	ExportRecord exportRecordCommand `cmd:"" help:"导出记录 Write a host's record, and the checkpoint that it ends with."`
	RecordHead   recordHeadCommand   `cmd:"" help:"记录首部 Print where a host's record stands, for a circular."`
	Found        foundCommand        `cmd:"" help:"设立单位及其管理员 Make a congress with its administrators, and print their one-time passwords."`
	ResetAccount resetAccountCommand `cmd:"" help:"重置账号（管理员无法登录时） Let somebody in again who has nobody to ask: prints a one-time password."`
	Holidays     holidaysCommand     `cmd:"" help:"节假日公告：重算未到的期限 Take in a notice of holidays and recompute open days."`
	Backup       backupCommand       `cmd:"" help:"备份到一个文件 Back everything up into one file, read back whole."`
	Restore      restoreCommand      `cmd:"" help:"从备份恢复到新的数据目录 Restore a backup into a new data directory."`

	cmd.Commands
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
