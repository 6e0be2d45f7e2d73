//go:build unix && !linux

package postgresql

import "syscall"

// dieWithParent has no equivalent here: the next start ends the server that was left behind.
func dieWithParent(*syscall.SysProcAttr) {}

// runsIn has to believe postmaster.pid where there is no /proc.
func runsIn(int, string) bool { return true }
