package cmd

import (
	"bytes"
	"fmt"
	"io"
	"os"

	"github.com/alecthomas/kong"

	"duban/api"
	"duban/api/console"
	"duban/internal/documents"
	"duban/internal/planfile"
	"duban/supervision"
)

type rehearseCommand struct {
	File   string `arg:"" help:"方案文件 The plan file."`
	People string `placeholder:"FILE" help:"就任名单 Who sits where: people, a list of person, name, seat, from and to."`
	Events string `placeholder:"FILE" help:"年内事件 What people do: events, a list of at, kind, duty, event, day and reason. The year is then lived."`
	From   string `placeholder:"DAY" help:"启动日 The day of the take-up, such as 2020-06-01; otherwise the campaign's first."`
	Format string `enum:"text,json,ics,html" default:"text" help:"输出格式 text, json, ics or html (${default})."`
	Lang   string `enum:"zh,en" default:"zh" help:"语言 zh or en, for text and html (${default})."`
	Out    string `placeholder:"FILE" help:"写入文件 The file to write, or to write over; otherwise it is printed."`
}

// Run writes the year as it will be, with what the check of the plan and the rehearsal found. Findings are no error; the
// deeds that the rules refuse are printed to Stderr.
func (c rehearseCommand) Run(k *kong.Context) error {
	file, err := openPlan(c.complaints(k), c.File)
	if err != nil {
		return err
	}
	in, err := c.circumstances(k, file.Plan)
	if err != nil {
		return err
	}
	deeds, err := c.deeds(k, file.Plan)
	if err != nil {
		return err
	}
	in.Deeds = deeds.Deeds
	r := file.Rehearse(in)
	for _, f := range deeds.Place(r.Refused) {
		fmt.Fprintln(k.Stderr, planfile.Format(c.Events, f))
	}
	return c.write(k.Stdout, r)
}

// complaints is where what is wrong with a file is written: beside a text, and never into what other programs read.
func (c rehearseCommand) complaints(k *kong.Context) io.Writer {
	if c.Format != "text" || c.Out != "" {
		return k.Stderr
	}
	return k.Stdout
}

// circumstances are those that the options name, but for what people do.
func (c rehearseCommand) circumstances(k *kong.Context, plan *supervision.Plan) (in supervision.Rehearsing, err error) {
	in.Calendar = supervision.ChinaCalendar()
	if c.From != "" {
		day, err := supervision.ParseDate(c.From)
		if err != nil {
			return in, fmt.Errorf("--from: %w", err)
		}
		in.Start = day.At(0, plan.Zone)
	}
	if c.People != "" {
		in.Roster, err = c.roster(k, plan)
	}
	return in, err
}

// roster reads who sits where.
func (c rehearseCommand) roster(k *kong.Context, plan *supervision.Plan) (supervision.Roster, error) {
	source, err := os.ReadFile(c.People)
	if err != nil {
		return nil, err
	}
	roster, findings := planfile.ReadRoster(source, plan)
	if roster == nil {
		return nil, refused(c.complaints(k), c.People, findings)
	}
	return roster, nil
}

// deeds reads what people do; none where no file says so.
func (c rehearseCommand) deeds(k *kong.Context, plan *supervision.Plan) (*planfile.DeedFile, error) {
	if c.Events == "" {
		return &planfile.DeedFile{}, nil
	}
	source, err := os.ReadFile(c.Events)
	if err != nil {
		return nil, err
	}
	file := planfile.OpenDeeds(source, plan)
	if file.Deeds == nil {
		return nil, refused(c.complaints(k), c.Events, file.Findings)
	}
	return file, nil
}

func (c rehearseCommand) write(stdout io.Writer, r supervision.Rehearsal) error {
	var out bytes.Buffer
	if err := c.format(&out, r); err != nil {
		return err
	}
	if c.Out != "" {
		return os.WriteFile(c.Out, out.Bytes(), 0o644) //nolint:gosec // a document to hand round
	}
	_, err := out.WriteTo(stdout)
	return err
}

func (c rehearseCommand) format(w io.Writer, r supervision.Rehearsal) error {
	switch c.Format {
	case "json":
		return documents.WriteRehearsalJSON(w, r)
	case "ics":
		return documents.WriteRehearsalCalendar(w, r)
	case "html":
		return console.WriteRehearsal(w, api.RehearsedInDetail(r), c.Lang)
	}
	return documents.WriteRehearsalText(w, r, c.Lang)
}
