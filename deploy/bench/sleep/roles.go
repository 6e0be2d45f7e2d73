package main

import (
	"bufio"
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"duban/cmd"
	"duban/deploy/bench/apart"
	"duban/internal/pace"
)

// programRole is the role of the program's process.
const programRole = "program"

// programConfig is the program's whole configuration: a Pace but for its limit.
type programConfig struct {
	DSN, Temporal, Dir string
	From, Began        time.Time
	Speed              float64
}

// footprint is what a process of the program takes.
type footprint struct {
	Goroutines int
	Heap       uint64 // bytes in use after a collection
}

// runProgram runs the whole program until its input ends, and answers every line with its footprint.
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
		DSN: c.DSN, Temporal: c.Temporal, Namespace: apart.Namespace, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0",
		CourierLog: filepath.Join(c.Dir, "courier.log"),
		Log:        slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Pace:       pace.Pace{From: c.From, Began: c.Began, Speed: c.Speed},
	})
	if err != nil {
		return err
	}
	if err := apart.Say(apart.Address{Address: p.REST()}); err != nil {
		return err
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		if err := apart.Say(look()); err != nil {
			return err
		}
	}
	stopping, cancel := context.WithTimeout(ctx, apart.StopTime/2)
	defer cancel()
	return p.Close(stopping)
}

// look collects all garbage, gives the memory back and tells what is left.
func look() footprint {
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return footprint{Goroutines: runtime.NumGoroutine(), Heap: m.HeapAlloc}
}
