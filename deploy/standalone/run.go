package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"duban/cmd"
	"duban/deploy/standalone/engine"
	"duban/internal/links"
)

// stopTime is how long a stop may take before what is left is cut off.
const stopTime = 10 * time.Second

// dataFlag is shared by the commands that work on a data directory.
type dataFlag struct {
	Data string `default:".duban" env:"DUBAN_DATA" help:"数据目录 Data directory." type:"path"`
}

type runCommand struct {
	dataFlag
	cmd.Record
	cmd.Entrance
	cmd.Keys
	Site   links.Site `                         env:"DUBAN_SITE"   help:"消息和日历中的登录网址 Where people sign in, for links."         placeholder:"URL"`
	Listen string     `default:"127.0.0.1:8080" env:"DUBAN_LISTEN" help:"控制台与 REST 的地址 Address of console and REST."`
	GRPC   string     `default:"127.0.0.1:9090" env:"DUBAN_GRPC"   help:"gRPC 的地址 Address of gRPC."                                name:"grpc"`
}

// Run returns when the user asks for it, which is no error, or when a part has failed.
func (r runCommand) Run(ctx context.Context) error {
	e, err := engine.Start(ctx, engine.Config{
		Data: r.Data, Listen: r.Listen, GRPC: r.GRPC, Record: r.Record, Entrance: r.Entrance, Keys: r.Keys, Site: r.Site, Progress: showProgress,
	})
	asked := ctx.Err() != nil // to stop while starting, which fails in as many ways as there are parts
	if err != nil && !asked {
		return err
	}
	if e == nil {
		return nil
	}
	showAddresses(os.Stdout, e)
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-e.Done():
	}
	return closeEngine(e, failed)
}

func closeEngine(e *engine.Engine, failed error) error {
	fmt.Println("正在停止 Stopping …")
	ctx, cancel := context.WithTimeout(context.Background(), stopTime)
	defer cancel()
	stopped := e.Close(ctx)
	if failed != nil {
		return failed
	}
	return stopped
}

func showProgress(zh, en string, took time.Duration) {
	fmt.Printf("%s %s  %.1fs\n", zh, en, took.Seconds())
}

// showAddresses prints what a newcomer opens first, and on the first start how to sign in.
func showAddresses(w io.Writer, e *engine.Engine) {
	fmt.Fprintf(w, "\n控制台 Console   http://%s/\n", e.REST())
	fmt.Fprintf(w, "接口 REST        http://%s/v1/  http://%[1]s/openapi.json\n", e.REST())
	fmt.Fprintf(w, "接口 gRPC        %s\n", e.GRPC())
	fmt.Fprintf(w, "流程 Temporal    %s\n", e.TemporalPages())
	if signIns := e.SignIns(); len(signIns) > 0 {
		showSignIns(w, signIns)
		fmt.Fprintln(w, "只显示这一次 shown this once; 再要 for new ones: duban demo-signins")
	}
}

func showSignIns(w io.Writer, signIns []cmd.SignIn) {
	fmt.Fprintln(w, "\n演示登录 Demonstration sign-ins")
	for _, s := range signIns {
		fmt.Fprintf(w, "  %-8s  %s  %s · %s\n", s.Key, s.Token, s.Role, s.Name)
	}
}

type foundCommand struct {
	dataFlag
	cmd.Found
}

// Run uses the instance that runs on the data, or else its database alone.
func (f foundCommand) Run(ctx context.Context) error {
	return engine.OnDatabase(ctx, f.Data, func(dsn string) error {
		return f.Make(ctx, dsn, time.Now(), os.Stdout)
	})
}

type resetAccountCommand struct {
	dataFlag
	cmd.ResetAccount
}

// Run uses the instance that runs on the data, or else its database alone.
func (r resetAccountCommand) Run(ctx context.Context) error {
	return engine.OnDatabase(ctx, r.Data, func(dsn string) error {
		return r.Reset(ctx, dsn, time.Now(), os.Stdout)
	})
}

type holidaysCommand struct {
	dataFlag
	cmd.Holidays
}

// Run uses the instance that runs on the data, or else its database alone.
func (h holidaysCommand) Run(ctx context.Context) error {
	return engine.OnDatabase(ctx, h.Data, func(dsn string) error {
		return h.Apply(ctx, dsn, time.Now(), os.Stdout)
	})
}

type demoSignInsCommand struct{ dataFlag }

// Run uses the instance that runs on the data, or else its database alone.
func (d demoSignInsCommand) Run(ctx context.Context) error {
	made, err := engine.DemoSignIns(ctx, d.Data)
	if err == nil {
		showSignIns(os.Stdout, made)
	}
	return err
}

type exportRecordCommand struct {
	dataFlag
	cmd.ExportRecord
}

// Run uses the instance that runs on the data, or else its database alone.
func (x exportRecordCommand) Run(ctx context.Context) error {
	return engine.OnDatabase(ctx, x.Data, func(dsn string) error { return x.Write(ctx, dsn, time.Now(), os.Stdout) })
}

type recordHeadCommand struct {
	dataFlag
	cmd.RecordHead
}

// Run uses the instance that runs on the data, or else its database alone.
func (r recordHeadCommand) Run(ctx context.Context) error {
	return engine.OnDatabase(ctx, r.Data, func(dsn string) error { return r.Write(ctx, dsn, time.Now(), os.Stdout) })
}
