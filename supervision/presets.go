package supervision

import "slices"

// Preset is a rule of law or practice that gives a date, by name: just one of Due, Window and Every.
type Preset struct {
	Name    string   // SL-15a
	Article string   // 监督法(2024)第十五条
	Zh, En  string   // what it asks; Zh in the words of the source, as far as they fit
	Due     Deadline // a day that is counted; Count 0: none is
	Window  string   // the days within which, for ParseWindow; or ""
	Every   Period   // how often: at least AtLeast times in each period; or ""
	AtLeast int
}

// Presets are all presets: first the law, then Zhejiang, then deputies' suggestions, then practice.
func Presets() []Preset { return slices.Clone(presets) }

// PresetNamed finds a preset.
func PresetNamed(name string) (Preset, bool) {
	i := slices.IndexFunc(presets, func(p Preset) bool { return p.Name == name })
	if i < 0 {
		return Preset{}, false
	}
	return presets[i], true
}

var presets = []Preset{}
