// Command clock measures what Duban's clock costs and how late it is, side by side with other ways to do the same. Every
// contestant is given the same duties, each with three reminders and a deadline (DUTY-4), of which three in ten are
// proven early and one in twenty is extended, and has to leave one durable row for each call at its instant.
//
// The contestants:
//
//	duban          the product: its program, with desk, audit, notices and row-level security, and a Temporal server
//	naive          a Temporal workflow for each duty, a timer and an activity for each call; at a tenth of the number
//	river          River with a job for each call, tuned to look for work every 20 ms
//	river-at-once  the same, each job complete in the transaction of its call, as with Duban; left out where SHORT=1
//	river-default  the first as it comes
//	cron           a loop that takes what is due every second, FOR UPDATE SKIP LOCKED
//	floor          a bare timer for each call: what the machine itself is late
//
// The loads:
//
//	spread         2,000 duties in 20 campaigns, at instants milliseconds apart
//	seconds        the same where a day lasts a second: reminders on whole seconds, deadlines 5/8 of a second after
//	cliff          20,000 deadlines at one instant in 20 campaigns, and 700 duties proven or extended just before
//	cliff in one   the same in one campaign
//
// All take turns on one PostgreSQL server with fsync on, each in a database and in processes of its own. CPU time is that
// of all these processes and of PostgreSQL's whole tree, from six seconds before the first call until the last is made;
// the commands by which people prove and extend are in it, but for the cliffs', where they have acted before. Lateness is
// from a call's instant to its commit, as PostgreSQL noted it. Bytes are what a duty adds while all its calls are still to
// come: its row with its keys, River's jobs with theirs, and what Temporal keeps.
//
// Not measured are the launch of a campaign with the calls that open its duties, the courier, who rests, and
// escalations: the others do none of that.
//
// The last line has ratios, Duban's figure by the other's, each the median of all blocks, and what Duban did wrong in all
// its trials. SHORT=1 in the environment runs one block. One contestant and load alone: --only duban --load cliff.
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
	Only   []string `help:"Only these contestants: duban, naive, river, river-at-once, river-default, cron, floor."`
	Load   []string `help:"Only these loads: spread, seconds, cliff, cliff in one."`
	Blocks int      `help:"So many blocks; 4, or 1 with SHORT=1 in the environment."`
	Seed   uint64   `help:"Of the loads." default:"1"`
	Short  bool     `help:"One block." env:"SHORT"`
	Data   string   `help:"Directory for all data; it must lie on a disk, and PostgreSQL's user must reach it." default:"/var/tmp" type:"path"`
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx)
	stop()
	if err != nil {
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
		if o.Short {
			o.Blocks = 1
		}
	}
	b, err := open(ctx, o)
	if err != nil {
		return err
	}
	return b.close(ctx, b.measure(ctx))
}
