package cmd

import (
	"fmt"
	"os"

	"github.com/alecthomas/kong"

	"duban/internal/planfile"
)

type checkCommand struct {
	File string `arg:"" help:"方案文件 The plan file."`
}

// Run prints every finding with its place and, of a good plan, how many duties it makes. Warnings are no error.
func (c checkCommand) Run(k *kong.Context) error {
	source, err := os.ReadFile(c.File)
	if err != nil {
		return err
	}
	plan, findings := planfile.Read(source)
	errors := 0
	for _, f := range findings {
		if !f.Warning {
			errors++
		}
		fmt.Fprintln(k.Stdout, planfile.Format(c.File, f))
	}
	if plan == nil {
		return fmt.Errorf("%s: %d 处错误 / %[2]d errors", c.File, errors)
	}
	_, err = fmt.Fprintf(k.Stdout, "%s: 可用，%d 项任务 / good, %[2]d duties\n", c.File, plan.CountDuties())
	return err
}
