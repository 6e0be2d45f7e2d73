// Command audit measures what the record costs and whether it can be trusted.
//
// The same commands (a deputy files a note, staff schedule a visit, staff extend a deadline, in turn) are executed at the
// product's desk by two builds of this program: as the product is, and with the tag `unaudited`, in which nothing is
// recorded. They take turns on one PostgreSQL server with fsync on, each in a process and a database of its own that hold
// the Hangzhou campaign in its Supervision Week. The cost is the CPU time of the process and of PostgreSQL's whole tree,
// from the first command to the last; the audited build also seals its record every three seconds, as the worker does.
//
// A longer record is then exported, and examined in turn with hashing the same bytes bare, by the clock of the wall; so is one
// with SM3. Of both, short exports are changed ten thousand times in all, each examined
// against every checkpoint that was kept; and untouched ones are examined a thousand times, against some.
//
// The last line has the median ratio of the costs, the lower of the ratios of speed, and how many changes were missed and
// how many untouched records were found changed. SHORT=1 in the environment measures fewer pairs.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"

	"github.com/alecthomas/kong"
)

// options are the command line's.
type options struct {
	Unaudited string `required:"" type:"path" help:"This program, built with the tag unaudited."`
	Short     bool   `env:"SHORT" help:"Seven pairs, and not twenty-five."`
	Commands  int    `default:"2000" help:"So many commands in a run."`
	Data      string `default:"/var/tmp" type:"path" help:"Directory for all data; it must lie on a disk, and PostgreSQL's user must reach it."`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-audit:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context) error {
	if len(os.Args) == 3 && os.Args[1] == "act" {
		return act(ctx, os.Args[2])
	}
	var o options
	kong.Parse(&o)
	b, err := open(ctx, o)
	if err != nil {
		return err
	}
	return b.close(ctx, b.measure(ctx))
}
