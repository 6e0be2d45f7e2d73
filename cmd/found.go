package cmd

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"time"

	"github.com/alecthomas/kong"

	"duban/internal/desk"
	"duban/supervision"
)

// Found makes a congress with those who administer it: until then nobody can sign in to it. It stands apart from its
// command because a binary that holds its own database finds it otherwise.
type Found struct {
	Host     string `arg:"" help:"单位编号，如 hangzhou The host's id, such as hangzhou."`
	Name     string `required:"" placeholder:"NAME" help:"单位名称 Its name."`
	Level    string `required:"" enum:"PROVINCE,CITY,DISTRICT,STREET" placeholder:"LEVEL" help:"层级 PROVINCE, CITY, DISTRICT or STREET."`
	Parent   string `placeholder:"HOST" help:"上级单位编号 The id of the host above it."`
	OneAdmin bool   `help:"由一人兼任三种管理员，记入记录 One person is all three administrators; the record says so."`
}

var hostID = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// Make makes the host and prints its administrators' one-time passwords, which cannot be shown again.
func (f Found) Make(ctx context.Context, dsn string, now time.Time, out io.Writer) error {
	if !hostID.MatchString(f.Host) {
		return fmt.Errorf("单位编号只含小写字母、数字和连字符 / the id %q has other characters than a-z, 0-9 and -", f.Host)
	}
	host := supervision.Host{ID: f.Host, Name: f.Name, Kind: supervision.CongressHost, Level: supervision.Level(f.Level)}
	return onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		made, err := d.FoundHost(ctx, desk.Founding{Host: host, Parent: f.Parent, OneAdmin: f.OneAdmin})
		if err != nil {
			return err
		}
		fmt.Fprintln(out, "登录名与一次性口令，七天内首次登录时修改 Logins and one-time passwords, to be changed at the first sign-in within seven days")
		for _, a := range made {
			fmt.Fprintf(out, "  %s  %s  %s\n", a.Login, a.Password, a.Title)
		}
		fmt.Fprintln(out, "只显示这一次 shown this once")
		return nil
	})
}

// FoundCommand is Found on the database that the environment names.
type FoundCommand struct {
	database
	Found
}

// Run makes the host.
func (f FoundCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := f.dsn()
	if err != nil {
		return err
	}
	return f.Make(ctx, dsn, clock(), k.Stdout)
}
