// Package documents writes what people and other programs take away: JSON, plain text, calendar files. It is given facts
// and a writer. It knows no database, no network, no clock and no file, and decides nothing: one set of facts makes one
// document, byte for byte.
package documents
