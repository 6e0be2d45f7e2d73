package crash_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// workerBinary is the program that is killed.
var workerBinary string

// buildWorker builds it with its fail-points and returns the directory that it is in.
func buildWorker() (dir string, err error) {
	if dir, err = os.MkdirTemp("", "duban-worker-"); err != nil {
		return dir, err
	}
	workerBinary = filepath.Join(dir, "worker")
	build := exec.Command("go", "build", "-tags", "failpoints", "-o", workerBinary, "./worker")
	if said, err := build.CombinedOutput(); err != nil {
		return dir, fmt.Errorf("%w: %s", err, said)
	}
	return dir, nil
}
