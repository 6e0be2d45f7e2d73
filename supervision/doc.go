// Package supervision holds the rules by which a people's congress supervises (oversees) livelihood projects:
// what a plan means, which duties it makes, what falls due when, what a command may change, how votes are counted.
//
// It is pure: it knows no clock, no database, no network and no process. Every instant is an argument, every answer
// follows from the facts given. Times are instants; calendar days are counted in the campaign's zone.
package supervision
