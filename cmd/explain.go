package cmd

import (
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"duban/internal/documents"
	"duban/supervision"
)

type explainCommand struct {
	File string `arg:"" help:"方案文件 The plan file."`
	Duty string `arg:"" optional:"" help:"任务编号或其开头 A duty's id, or how ids begin; otherwise all duties."`
	Lang string `enum:"zh,en" default:"zh" help:"语言 zh or en (${default})."`
}

// Run says of each duty how its date was computed: rule, article, start day, each day skipped and why, result.
func (c explainCommand) Run(k *kong.Context) error {
	file, err := openPlan(k.Stdout, c.File)
	if err != nil {
		return err
	}
	duties := slices.DeleteFunc(launched(file.Plan).Duties, func(d supervision.Duty) bool { return !strings.HasPrefix(d.ID, c.Duty) })
	if len(duties) == 0 {
		return fmt.Errorf("没有以 %s 开头的任务 / no duty's id begins with %[1]s", c.Duty)
	}
	slices.SortFunc(duties, supervision.CompareDuties)
	return documents.WriteExplanations(k.Stdout, *file.Plan, duties, c.Lang)
}

type presetsCommand struct {
	Lang string `enum:"zh,en" default:"zh" help:"语言 zh or en (${default})."`
}

// Run lists the rules that a plan may name in due: each with its article and what it asks.
func (c presetsCommand) Run(k *kong.Context) error { return documents.WritePresets(k.Stdout, c.Lang) }
