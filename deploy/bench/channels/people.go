package main

import (
	"context"
	"fmt"
	"time"

	"duban/internal/desk"
	"duban/internal/secrets"
	"duban/supervision"
)

// host is the city's id.
const host = "city"

// firstDay is when the campaign is launched: a Monday, at noon in China.
var firstDay = time.Date(2026, 3, 2, 4, 0, 0, 0, time.UTC)

// source is the campaign's plan, in which nothing falls due by itself while anything is measured.
const source = `id: city-2026
title: 民生实事项目专项监督
host: {id: city, name: 市人大常委会, kind: CONGRESS}
year: 2026
time_zone: Asia/Shanghai
phases:
  - {phase: DEPLOYMENT, window: 1月..2月}
  - {phase: MONITORING, window: 3月..12月}
  - {phase: EVALUATION, window: 次年1月}
offices:
  - {id: office, name: 办公厅, kind: GENERAL_OFFICE}
  - {id: unit, name: 责任单位, kind: RESPONSIBLE_UNIT}
seats:
  - {id: clerk, office: office, role: STAFF, title: 联络员}
projects:
  - {id: p01, title: 民生实事, unit: unit, indicators: [{name: 子项, target: 1, unit: 个}]}
duties:
  - {id: d01, kind: DOCUMENT, title: 年度材料, phase: MONITORING, window: 12月, holder: clerk}
`

// way is a channel of an office, and how the people of that office want to be reached.
type way struct {
	id, office string
	kind       supervision.ChannelKind
	people     bool // or else a group
}

// ways are the city's channels.
var ways = []way{
	{"mail", "office", supervision.ChannelMail, true},
	{"hook-1", "team-1", supervision.ChannelWebhook, true},
	{"hook-2", "team-2", supervision.ChannelWebhook, true},
	{dead, "team-3", supervision.ChannelWebhook, true},
	{"ding", "team-1", supervision.ChannelDingTalk, false},
	{"wecom", "team-2", supervision.ChannelWeCom, false},
}

// dead is the channel that is dead while the others are measured.
const dead = "hook-3"

// seats puts people into an office, in seats of their own; $2 to $4 are the office, how they want to be reached, how many.
const seats = `with p as (select $2 || '-' || n as id from generate_series(1, $4::integer) n),
	persons as (insert into person (id) select $1 || '/' || id from p),
	rolls as (insert into roll (host_id, person_id, email, name, channels) select $1, $1 || '/' || id, id || '@example.cn', id, array[$3] from p),
	seated as (insert into seat (host_id, id, office_id, role, title, ordinal) select $1, id, $2, 'DEPUTY', '人大代表', 1 from p)
	insert into sitting (host_id, seat_id, person_id, from_at) select $1, id, $1 || '/' || id, timestamptz '2026-01-01' from p`

// business gives an office something that has to be done, which its group's list tells every morning.
const business = `insert into duty (host_id, campaign_id, id, entry, kind, title, holder, to_office, group_id, project_id, convenor, inspection_id, phase,
		first_day, last_day, computed, quota, nth, need, remind_days, after, state)
	values ($1, 'city-2026', $2, $2, 'DOCUMENT', '整改报告', $2 || '-1', '', '', '', '', '', 1, '2026-02-01', '2026-02-10', '{}', '', 1, 1, '{}', '', 'OPEN')`

// settlePeople launches the campaign, opens the peers and their channels, and seats people on each.
func (c *city) settlePeople(ctx context.Context) error {
	if _, err := c.desk.CreateCampaign(ctx, desk.System(host), []byte(source)); err != nil {
		return err
	}
	if err := c.desk.LaunchCampaign(ctx, desk.System(host), "city-2026"); err != nil {
		return err
	}
	if _, err := c.facts.Exec(ctx, `insert into office (host_id, id, name, kind)
		select $1, 'team-' || n, '第' || n || '代表小组', 'RESPONSIBLE_UNIT' from generate_series(1, 3) n`, host); err != nil {
		return err
	}
	for _, w := range ways {
		if err := c.openWay(ctx, w); err != nil {
			return fmt.Errorf("%s: %w", w.id, err)
		}
		put := []any{host, w.office, string(w.kind), c.people}
		statement := seats
		if !w.people {
			put, statement = put[:2], business
		}
		if _, err := c.facts.Exec(ctx, statement, put...); err != nil {
			return fmt.Errorf("%s: %w", w.id, err)
		}
	}
	return nil
}

// openWay opens a peer and saves the channel that leads there.
func (c *city) openWay(ctx context.Context, w way) error {
	p := newPeer(w)
	c.peers[w.id] = p
	if err := p.listen(); err != nil {
		return err
	}
	f := p.form(w)
	if err := c.desk.SaveChannel(ctx, desk.System(host), f); err != nil {
		return err
	}
	guard := desk.Caller{Person: "guard", Host: host, Seats: []supervision.Seat{{ID: "guard", Role: supervision.RoleSecurityAdmin}}}
	return c.desk.AllowInside(ctx, guard, w.id, f.Address, true)
}

// form is the channel that leads to the peer.
func (p *peer) form(w way) desk.ChannelForm {
	f := desk.ChannelForm{
		ID: w.id, OfficeID: w.office, Kind: w.kind, Title: w.id, Address: "http://" + p.address + "/", Secret: secrets.New("0123456789abcdef-" + w.id),
	}
	if w.kind == supervision.ChannelMail {
		f.Address, f.Sender, f.Secret = "smtp+insecure://"+p.address, "duban@example.cn", secrets.Secret{}
	}
	return f
}

func newPeer(w way) *peer {
	switch {
	case w.kind == supervision.ChannelMail:
		return newMailServer(w.id)
	case w.people:
		return newWebhook(w.id)
	default:
		return newRobot(w.id)
	}
}

// morning finds the next working morning and queues something to tell everybody on it.
func (c *city) morning(ctx context.Context) (time.Time, error) {
	zone, err := time.LoadLocation("Asia/Shanghai")
	if err != nil {
		return time.Time{}, err
	}
	c.now = supervision.NextMorning(c.now.Add(time.Hour), zone, supervision.ChinaCalendar())
	_, err = c.facts.Exec(ctx, `insert into notice (host_id, id, campaign_id, person_id, seat_id, duty_id, kind, zh, en, at, state)
		select host_id, gen_random_uuid(), 'city-2026', person_id, seat_id, '', 'ADDED', '您有新任务', 'You have a new duty', $1, 'QUEUED'
		from sitting where seat_id like 'team-%' or seat_id like 'office-%'`, c.now.Add(-time.Hour))
	return c.now, err
}
