package api

import (
	"fmt"
	"time"

	v1 "duban/api/supervisionv1"
	"duban/internal/desk"
	"duban/internal/wording"
	"duban/supervision"
)

// channel shows all of a channel: its secret is in no row that is read for people.
func channel(c desk.ChannelRow) *v1.Channel {
	return &v1.Channel{
		Id: c.ID, Office: c.OfficeID, OfficeName: c.OfficeName, Kind: channelKind(c.Kind), Title: c.Title,
		Address: c.Address, Sender: c.Sender, Inside: c.Inside, Off: !c.On(),
		Failures: count(c.Failures), PausedUntil: stored(c.PausedUntil), PauseReason: c.PauseReason, LastSentAt: stored(c.LastSentAt),
	}
}

func channelKind(k supervision.ChannelKind) v1.Channel_Kind {
	return v1.Channel_Kind(v1.Channel_Kind_value[string(k)])
}

func orderKind(k v1.Channel_Kind) supervision.ChannelKind { return supervision.ChannelKind(k.String()) }

func delivery(d desk.DeliveryView) *v1.Delivery {
	return &v1.Delivery{
		Message: d.MessageID.String(), Kind: v1.Message_Kind(v1.Message_Kind_value[string(d.Kind)]), Day: day(&d.Day),
		Person: d.PersonID, PersonName: d.Name, Phone: d.Phone, Office: d.OfficeID, OfficeName: d.OfficeName,
		Channel: d.ChannelID, ChannelKind: channelKind(d.ChannelKind), State: v1.Delivery_State(v1.Delivery_State_value[string(d.State)]),
		Attempts: count(d.Attempts), At: instant(d.At), Reason: d.Reason, Reminder: d.Reminder,
		ChannelTitle: d.ChannelTitle, NextTitle: d.NextTitle,
		NextChannel: d.NextID, NextKind: channelKind(d.NextKind), NextState: v1.Delivery_State(v1.Delivery_State_value[string(d.NextState)]),
	}
}

func phoneCall(c desk.PhoneCall) *v1.PhoneCall {
	return &v1.PhoneCall{
		Delivery: delivery(c.DeliveryView), Language: string(c.Language), More: count(c.More),
		Lines: each(c.Lines, func(l wording.Line) string { return l.Sentence(c.Language) }),
	}
}

const anHour = 60 // minutes

func quietHours(q supervision.QuietHours) *v1.QuietHours {
	clock := func(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/anHour, minutes%anHour) }
	return &v1.QuietHours{From: clock(q.From), To: clock(q.To), RestDays: q.RestDays}
}

// minutes reads a time of day, whose form the proto has checked, as minutes after midnight.
func minutes(clock string) int {
	t, err := time.Parse("15:04", clock)
	if err != nil {
		return -1 // which the desk refuses
	}
	return t.Hour()*anHour + t.Minute()
}
