// Package backup keeps a database in one file, and makes a database of it again.
//
// A backup is a zip file that any tool opens: an entry for each table with its rows in PostgreSQL's text format, a
// manifest at the end that says how many there are, and, as the last bytes of the file's comment, a SHA-256 of all
// before. Nothing in it is a program: a restore makes the tables by this program's own migrations and then reads rows,
// so neither end needs PostgreSQL's client programs, and a file from a stranger can run nothing.
//
// The package may not know what the tables mean. The checksum tells a damaged file, not a forged one: who can write the
// file can write its checksum; what people did is vouched for by the record's checkpoints.
package backup
