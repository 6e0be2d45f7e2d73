package supervision

import "fmt"

// urgent doubts what comes round again and again, and yet is told at once each time: a digest spares people that. Anything
// else may be urgent.
func (c *checker) urgent(i int, e Entry) {
	if e.Urgent && e.Every != "" {
		c.warn(place("duties", i, "urgent"), "URGENT_OFTEN",
			fmt.Sprintf("每 %s 一次的任务，每次都立即单独发消息，不进入每日汇总", e.Every),
			fmt.Sprintf("comes round every %s, and each time people are told at once, apart from their digest", e.Every))
	}
}
