package cmd

import (
	"context"
	"fmt"
	"strings"
	"unicode"

	"duban/internal/ledger"
	"duban/internal/postgres"
)

// Record is what the records of an installation are sealed with, as flags. What is left out stays as it is; nothing of it
// can be changed once a record has begun, for checkpoints could then not be compared.
type Record struct {
	Origin string `name:"record-origin" env:"DUBAN_RECORD_ORIGIN" placeholder:"NAME" help:"检查点上的系统名称，启用后不改 The name on checkpoints, for good (duban)."`
	Hash   string `name:"record-hash" env:"DUBAN_RECORD_HASH" enum:",sha256,sm3" default:"" help:"记录的杂凑算法，启用后不改 Its hash, for good: sha256 or sm3 (sha256)."`
}

// recordHashes are the hashes by the names that flags have for them.
var recordHashes = map[string]ledger.Hash{"sha256": ledger.SHA256, "sm3": ledger.SM3}

// Begin says as the role that owns the tables what records are sealed with. It fails where they are sealed otherwise.
func (r Record) Begin(ctx context.Context, ownerDSN string) error {
	want := postgres.SealRow{Origin: r.Origin}
	if hash := recordHashes[r.Hash]; hash != nil {
		want.Hash = hash.Name()
	}
	if strings.ContainsFunc(r.Origin, unicode.IsSpace) {
		return fmt.Errorf("记录的系统名称不能含空格 / the record's origin %q has spaces", r.Origin)
	}
	is, err := postgres.BeginRecords(ctx, ownerDSN, want)
	if err != nil {
		return err
	}
	if want.Origin != "" && want.Origin != is.Origin || want.Hash != "" && want.Hash != is.Hash {
		return fmt.Errorf("记录已按 %s、%s 启用，不可更改 / the record has begun as %[1]s with %[2]s and goes on so: "+
			"leave out DUBAN_RECORD_ORIGIN and DUBAN_RECORD_HASH", is.Origin, is.Hash)
	}
	return nil
}
