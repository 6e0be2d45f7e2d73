package documents

import (
	"fmt"
	"io"

	"duban/supervision"
)

// WriteExplanations writes how the day of each duty was computed (这一天怎么算出来的), as the rules explain it.
func WriteExplanations(w io.Writer, plan supervision.Plan, duties []supervision.Duty, language string) error {
	p := &page{english: language == "en"}
	entries := plan.EntriesByID()
	for i := range duties {
		d := &duties[i]
		if i > 0 {
			p.WriteByte('\n')
		}
		p.line(0, d.ID+"  "+d.Title)
		computed := d.Computed
		if e := entries[d.Entry]; e.Due == nil { // nothing is counted: the plan's words say it all
			computed.Written = e.Rule(computed)
		}
		lines, english := computed.Explain()
		if p.english {
			lines = english
		}
		for _, line := range lines {
			p.line(2, line)
		}
	}
	_, err := p.WriteTo(w)
	return err
}

// WritePresets lists the rules that have a name: the article, what it asks, and how the date comes about.
func WritePresets(w io.Writer, language string) error {
	p := &page{english: language == "en"}
	for _, preset := range supervision.Presets() {
		const column = 11
		p.hang(0, preset.Name, column, pieces(preset.Article))
		p.hang(column, "", column, pieces(p.say(word{preset.Zh, preset.En})))
		p.hang(column, "", column, pieces(p.asked(preset)))
	}
	_, err := p.WriteTo(w)
	return err
}

// asked is how a preset gives a date: a count, a window, or how often.
func (p *page) asked(preset supervision.Preset) string {
	switch {
	case preset.Window != "":
		return preset.Window
	case preset.Every != "":
		return fmt.Sprintf("every: %s, at_least: %d", preset.Every, preset.AtLeast)
	}
	zh, en := preset.Due.Words()
	return p.say(word{zh, en})
}
