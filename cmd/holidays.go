package cmd

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"time"

	"github.com/alecthomas/kong"

	"duban/internal/desk"
	"duban/supervision"
)

// Holidays takes in what has been announced of a year. It stands apart from its command because a binary that holds its
// own database finds it otherwise.
type Holidays struct {
	Files          []string `arg:"" name:"file" help:"节假日文件，格式同 supervision/holidays/2020.json A year's file, in the form of supervision/holidays/2020.json."`
	Show           bool     `help:"只列出变动，不修改 Only show what would move."`
	ConfirmEarlier bool     `help:"确认提前的期限 Confirm days that come sooner."`
	Reason         string   `placeholder:"TEXT" help:"依据；默认为公告文号 Why; the notice's number if nothing is said."`
}

// Apply takes the years in, recomputes every open day of every live campaign in the database and lists what moved. It may
// be run again. Where something comes sooner and that is not confirmed, the campaign's days stay as they are, though the
// notice is taken in: it fails, and says where.
func (h Holidays) Apply(ctx context.Context, dsn string, now time.Time, out io.Writer) error {
	years := make([]supervision.HolidayYear, len(h.Files))
	for i, file := range h.Files {
		data, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if years[i], err = supervision.ReadHolidays(data); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	how := desk.Revising{ValidateOnly: h.Show, ConfirmEarlier: h.ConfirmEarlier, Reason: cmp.Or(h.Reason, numbers(years))}
	return onDesk(ctx, dsn, now, func(d *desk.Desk) error {
		revised, err := d.ApplyHolidays(ctx, years, how)
		if err != nil {
			return err
		}
		return writeRevised(out, revised, h.Show)
	})
}

// numbers are those of the latest notices behind the years.
func numbers(years []supervision.HolidayYear) (all string) {
	for _, y := range years {
		source := y.Source
		if n := len(y.Amendments); n > 0 {
			source = y.Amendments[n-1].Source
		}
		all += source.Number
	}
	return all
}

func writeRevised(out io.Writer, revised []desk.Revised, show bool) error {
	moved, waiting := 0, 0
	for _, r := range revised {
		fmt.Fprintf(out, "%s\n", r.Campaign)
		for _, c := range r.Changes {
			moved++
			fmt.Fprintln(out, "  "+changeLine(c))
		}
		if r.Refused != nil {
			waiting++
			fmt.Fprintf(out, "  期限未修改 its days are unchanged: %s\n", r.Refused)
		}
	}
	switch {
	case waiting > 0:
		return fmt.Errorf("公告已收录，%d 个监督活动的期限未修改，原因见上；期限提前的，加 --confirm-earlier 确认 / "+
			"the notice is taken in, but the days of %[1]d campaigns are unchanged, see above; confirm days that come sooner with --confirm-earlier", waiting)
	case show:
		fmt.Fprintf(out, "将变动 %d 项 / %[1]d would move\n", moved)
	default:
		fmt.Fprintf(out, "已变动 %d 项，有关人员将在下一个工作日早晨收到通知 / %[1]d moved; those concerned are told the next working morning\n", moved)
	}
	return nil
}

// changeLine writes one change: a duty, its old days and its new ones.
func changeLine(c supervision.Change) string {
	line := fmt.Sprintf("%-11s %s  %s → %s", c.Kind, c.Duty, dayOr(c.From), dayOr(c.To))
	if c.Earlier {
		line += "  提前 earlier"
	}
	return line
}

func dayOr(w supervision.Window) string { return cmp.Or(w.Last.String(), "—") }

// HolidaysCommand is Holidays on the database that the environment names.
type HolidaysCommand struct {
	database
	Holidays
}

// Run applies the files.
func (h HolidaysCommand) Run(ctx context.Context, k *kong.Context) error {
	dsn, err := h.dsn()
	if err != nil {
		return err
	}
	return h.Apply(ctx, dsn, clock(), k.Stdout)
}
