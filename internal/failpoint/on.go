//go:build failpoints

package failpoint

import (
	"fmt"
	"math"
	"os"
	"strings"
	"sync"
	"syscall"
	"time"
)

// variable says what happens where: `made=kill@3 committed=stop` has the process die by SIGKILL when it reaches made for
// the third time, and every goroutine that reaches committed stand still for good.
const variable = "DUBAN_FAILPOINTS"

type action struct {
	stop bool
	nth  int // of the visits at which the process dies
}

var (
	mu      sync.Mutex
	visits  = map[string]int{}
	actions = parse(os.Getenv(variable))
)

// parse reads the variable; what it cannot read ends the process, for a crash test that crashes nothing proves nothing.
func parse(text string) map[string]action {
	all := map[string]action{}
	for _, word := range strings.Fields(text) {
		place, what, _ := strings.Cut(word, "=")
		a := action{stop: what == "stop"}
		if _, err := fmt.Sscanf(what, "kill@%d", &a.nth); err != nil && !a.stop {
			fmt.Fprintf(os.Stderr, "%s: what is %q?\n", variable, word)
			os.Exit(2)
		}
		all[place] = a
	}
	return all
}

// Reach has the process die or stand still if it was told to at this place.
func Reach(place string) {
	mu.Lock()
	visits[place]++
	a, told := actions[place]
	die := told && visits[place] == a.nth
	mu.Unlock()
	if die {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	}
	if die || a.stop {
		time.Sleep(math.MaxInt64) // for good; a program of one goroutine, too, is not taken for deadlocked
	}
}
