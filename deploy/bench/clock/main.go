package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"

	"github.com/alecthomas/kong"
)

// options are the command line's.
type options struct {
	Only   []string `help:"Only these contestants: duban, naive, river, river-default, cron, floor."`
	Load   []string `help:"Only these loads: spread, seconds, cliff, 'cliff in one'."`
	Blocks int      `help:"So many blocks; 4, or 1 with SHORT=1 in the environment."`
	Seed   uint64   `help:"Of the loads." default:"1"`
	Data   string   `help:"Directory for all data; it must lie on a disk, and PostgreSQL's user must reach it." default:"/var/tmp" type:"path"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench-clock:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if len(os.Args) == 3 && os.Args[1] == "as" {
		return play(ctx, os.Args[2])
	}
	var o options
	kong.Parse(&o)
	if o.Blocks == 0 {
		o.Blocks = 4
		if os.Getenv("SHORT") != "" {
			o.Blocks = 1
		}
	}
	b, err := open(ctx, o)
	if err != nil {
		return err
	}
	return errors.Join(b.measure(ctx), b.close(ctx))
}
