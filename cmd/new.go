package cmd

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/alecthomas/kong"

	"duban/internal/planfile"
	"duban/plans"
)

type newCommand struct {
	From     string `placeholder:"NAME|FILE" help:"照哪份方案 The plan to start from: a shipped one's name, or a file. Without it the shipped ones are listed."`
	Year     int    `placeholder:"YEAR" help:"年度 The year of the new plan."`
	ID       string `name:"id" placeholder:"ID" help:"编号 The new plan's id; otherwise the old one's with the new year."`
	Title    string `placeholder:"TITLE" help:"名称 Its title; otherwise the old one's with the new year."`
	HostID   string `name:"host-id" placeholder:"ID" help:"机关编号 Its host's id, if another's."`
	HostName string `placeholder:"NAME" help:"机关名称 Its host's name, if another's."`
	Out      string `placeholder:"FILE" help:"写入文件 The file to write, which must not be there yet; otherwise it is printed."`
}

// Run writes a commented plan file to start from, or lists the plans that there are.
func (n newCommand) Run(k *kong.Context) error {
	if n.From == "" {
		return list(k.Stdout)
	}
	if n.Year == 0 {
		return errors.New("请写明年度 name the year, as in --year 2026")
	}
	if n.Year < 2000 || n.Year > 2100 { // as the plan language has it
		return fmt.Errorf("年度 %d 应在 2000 至 2100 之间 / expected a year from 2000 to 2100, not %[1]d", n.Year)
	}
	src, err := source(n.From)
	if err != nil {
		return err
	}
	plan, err := planfile.Renew(src, planfile.Renewal{Year: n.Year, ID: n.ID, Title: n.Title, HostID: n.HostID, HostName: n.HostName})
	if err != nil {
		return fmt.Errorf("%s: %w", n.From, err)
	}
	if n.Out == "" {
		_, err = k.Stdout.Write(plan)
		return err
	}
	if err = create(n.Out, plan); err == nil {
		_, err = fmt.Fprintf(k.Stdout, "%s: 已写成，请逐条核改 / written; next: duban check %[1]s\n", n.Out)
	}
	return err
}

// list names the shipped plans, each with its title.
func list(w io.Writer) error {
	for _, name := range plans.Names() {
		src, _ := plans.Source(name)
		plan, _ := planfile.Read(src)
		if _, err := fmt.Fprintf(w, "%-20s %s\n", name, plan.Title); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintln(w, "例 For example: duban new --from", plans.Names()[0], "--year 2026 --out plan.yaml")
	return err
}

// source is the text of a shipped plan or of a file.
func source(from string) ([]byte, error) {
	if src, shipped := plans.Source(from); shipped {
		return src, nil
	}
	src, err := os.ReadFile(from)
	if errors.Is(err, os.ErrNotExist) {
		all := plans.Names()
		return nil, fmt.Errorf("没有名为 %s 的方案或文件；可用：%s / no plan or file is named %[1]s; expected a file or one of %[3]s",
			from, strings.Join(all, "、"), strings.Join(all, ", "))
	}
	return src, err
}

// create writes a file that was not there.
func create(path string, text []byte) error {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644) //nolint:gosec // a plan is there to be read
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s 已存在，未改动；请另取文件名 / %[1]s is there already and was left as it is; name another file", path)
	}
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}
