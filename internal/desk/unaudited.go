//go:build unaudited

package desk

// audited: nothing that is done is recorded.
const audited = false
