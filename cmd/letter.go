package cmd

import (
	"github.com/alecthomas/kong"

	"duban/internal/documents"
)

type letterCommand struct {
	File string `arg:"" help:"方案文件 The plan file."`
	Lang string `enum:"zh,en" default:"zh" help:"语言 zh or en (${default})."`
}

// Run derives the congress's Supervision Letter (监督书) from the targets of the government's Task Letter that the plan
// holds.
func (c letterCommand) Run(k *kong.Context) error {
	file, err := openPlan(k.Stdout, c.File)
	if err != nil {
		return err
	}
	letter := file.Plan.SupervisionLetter(launched(file.Plan).Duties)
	return documents.WriteLetter(k.Stdout, *file.Plan, letter, c.Lang)
}
