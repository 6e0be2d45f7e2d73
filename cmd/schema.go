package cmd

import (
	"github.com/alecthomas/kong"

	"duban/api"
)

type schemaCommand struct{}

// Run prints the schema.
func (schemaCommand) Run(k *kong.Context) error {
	_, err := k.Stdout.Write(api.PlanSchema())
	return err
}
