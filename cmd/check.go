package cmd

import (
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"duban/internal/planfile"
	"duban/supervision"
)

type checkCommand struct {
	File string `arg:"" help:"方案文件 The plan file."`
}

// Run prints every finding with its place and, of a good plan, how many duties it makes. Warnings are no error.
func (c checkCommand) Run(k *kong.Context) error {
	file, err := openPlan(k.Stdout, c.File)
	if err != nil {
		return err
	}
	printFindings(k.Stdout, c.File, file.Findings)
	_, err = fmt.Fprintf(k.Stdout, "%s: 可用，%d 项任务 / good, %[2]d duties\n", c.File, len(launched(file.Plan).Duties))
	return err
}

// openPlan reads a plan file. Of one with errors it writes every finding, and fails.
func openPlan(w io.Writer, name string) (*planfile.File, error) {
	source, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	file := planfile.Open(source)
	if file.Plan == nil {
		return nil, refused(w, name, file.Findings)
	}
	return file, nil
}

// launched is a plan taken up on its first day, by the calendar that the program holds.
func launched(plan *supervision.Plan) supervision.Launched {
	return plan.Launch(plan.Period.Opens(plan.Zone), supervision.ChinaCalendar())
}

// refused writes what is wrong with a file, and says how much that is.
func refused(w io.Writer, name string, findings []supervision.Finding) error {
	printFindings(w, name, findings)
	errors := 0
	for _, f := range findings {
		if !f.Warning {
			errors++
		}
	}
	return fmt.Errorf("%s: %d 处错误 / %[2]d errors", name, errors)
}

func printFindings(w io.Writer, name string, findings []supervision.Finding) {
	for _, f := range findings {
		fmt.Fprintln(w, planfile.Format(name, f))
	}
}
