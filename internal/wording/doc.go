// Package wording turns what a recipient is told into the subject and text of a message, by templates that a congress may
// change. A template is text with fields in it, {{.Host}}, with conditions and with lists; nothing in it computes, calls or
// repeats itself, so whatever a clerk writes ends soon and says no more than the facts do:
//
//	text       what a template is written as      template.go
//	syntax     what the parser refuses            check.go syntax.go
//	sense      an allow-list of nodes and fields  walk.go fields.go
//	message    bounded, without control characters render.go plain.go
//
// It is pure: it knows no database, no network, no file, no clock, no channel and no person beyond the facts given. What a
// message may say where strangers read along is decided before, by supervision.GlanceZh and GlanceEn.
package wording
