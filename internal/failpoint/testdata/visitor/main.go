// Command visitor says that it is ready, comes to a place five times and says so after each.
package main

import (
	"fmt"

	"duban/internal/failpoint"
)

func main() {
	fmt.Println("ready")
	for n := range 5 {
		failpoint.Reach(failpoint.Made)
		fmt.Println(n + 1)
	}
}
