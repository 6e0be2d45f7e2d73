// Package planfile turns the bytes of a plan into a supervision.Plan, with everything that is wrong or doubtful in it,
// each at its line and column.
//
// A plan file is YAML by protobuf's mapping of the message Plan, so JSON is a plan file too. It is read in stages, and
// a stage goes on with what the one before could read, so that an author sees all errors at once:
//
//	text   size, encoding, control characters       text.go
//	YAML   syntax                                   syntax.go
//	shape  fields and their types                   fields.go
//	rules  those written in plan.proto              checks.go rules.go
//	words  windows, zone, phases                    convert.go
//	sense  supervision.Plan.Check
//
// It knows no database, no network, no clock and no file: bytes come in, a plan goes out.
package planfile
