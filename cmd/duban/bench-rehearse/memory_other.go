//go:build unix && !linux

package main

import "syscall"

// mebibytes is the most memory that a process had; macOS tells it in bytes.
func mebibytes(used *syscall.Rusage) float64 { return float64(used.Maxrss) / (1 << 20) }
