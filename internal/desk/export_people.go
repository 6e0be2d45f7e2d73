package desk

import (
	"context"
	"fmt"
	"time"

	"duban/internal/postgres"
	"duban/internal/roll"
	"duban/supervision"
)

// ExportPeople writes the host's roll with the terms that are not over, in the form in which ImportPeople reads it.
func (d *Desk) ExportPeople(ctx context.Context, caller Caller, write func([]roll.Row) ([]byte, error)) ([]byte, error) {
	rows, err := look(ctx, d, caller, func(tx *postgres.Tx) ([]roll.Row, error) {
		zone, err := d.hostZone(ctx, tx)
		if err != nil {
			return nil, err
		}
		found, err := tx.Roll(ctx, d.clock(), roll.MaxRows+1)
		if err != nil {
			return nil, err
		}
		if len(found) > roll.MaxRows {
			return nil, supervision.Refuse(supervision.InvalidRequest,
				fmt.Sprintf("名册超过 %d 行，不能导出为一个文件", roll.MaxRows), fmt.Sprintf("the roll has more than %d rows: too many for a file", roll.MaxRows))
		}
		rows := make([]roll.Row, len(found))
		for i, r := range found {
			rows[i] = rollRow(caller.Host, zone, r)
		}
		return rows, nil
	})
	if err != nil {
		return nil, err
	}
	return write(rows)
}

// rollRow makes of instants the days between which somebody sits.
func rollRow(host string, zone *time.Location, r postgres.RollRow) roll.Row {
	row := roll.Row{
		Number: supervision.PersonNumber(host, r.ID), Name: r.Name, Phone: r.Phone, Email: r.Email,
		Seat: r.Seat, Role: r.Role, Office: r.Office, Title: r.Title, Part: r.Part,
	}
	if r.FromAt != nil {
		row.From = supervision.DateOf(*r.FromAt, zone)
	}
	if r.ToAt != nil {
		row.To = supervision.DateOf(r.ToAt.Add(-1), zone)
	}
	return row
}
