package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"duban/internal/desk"
	"duban/supervision"
)

// deed is something that people do in the Hangzhou year, at a minute of it.
type deed struct {
	at   string
	kind supervision.DeedKind
	what []string // duties
}

// theYearOf2020 is what people did: every duty is done, two of them late, one extended, one excused, a report returned.
func theYearOf2020() []deed {
	const done, accepted = supervision.DeedDone, supervision.DeedAccepted
	return []deed{
		{"2020-04-24 10:00", done, []string{"overall-plan/campaign/2020"}},
		{"2020-05-06 15:00", done, groups("group-plan/%s/2020", 1, 9)},
		{"2020-05-11 16:00", done, []string{"kickoff/campaign/2020"}},
		{"2020-05-13 11:00", done, groups("group-plan/%s/2020", 10, 10)},
		{"2020-05-20 17:00", done, groups("symposium/%s/2020", 1, 10)},
		{"2020-06-04 17:00", done, visits("supervision-week", 1, 8)},
		{"2020-06-05 09:30", supervision.DeedExcused, []string{"supervision-week/g09/2020/g09-d2"}},
		{"2020-06-12 10:00", done, []string{"supervision-week/g09/2020/g09-d1", "supervision-week/g09/2020"}},
		{"2020-06-12 11:00", done, visits("supervision-week", 10, 10)},
		{"2020-08-27 15:00", done, []string{"progress-hearing/campaign/2020"}},
		{"2020-10-22 16:00", done, visits("autumn-inspection", 1, 10)},
		{"2020-12-10 15:00", done, groups("group-report/%s/2020", 1, 9)},
		{"2020-12-15 10:00", accepted, append(groups("group-report/%s/2020", 1, 1), groups("group-report/%s/2020", 3, 9)...)},
		{"2020-12-15 11:00", supervision.DeedReturned, []string{"group-report/g02/2020"}},
		{"2020-12-25 10:00", supervision.DeedExtended, []string{"group-report/g10/2020"}},
		{"2020-12-28 10:00", done, []string{"completion-report/campaign/2020"}},
		{"2021-01-04 10:00", done, []string{"group-report/g02/2020", "group-report/g10/2020"}},
		{"2021-01-05 10:00", accepted, []string{"group-report/g02/2020", "group-report/g10/2020", "completion-report/campaign/2020"}},
		{"2021-01-05 11:00", supervision.DeedSubmitted, []string{""}},
		{"2021-01-14 15:00", done, []string{"deliberation/campaign/2020"}},
		{"2021-01-20 15:00", done, []string{
			"satisfaction-vote/sc-m1/2020", "satisfaction-vote/sc-m2/2020", "satisfaction-vote/sc-m3/2020", "satisfaction-vote/sc-m4/2020",
		}},
		{"2021-01-25 15:00", supervision.DeedClosed, []string{""}},
	}
}

// groups are a duty's ids for the groups from the first to the last.
func groups(duty string, first, last int) (ids []string) {
	for g := first; g <= last; g++ {
		ids = append(ids, fmt.Sprintf(duty, fmt.Sprintf("g%02d", g)))
	}
	return ids
}

// visits are the duties of an inspection: each deputy's part, then the conclusion.
func visits(entry string, first, last int) (ids []string) {
	for _, visit := range groups(entry+"/%s/2020", first, last) {
		group := strings.Split(visit, "/")[1]
		ids = append(ids, visit+"/"+group+"-d1", visit+"/"+group+"-d2", visit)
	}
	return ids
}

// people do the deeds at a desk.
type people struct {
	desk   *desk.Desk
	plan   *supervision.Plan
	papers map[string]string // the newest for each duty
}

// do has whoever it falls to do one thing.
func (p *people) do(ctx context.Context, d supervision.Deed) error {
	switch d.Kind {
	case supervision.DeedDone:
		return p.prove(ctx, d.Duty)
	case supervision.DeedAccepted:
		return p.desk.AcceptSubmission(ctx, p.as("office-staff"), p.plan.ID, p.papers[d.Duty])
	case supervision.DeedReturned:
		return p.desk.ReturnSubmission(ctx, p.as("office-staff"), p.plan.ID, p.papers[d.Duty], d.Reason)
	case supervision.DeedExtended:
		return p.desk.ExtendDuty(ctx, p.as("office-staff"), p.plan.ID, d.Duty, d.Day, d.Reason)
	case supervision.DeedExcused:
		return p.desk.ExcuseDuty(ctx, p.as("office-staff"), p.plan.ID, d.Duty, d.Reason)
	case supervision.DeedSubmitted:
		return p.desk.SubmitReports(ctx, p.as("office-staff"), p.plan.ID, "")
	case supervision.DeedClosed:
		return p.desk.ClosePoll(ctx, p.as("office-staff"), p.plan.ID+".satisfaction-vote", d.Reason)
	default:
		return fmt.Errorf("nobody does %s", d.Kind)
	}
}

// prove notes, concludes, votes or hands in, by what the duty is.
func (p *people) prove(ctx context.Context, duty string) (err error) {
	part := strings.Split(duty, "/")
	inspection := p.plan.ID + "." + strings.Join(part[:min(3, len(part))], ".")
	switch {
	case part[0] == "satisfaction-vote":
		err = p.desk.CastBallot(ctx, p.as(part[1]), p.plan.ID+".satisfaction-vote", p.satisfied())
	case len(part) == 4:
		_, err = p.desk.SubmitNote(ctx, p.as(part[3]), inspection, strings.ReplaceAll(duty, "/", "-"), "进度正常")
	case strings.HasSuffix(part[0], "-inspection") || part[0] == "supervision-week":
		err = p.desk.ConcludeInspection(ctx, p.as(part[1]+"-convenor"), inspection, "总体顺利")
	default:
		err = p.handIn(ctx, duty, part[1])
	}
	return err
}

func (p *people) handIn(ctx context.Context, duty, subject string) error {
	seat := subject + "-convenor"
	if subject == "campaign" {
		seat = "office-staff"
	}
	if strings.HasPrefix(duty, "completion-report/") {
		seat = "gov-official"
	}
	id := fmt.Sprintf("paper-%03d", len(p.papers)+1)
	if first := p.papers[duty]; first != "" {
		id = first + "-again"
	}
	_, err := p.desk.SubmitDocument(ctx, p.as(seat), p.plan.ID, desk.Paper{ID: id, Duty: duty, Title: duty, Text: "全文"})
	if err == nil {
		p.papers[duty] = id
	}
	return err
}

func (p *people) satisfied() map[string]supervision.Grade {
	choices := map[string]supervision.Grade{}
	for _, project := range p.plan.Projects {
		choices[project.ID] = supervision.Satisfied
	}
	return choices
}

// as is whoever sits in a seat.
func (p *people) as(seat string) desk.Caller {
	for _, s := range p.plan.Seats {
		if s.ID == seat {
			return desk.Caller{Person: p.plan.Host.ID + "/" + seat, Host: p.plan.Host.ID, Seats: []supervision.Seat{s}}
		}
	}
	return desk.Caller{Person: seat, Host: p.plan.Host.ID} // who has no seat is refused
}

// in reads a minute of the year.
func in(zone *time.Location, minute string) (time.Time, error) {
	return time.ParseInLocation("2006-01-02 15:04", minute, zone)
}
