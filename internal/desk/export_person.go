package desk

import (
	"context"

	"duban/internal/postgres"
	"duban/supervision"
)

// Facts lists what the host holds about a person beside the roll and their terms, the oldest first, that after the one
// given: for the person, and for the system administrator, who answers when somebody asks what is held about them. They
// read no papers, and no record: what the person wrote, was told and gave for a reason is listed to them without its words,
// and what names an unannounced visit only when that has taken place.
func (d *Desk) Facts(ctx context.Context, caller Caller, person string, after postgres.FactRow, limit int) ([]postgres.FactRow, error) {
	person = supervision.PersonID(caller.Host, person)
	if caller.Person != person && !caller.Has(supervision.RoleSystemAdmin) {
		return nil, supervision.Refuse(supervision.NotAllowed, "只有本人和系统管理员可以导出个人信息",
			"what is held about somebody is for them and for the system administrator")
	}
	return look(ctx, d, System(caller.Host), func(tx *postgres.Tx) ([]postgres.FactRow, error) {
		if _, err := tx.Person(ctx, person); err != nil {
			return nil, err
		}
		return tx.Facts(ctx, person, caller.Person == person, after, limit)
	})
}
