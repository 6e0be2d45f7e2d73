package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"duban/cmd"
	"duban/deploy/standalone/temporal"
	"duban/internal/pace"
)

// The roles of this program's other processes.
const (
	temporalRole = "temporal"
	programRole  = "program"
)

const namespace = "duban"

// temporalConfig is the Temporal server's whole configuration.
type temporalConfig struct{ Dir string }

// address is what a server says when it is ready.
type address struct{ Address string }

// serveTemporal runs a Temporal server until its input ends.
func serveTemporal(ctx context.Context, text string) error {
	var c temporalConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	s, err := temporal.Start(ctx, temporal.Options{Dir: c.Dir, Log: c.Dir + ".log", Namespace: namespace})
	if err != nil {
		return err
	}
	if err := say(address{s.Address()}); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // however it ends, it has ended
	stopping, cancel := context.WithTimeout(ctx, stopTime/2)
	defer cancel()
	s.Stop(stopping)
	return nil
}

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
		DSN: c.DSN, Temporal: c.Temporal, Namespace: namespace, Listen: "127.0.0.1:0", GRPC: "127.0.0.1:0",
		CourierLog: filepath.Join(c.Dir, "courier.log"),
		Log:        slog.New(slog.NewTextHandler(log, &slog.HandlerOptions{Level: slog.LevelWarn})),
		Pace:       pace.Pace{From: c.From, Began: c.Began, Speed: c.Speed},
	})
	if err != nil {
		return err
	}
	if err := say(address{p.REST()}); err != nil {
		return err
	}
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		if err := say(look()); err != nil {
			return err
		}
	}
	stopping, cancel := context.WithTimeout(ctx, stopTime/2)
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

// say writes one answer.
func say(v any) error {
	text, err := json.Marshal(v)
	if err == nil {
		_, err = fmt.Println(string(text))
	}
	return err
}
