package postgresql

import (
	"fmt"
	"os"
	"syscall"
)

// dieWithParent asks for a fast shutdown when this process is gone, even by kill -9.
func dieWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGINT }

// runsIn tells whether a process has its working directory in the cluster, as a server has.
func runsIn(pid int, cluster string) bool {
	cwd, err := os.Stat(fmt.Sprintf("/proc/%d/cwd", pid))
	if err != nil {
		return false
	}
	home, err := os.Stat(cluster)
	return err == nil && os.SameFile(cwd, home)
}
