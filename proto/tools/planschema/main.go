// Command planschema is a protoc plugin that writes the JSON Schema of plan files, by which editors complete and check
// them: the message Plan as plan.proto describes it, its comments, types and rules, under the names that YAML has.
//
// It says no more than the proto does: what hangs together across a plan, such as an id that must be listed, only
// `duban check` sees. It fails when the proto uses a rule or a type that it cannot put into a schema.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"

	"google.golang.org/protobuf/compiler/protogen"
	"google.golang.org/protobuf/types/pluginpb"
)

func main() { protogen.Options{}.Run(generate) }

func generate(p *protogen.Plugin) error {
	p.SupportedFeatures = uint64(pluginpb.CodeGeneratorResponse_FEATURE_PROTO3_OPTIONAL)
	for _, file := range p.Files {
		for _, m := range file.Messages {
			if file.Generate && m.Desc.FullName() == "supervision.v1.Plan" {
				return write(p.NewGeneratedFile("plan.schema.json", ""), m)
			}
		}
	}
	return nil
}

func write(to *protogen.GeneratedFile, plan *protogen.Message) error {
	w := writer{defined: map[string]bool{}}
	root, err := w.message(plan)
	if err != nil {
		return err
	}
	document := append(object{
		{"$schema", "https://json-schema.org/draft/2020-12/schema"},
		{"$id", "urn:duban:plan"},
		{"title", "督办监督方案 Duban plan"},
	}, root...)
	text, err := document.with("$defs", w.defs).MarshalJSON()
	if err != nil {
		return fmt.Errorf("the schema is no JSON: %w", err)
	}
	var indented bytes.Buffer
	if err = json.Indent(&indented, text, "", "  "); err != nil {
		return err
	}
	indented.WriteByte('\n')
	_, err = indented.WriteTo(to)
	return err
}
