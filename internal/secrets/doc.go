// Package secrets keeps what must not be read from a database or a log: passwords and keys of channels, sealed with
// AES-256-GCM under a ring of keys that stands in no database.
//
// It is pure: it reads no file, no environment and no clock, and knows nothing of what it seals; a key ring is a text that
// the caller has read. Errors name places and key numbers, never a key, a secret or a part of one.
//
// A ring has one key a line, each 32 bytes in base64 (`openssl rand -base64 32` writes one); blank lines and lines that begin
// with # say nothing. The first key seals, all of them open. So a key is changed by putting a new one before it. The old one
// stays: nothing is sealed anew by itself, and without it what was sealed under it has to be given again.
package secrets
