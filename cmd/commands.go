package cmd

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"github.com/alecthomas/kong"

	"duban/internal/links"
)

// Commands is the command line that every binary has, to embed in a grammar of kong. Its commands take a
// context.Context, which the binary binds, and write to kong's Stdout. Secrets come from the environment or from
// files, never from arguments, which every user of the machine can read.
type Commands struct {
	Check    checkCommand    `cmd:"" help:"检查方案文件 Check a plan file. Exits 1 when it has errors."`
	Rehearse rehearseCommand `cmd:"" help:"彩排 Rehearse a plan's year: every duty, every reminder and who gets it, and what to think about before it is launched."`
	Explain  explainCommand  `cmd:"" help:"这一天怎么算出来的 Say how the date of each duty was computed."`
	Presets  presetsCommand  `cmd:"" help:"期限规则 List the rules of law and practice that a plan may name."`
	New      newCommand      `cmd:"" help:"新方案样稿 Write a commented plan file to start from, after another year's plan; or list those there are."`
	Schema   schemaCommand   `cmd:"" help:"方案文件的 JSON Schema Print the JSON Schema of plan files, by which editors complete and check them."`
	Letter   letterCommand   `cmd:"" help:"监督书 Derive the Supervision Letter from a plan's targets; lists what could not be matched."`
	Verify   verifyCommand   `cmd:"" help:"核验记录 Verify an exported record offline. Exits 1 on evidence of change, and names the first row."`
	Serve    serveCommand    `cmd:"" help:"接口与控制台 Serve API and console; the processes run elsewhere."`
	Work     workCommand     `cmd:"" help:"流程 Run the processes; API and console are served elsewhere."`
	Migrate  migrateCommand  `cmd:"" help:"更新数据表 Bring the database's schema up to date."`
	Version  versionCommand  `cmd:"" help:"版本 Print the version."`
}

// database is how a command reaches the database as the application's role.
type database struct {
	DSNFile string `name:"dsn-file" env:"DUBAN_DSN_FILE" placeholder:"FILE" help:"含连接串的文件 File with the database's address (or set DUBAN_DSN)."`
}

func (d database) dsn() (string, error) { return secret("DUBAN_DSN", d.DSNFile) }

// secret is a variable of the environment or, where that is not set, what a file holds.
func secret(variable, file string) (string, error) {
	if value := os.Getenv(variable); value != "" {
		return value, nil
	}
	if file == "" {
		return "", fmt.Errorf("set %s, or %[1]s_FILE to a file that holds it", variable)
	}
	text, err := os.ReadFile(file)
	return strings.TrimSpace(string(text)), err
}

// Keys are those under which the secrets of channels are sealed, to embed in a command.
type Keys struct {
	KeyFile string `name:"key-file" env:"DUBAN_KEY_FILE" placeholder:"FILE" help:"加密渠道密钥的钥 File of keys that seal channels' secrets, one a line (or DUBAN_KEY)."`
}

// Text is their text; empty where none are set.
func (k Keys) Text() (string, error) {
	if os.Getenv("DUBAN_KEY") == "" && k.KeyFile == "" {
		return "", nil
	}
	return secret("DUBAN_KEY", k.KeyFile)
}

type serveCommand struct {
	database
	Keys
	Entrance
	Listen        string     `env:"DUBAN_LISTEN" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"控制台与 REST Console and REST (${default})."`
	GRPC          string     `name:"grpc" env:"DUBAN_GRPC" default:"127.0.0.1:9090" placeholder:"HOST:PORT" help:"gRPC (${default})."`
	TemporalPages string     `env:"DUBAN_TEMPORAL_PAGES" placeholder:"URL" help:"Temporal 网页地址 Address of Temporal's web pages, linked for staff."`
	Site          links.Site `env:"DUBAN_SITE" placeholder:"URL" help:"登录网址，用于日历及其订阅地址 Address at which people sign in, for calendars."`
}

// Run serves until ctx ends.
func (s serveCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := s.dsn()
	if err != nil {
		return err
	}
	ring, err := s.Text()
	if err != nil {
		return err
	}
	return run(ctx, k, Config{
		DSN: dsn, Keys: ring, Listen: s.Listen, GRPC: s.GRPC, TemporalPages: s.TemporalPages, Site: s.Site, Entrance: s.Entrance,
	})
}

type workCommand struct {
	database
	Keys
	Temporal   string     `env:"DUBAN_TEMPORAL" default:"127.0.0.1:7233" placeholder:"HOST:PORT" help:"Temporal (${default})."`
	Namespace  string     `env:"DUBAN_NAMESPACE" default:"duban" help:"Temporal 命名空间 Namespace in Temporal (${default})."`
	CourierLog string     `env:"DUBAN_COURIER_LOG" default:"courier.log" type:"path" help:"投递记录 File that takes the messages of a congress without channels."`
	Site       links.Site `env:"DUBAN_SITE" placeholder:"URL" help:"消息中的登录网址 Address at which people sign in, for links in messages."`
}

// Run works until ctx ends.
func (w workCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := w.dsn()
	if err != nil {
		return err
	}
	ring, err := w.Text()
	if err != nil {
		return err
	}
	return run(ctx, k, Config{
		DSN: dsn, Keys: ring, Temporal: w.Temporal, Namespace: w.Namespace, CourierLog: w.CourierLog, Site: w.Site,
	})
}

// stopTime is how long a program may take to end what is under way.
const stopTime = 10 * time.Second

// run runs a program until ctx ends, which is no error, or a part fails.
func run(ctx context.Context, k *kong.Context, c Config) error {
	c.Log = slog.New(slog.NewJSONHandler(k.Stderr, nil))
	p, err := Start(ctx, c)
	if err != nil {
		return err
	}
	c.Log.InfoContext(ctx, "ready", "rest", p.REST(), "grpc", p.GRPC(), "temporal", c.Temporal)
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-p.Done():
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	return errors.Join(failed, p.Close(stopping))
}

// owner is how a command reaches the database as the role that owns the tables.
type owner struct {
	OwnerDSNFile string `name:"owner-dsn-file" env:"DUBAN_OWNER_DSN_FILE" placeholder:"FILE" help:"含属主连接串的文件 File with the owner's address (or DUBAN_OWNER_DSN)."`
}

func (o owner) dsn() (string, error) { return secret("DUBAN_OWNER_DSN", o.OwnerDSNFile) }

type migrateCommand struct {
	Record
	owner
}

// Run migrates, and says what records are sealed with.
func (m migrateCommand) Run(ctx context.Context) error {
	dsn, err := m.dsn()
	if err != nil {
		return err
	}
	if err := Migrate(ctx, dsn); err != nil {
		return err
	}
	return m.Begin(ctx, dsn)
}

type versionCommand struct{}

// Run prints the version.
func (versionCommand) Run(k *kong.Context) error {
	_, err := fmt.Fprintln(k.Stdout, "duban", version())
	return err
}

// version is the version control's revision that was built, or the module's version; and the compiler's.
func version() string {
	info, _ := debug.ReadBuildInfo()
	return info.Main.Version + " " + info.GoVersion
}

// DemoSignInsCommand makes sign-ins to the demonstration in a database. It stands apart because a binary that holds
// its own database finds it otherwise.
type DemoSignInsCommand struct{ database }

// Run prints the sign-ins, which cannot be shown again.
func (d DemoSignInsCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := d.dsn()
	if err != nil {
		return err
	}
	made, err := DemoSignIns(ctx, dsn, clock())
	for _, s := range made {
		fmt.Fprintf(k.Stdout, "%s  %s  %s\n", s.Token, s.Role, s.Name)
	}
	return err
}
