package supervision

import "slices"

// Preset is a rule of law or practice that gives a date, by name: just one of Due, Window and Every.
//
// Rules without a date of their own are no presets: what is done "before the hearing" or "in time" (监督法 13, 14, 17, 50,
// 代表法 31), on dates that a resolution or a committee sets (监督法 17, 63), once a year on no given day (监督法 11), by so
// many members (监督法 51, 53, 56, 62), or for so many days of a deputy's working time (浙江省实施代表法办法 35, 15 or 7 a
// year: an amount, not a date). Nor are the periods that Beijing, Qingdao and Shanghai set for suggestions, whose articles
// are not at hand: a plan writes such a count itself.
type Preset struct {
	Name    string   // SL-15a
	Article string   // 监督法(2024)第十五条
	Zh, En  string   // what it asks, close to the words of the source
	Due     Deadline // a day that is counted; Count 0: none is
	Window  string   // the days within which, for ParseWindow; or ""
	Every   Period   // how often: at least AtLeast times in each period; or ""
	AtLeast int
}

// Presets are all presets: the Supervision Law, Zhejiang's rules, those for deputies' suggestions, practice.
func Presets() []Preset { return slices.Clone(presets) }

// PresetNamed finds a preset.
func PresetNamed(name string) (Preset, bool) {
	i := slices.IndexFunc(presets, func(p Preset) bool { return p.Name == name })
	if i < 0 {
		return Preset{}, false
	}
	return presets[i], true
}

// before is a last day so many days before an event; within one so long after it.
func before(count int, unit Unit) Deadline {
	return Deadline{Count: count, Unit: unit, Before: true, Roll: Back}
}

func within(count int, unit Unit) Deadline {
	return Deadline{Count: count, Unit: unit, Roll: Forward}
}

var presets = slices.Concat(supervisionLaw, zhejiangSupervision, zhejiangDeputies, deputiesSuggestions, hangzhouFormula)
