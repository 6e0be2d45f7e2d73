package activities_test

import (
	"fmt"

	"duban/internal/desk"
	"duban/supervision"
)

// What people do in a year, each as the holder of a seat.

// as is whoever sits in a seat.
func (y *year) as(seat string) desk.Caller {
	for _, s := range y.plan.Seats {
		if s.ID == seat {
			return desk.Caller{Person: y.plan.Host.ID + "/" + seat, Host: y.plan.Host.ID, Seats: []supervision.Seat{s}}
		}
	}
	y.t.Errorf("no seat %s", seat)
	return desk.Caller{}
}

func (y *year) staff() desk.Caller { return y.as("office-staff") }

func (y *year) paper(seat, duty string) {
	y.written++
	_, err := y.desk.SubmitDocument(y.ctx, y.as(seat), y.id, desk.Paper{
		ID: fmt.Sprintf("paper-%03d", y.written), Duty: duty, Title: duty, Text: "全文",
	})
	y.must(err)
}

func (y *year) papers(groups []string, seat, entry string) {
	for _, g := range groups {
		y.paper(g+seat, entry+"/"+g+"/2020")
	}
}

// submitted is the newest paper for a duty.
func (y *year) submitted(duty string) string {
	all, err := y.desk.Submissions(y.ctx, y.staff(), y.id, duty, zero, "", 100)
	y.must(err)
	if len(all) == 0 {
		y.t.Errorf("nothing submitted for %s", duty)
		return ""
	}
	return all[len(all)-1].ID
}

func (y *year) accept(duty string) {
	y.must(y.desk.AcceptSubmission(y.ctx, y.staff(), y.id, y.submitted(duty)))
}

func (y *year) judgeAll(groups []string, entry string) {
	for _, g := range groups {
		y.accept(entry + "/" + g + "/2020")
	}
}

func (y *year) giveBack(group, entry, reason string) {
	y.must(y.desk.ReturnSubmission(y.ctx, y.staff(), y.id, y.submitted(entry+"/"+group+"/2020"), reason))
}

func (y *year) inspection(group, entry string) string {
	return y.id + "." + entry + "." + group + ".2020"
}

func (y *year) schedule(group, entry, day string) {
	d, err := supervision.ParseDate(day)
	y.must(err)
	y.must(y.desk.ScheduleInspection(y.ctx, y.as(group+"-convenor"), y.inspection(group, entry), d, "项目现场"))
}

func (y *year) submitNote(group, entry, seat, id string) error {
	_, err := y.desk.SubmitNote(y.ctx, y.as(seat), y.inspection(group, entry), id, "进度正常,建议公示工期")
	return err
}

func (y *year) note(group, entry, seat string) {
	y.must(y.submitNote(group, entry, seat, entry+"-"+seat))
}

func (y *year) conclude(group, entry string) {
	y.must(y.desk.ConcludeInspection(y.ctx, y.as(group+"-convenor"), y.inspection(group, entry), "总体顺利"))
}

// inspect has every member of a group write a note and the convenor conclude.
func (y *year) inspect(group, entry string) {
	y.note(group, entry, group+"-d1")
	y.note(group, entry, group+"-d2")
	y.conclude(group, entry)
}

func (y *year) excuse(duty, reason string) {
	y.must(y.desk.ExcuseDuty(y.ctx, y.staff(), y.id, duty, reason))
}

func (y *year) extend(duty, last, reason string) {
	d, err := supervision.ParseDate(last)
	y.must(err)
	y.must(y.desk.ExtendDuty(y.ctx, y.staff(), y.id, duty, d, reason))
}

func (y *year) hold(reason string) { y.must(y.desk.HoldCampaign(y.ctx, y.staff(), y.id, reason)) }

func (y *year) resume() {
	dropped, err := y.desk.ResumeCampaign(y.ctx, y.staff(), y.id)
	y.must(err)
	for _, n := range dropped {
		y.events = append(y.events, y.now().In(shanghai).Format("2006-01-02 15:04")+" ※   作废的提醒: "+n.At.In(shanghai).Format("01-02")+" "+n.DutyID)
	}
}

func (y *year) submitReports(override string) error {
	return y.desk.SubmitReports(y.ctx, y.staff(), y.id, override)
}

// vote has the first n members vote: satisfied with all but the last project.
func (y *year) vote(n int) {
	for i := 1; i <= n; i++ {
		choices := map[string]supervision.Grade{}
		for _, p := range y.plan.Projects {
			choices[p.ID] = supervision.Satisfied
		}
		choices["p10"] = supervision.Dissatisfied
		y.must(y.desk.CastBallot(y.ctx, y.as(y.members()[i-1]), y.id+".satisfaction-vote", choices))
	}
}

func (y *year) members() (seats []string) {
	for _, s := range y.plan.Seats {
		if s.Role == supervision.RoleMember {
			seats = append(seats, s.ID)
		}
	}
	return seats
}

func (y *year) closePoll(reason string) {
	y.must(y.desk.ClosePoll(y.ctx, y.staff(), y.id+".satisfaction-vote", reason))
}
