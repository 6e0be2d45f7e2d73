package apart

import (
	"context"
	"encoding/json"
	"io"
	"os"

	"duban/deploy/standalone/temporal"
)

// TemporalRole is the role in which a program has to call ServeTemporal with the text that follows it.
const TemporalRole = "temporal"

// Namespace is what everything in Temporal is in.
const Namespace = "duban"

// temporalConfig is the Temporal server's whole configuration.
type temporalConfig struct{ Dir string }

// Address is what a server says when it is ready.
type Address struct{ Address string }

// StartTemporal starts a Temporal server that keeps its store in a directory, and answers where it listens.
func StartTemporal(dir string) (c *Child, address string, err error) {
	if c, err = Spawn(TemporalRole, temporalConfig{Dir: dir}); err != nil {
		return nil, "", err
	}
	var a Address
	err = c.Answer(&a)
	return c, a.Address, err
}

// ServeTemporal runs a Temporal server until its input ends.
func ServeTemporal(ctx context.Context, text string) error {
	var c temporalConfig
	if err := json.Unmarshal([]byte(text), &c); err != nil {
		return err
	}
	s, err := temporal.Start(ctx, temporal.Options{Dir: c.Dir, Log: c.Dir + ".log", Namespace: Namespace})
	if err != nil {
		return err
	}
	if err := Say(Address{s.Address()}); err != nil {
		return err
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // however it ends, it has ended
	stopping, cancel := context.WithTimeout(ctx, StopTime/2)
	defer cancel()
	s.Stop(stopping)
	return nil
}
