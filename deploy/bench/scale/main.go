// Command scale measures whether listing and searching people stays as fast when there are many of them: 2.8 million
// deputies in 40,000 congresses, made up, each in a seat of theirs, beside a thousandth of that in a database of its own on
// the same server; and one congress so large that its list has a page 10,000. Everything is asked through the desk, with
// row-level security on, as whoever reads a list asks it. Its last line has the ratios:
//
//	search_growth  the 99th percentile with all of them to that with a thousandth; wanted at most 1.5
//	page_growth    page 10,000 of the large congress to its page 1, at the median; wanted at most 1.1
//
// Both sides of a ratio are measured in turns, and a ratio is the median of all turns. A congress and what is looked for in
// it are drawn anew for each question: one or two characters, a whole name, in either script, or the first page of all.
// SHORT=1 in the environment makes a twentieth of the deputies, and smaller pages of the large congress.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"

	"duban/deploy/postgresql"
)

// size is how much is made and measured.
type size struct {
	congresses int // in the whole; a thousandth of them in the other database
	deputies   int // in each, on average
	page       int // people on a page of the large congress
	turns      int
	asked      int // questions a turn, of either side
}

var (
	whole = size{congresses: 40_000, deputies: 70, page: 50, turns: 9, asked: 2000}
	short = size{congresses: 2_000, deputies: 70, page: 5, turns: 5, asked: 1000}
)

const lastPage = 10_000

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	s := whole
	if os.Getenv("SHORT") != "" {
		s = short
	}
	err := run(ctx, s)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench-scale:", err)
		os.Exit(1)
	}
}

// run makes everything on a server of its own and leaves nothing behind.
func run(ctx context.Context, s size) (err error) {
	dir, err := os.MkdirTemp("/var/tmp", "bench-scale-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.Chmod(dir, 0o711); err != nil { // PostgreSQL's user may pass, and not look
		return err
	}
	server, err := postgresql.Start(ctx, postgresql.Options{Dir: filepath.Join(dir, "postgresql")})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop(context.WithoutCancel(ctx))) }()
	return s.measure(ctx, server)
}

// measure makes both databases and asks them in turns.
func (s size) measure(ctx context.Context, server *postgresql.Server) error {
	few, err := populate(ctx, server, "few", max(s.congresses/1000, 2), s.deputies, 0)
	if err != nil {
		return err
	}
	defer few.close()
	many, err := populate(ctx, server, "many", s.congresses, s.deputies, lastPage*s.page+1)
	if err != nil {
		return err
	}
	defer many.close()
	searches, err := s.searches(ctx, few, many)
	if err != nil {
		return err
	}
	pages, err := s.pages(ctx, many)
	if err != nil {
		return err
	}
	fmt.Printf("bench-scale: search_growth=%.2f page_growth=%.2f\n", searches, pages)
	return nil
}
