package supervision

import "cmp"

// Rule says in a word how the last day of one of the entry's duties comes about: by a preset, `SL-15a`; else in the
// plan's own words, `6月上旬`, `代表监督周（6月上旬）`, `事前`, with a cadence behind it,
// `5月中旬..11月下旬/MONTH`; or as a count in words, `20日前`.
func (e Entry) Rule(c Computation) string {
	words := cmp.Or(c.Rule, c.Written)
	if e.Every != "" {
		return words + "/" + string(e.Every)
	}
	return words
}
