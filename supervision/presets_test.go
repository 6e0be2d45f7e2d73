package supervision_test

import (
	"fmt"
	"strings"
	"testing"

	"duban/supervision"
)

// What each preset gives, in the order of the sources.
func TestPresetsByName(t *testing.T) {
	const want = `SL-15a 20日前
SL-15b 10日前
SL-15c 7日前
SL-19 6月..9月
SL-20 6月..9月
SL-27 6个月内
ZJ-13a 20日前
ZJ-13b 10日前
ZJ-13c 7日前
ZJ-13d 5日内
ZJ-29 1个月前
ZJ-43 7日内
ZJ-44 3个月内
ZJ-S17 YEAR 1
ZJ-G19a YEAR 2
ZJ-G19b YEAR 3
ZJ-F 3个月内
DL-51 3个月内
DL-51w 6个月内
ZS-10 7日内
ZS-14 10日内
ZS-18 2个月内
ZS-21 3个月内
ZS-21w 6个月内
ZS-24 1个月内
HZ2019-M MONTH 1
HZ2019-Q QUARTER 1
HZ2019-H HALF_YEAR 1
HZ2019-Y YEAR 1`
	var got []string
	for _, p := range supervision.Presets() {
		got = append(got, p.Name+" "+gives(p))
	}
	if text := strings.Join(got, "\n"); text != want {
		t.Errorf("presets:\n%s\nwant:\n%s", text, want)
	}
}

// gives writes the one thing that a preset gives; more than one would show.
func gives(p supervision.Preset) (text string) {
	if p.Due.Count > 0 {
		text, _ = p.Due.Words()
	}
	text += p.Window
	if p.Every != "" {
		text += fmt.Sprintf("%s %d", p.Every, p.AtLeast)
	}
	return text
}

func TestEachPresetSaysWhereItComesFrom(t *testing.T) {
	for _, p := range supervision.Presets() {
		found, ok := supervision.PresetNamed(p.Name)
		if !ok || found != p {
			t.Errorf("%s is found as %+v", p.Name, found)
		}
		if p.Article == "" || p.Zh == "" || p.En == "" {
			t.Errorf("%s lacks a text: %+v", p.Name, p)
		}
		if p.Due.Count > 0 && (p.Due.Roll == supervision.Back) != p.Due.Before {
			t.Errorf("%s rolls %s", p.Name, p.Due.Roll)
		}
	}
	if p, ok := supervision.PresetNamed(""); ok {
		t.Errorf("no name finds %+v", p)
	}
}

func TestSL19_JuneToSeptember(t *testing.T) {
	p, _ := supervision.PresetNamed("SL-19")
	if got := window(t, p.Window, 2020).String(); got != "2020-06-01..2020-09-30" {
		t.Errorf("%s is %s", p.Window, got)
	}
}

func TestPresetsCannotBeChanged(t *testing.T) {
	supervision.Presets()[0].Name = "mine"
	if _, ok := supervision.PresetNamed("SL-15a"); !ok {
		t.Error("a caller changed the presets")
	}
}
