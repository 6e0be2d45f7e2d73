package desk

import (
	"time"

	"duban/internal/ledger"
	"duban/internal/postgres"
)

// Restoration is the line that a restore leaves in the record of every host: with what was restored, as far as somebody
// who holds a later checkpoint of the original has to know why the two part there.
func Restoration(host, hash string, now time.Time, of any) (postgres.AuditEntry, error) {
	h, err := ledger.HashNamed(hash)
	if err != nil {
		return postgres.AuditEntry{}, err
	}
	return record{verb: "RESTORE", object: "hosts/" + host, given: of}.entry(h, now, System(host))
}
