package backup

import (
	"errors"
	"time"

	"duban/internal/postgres"
)

// form is the version of the file's own layout.
const form = 1

// Manifest says what is in a backup.
type Manifest struct {
	Form      int                 `json:"form"`
	Program   string              `json:"program"` // the version that wrote it
	MadeAt    time.Time           `json:"madeAt"`  // UTC; the rows are those of this instant
	Schema    int                 `json:"schema"`  // the number of the last migration
	Tables    []Counted           `json:"tables"`  // each behind those that it refers to
	Sequences []postgres.Sequence `json:"sequences"`
}

// Counted is a table with the number of its rows.
type Counted struct {
	postgres.Table
	Rows int64 `json:"rows"`
}

// Rows is how many rows there are in all tables.
func (m Manifest) Rows() (all int64) {
	for _, t := range m.Tables {
		all += t.Rows
	}
	return all
}

// Progress is told often how many rows of a table have been copied so far.
type Progress func(table string, rows int64)

// Why a file is refused.
var (
	ErrExists  = errors.New("已有此文件，不覆盖 / there is a file of this name already, and it is not overwritten")
	ErrNoSeal  = errors.New("不是督办的备份，或末尾缺失 / not a backup of Duban, or its end is missing")
	ErrAltered = errors.New("备份已损坏或被改动，校验和不符 / the backup is damaged or was altered: its checksum does not match")
	ErrForm    = errors.New("备份由更新版本的督办制作，请先升级 / the backup was made by a newer Duban: upgrade first")
)
