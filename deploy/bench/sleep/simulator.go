package main

import (
	"fmt"
	"time"

	"duban/internal/planfile"
	"duban/plans"
	"duban/supervision"
)

// simulated is how many campaign-years the pure simulator lives in a minute, in one goroutine: Hangzhou's, in which
// nobody does anything, so that every reminder and escalation is made.
func simulated(lasting time.Duration) (float64, error) {
	p, findings := planfile.Read(plans.Hangzhou2020())
	if p == nil {
		return 0, fmt.Errorf("hangzhou-2020: %v", findings)
	}
	calendar, first := supervision.ChinaCalendar(), p.Period.Opens(p.Zone)
	years, began := 0, time.Now()
	for time.Since(began) < lasting {
		y := supervision.NewYear(*p, first, calendar)
		y.LiveOut()
		if len(y.Calls) == 0 {
			return 0, fmt.Errorf("a year without a call")
		}
		years++
	}
	return float64(years) / time.Since(began).Minutes(), nil
}
