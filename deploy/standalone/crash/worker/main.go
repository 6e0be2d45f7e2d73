// Command worker is the program that crash tests kill: Duban's processes, as `duban work` runs them, by a compressed
// clock. Built with the tag `failpoints` it dies where DUBAN_FAILPOINTS says. It ends when its standard input does, so
// that it never outlives the test that started it.
package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"

	"duban/cmd"
	"duban/deploy/standalone/crash/clock"
)

func main() {
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		os.Exit(0)
	}()
	if err := work(context.Background()); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// work works until a part fails.
func work(ctx context.Context) error {
	shared, err := clock.Parse(os.Getenv("DUBAN_CLOCK"))
	if err != nil {
		return fmt.Errorf("DUBAN_CLOCK: %w", err)
	}
	pace, err := shared.Pace()
	if err != nil {
		return err
	}
	p, err := cmd.Start(ctx, cmd.Config{
		DSN: os.Getenv("DUBAN_DSN"), Temporal: os.Getenv("DUBAN_TEMPORAL"), Namespace: "duban",
		Keys: os.Getenv("DUBAN_KEY"), CourierLog: os.Getenv("DUBAN_COURIER_LOG"), Pace: pace,
		Log: slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn})),
	})
	if err != nil {
		return err
	}
	fmt.Println("ready")
	return <-p.Done()
}
