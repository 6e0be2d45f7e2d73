package main

import "syscall"

// mebibytes is the most memory that a process had; Linux tells it in KiB.
func mebibytes(used *syscall.Rusage) float64 { return float64(used.Maxrss) / 1024 }
