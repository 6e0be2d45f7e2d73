package main

import (
	"context"
	"encoding/json"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"duban/cmd"
	"duban/deploy/bench/apart"
	"duban/internal/pace"
)

// programRole is the role of the program's process.
const programRole = "program"

// programConfig is the program's whole configuration.
type programConfig struct {
	DSN, Temporal, Keys, Dir string
	From, Began              time.Time // of its clock, which goes as fast as the wall's
}

func (c programConfig) pace() pace.Pace { return pace.Pace{From: c.From, Began: c.Began, Speed: 1} }

// runProgram runs the program's processes until its input ends, or until it is killed.
func runProgram(ctx context.Context, text string) error {
	var c programConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	log, err := os.OpenFile(filepath.Join(c.Dir, "duban.log"), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	defer log.Close()
	p, err := cmd.Start(ctx, cmd.Config{
		DSN: c.DSN, Temporal: c.Temporal, Namespace: apart.Namespace, Keys: c.Keys, CourierLog: filepath.Join(c.Dir, "courier.log"),
		Log: slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})), Pace: c.pace(),
	})
	if err != nil {
		return err
	}
	if err := apart.Say(struct{}{}); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // however it ends, it has ended
	stopping, cancel := context.WithTimeout(ctx, apart.StopTime/2)
	defer cancel()
	return p.Close(stopping)
}
