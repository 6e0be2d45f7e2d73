//go:build !unaudited

package desk

// audited: what is done is recorded. Only what measures what the record costs is built without it.
const audited = true
