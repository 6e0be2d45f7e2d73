package planfile

import (
	"strconv"
	"time"

	"duban/api/supervisionv1"
	"duban/supervision"
)

// DeedFile is a file of what people do in a year, as it was read.
type DeedFile struct {
	Deeds    []supervision.Deed    // in the order of the text; nil when there is a finding
	Findings []supervision.Finding // in the order of the text
	text
}

// OpenDeeds reads a file of what people do (the message Deeds) for a plan, and keeps its text: whether the rules allow a
// deed is seen when the year is lived.
func OpenDeeds(src []byte, plan *supervision.Plan) *DeedFile {
	m := &supervisionv1.Deeds{}
	r, ok := decodeInto(src, m.ProtoReflect())
	if !ok || !r.judge(m) {
		return &DeedFile{nil, r.sorted(), text{r}}
	}
	deeds := make([]supervision.Deed, len(m.GetEvents()))
	for i, d := range m.GetEvents() {
		deeds[i] = r.deed("events["+strconv.Itoa(i)+"]", d, plan.Zone)
	}
	if len(r.found) > 0 {
		return &DeedFile{nil, r.sorted(), text{r}}
	}
	return &DeedFile{deeds, nil, text{r}}
}

func (r *reader) deed(field string, d *supervisionv1.Deed, zone *time.Location) supervision.Deed {
	kind := supervision.DeedKind(d.GetKind().String())
	need := func(name, value string) {
		if value == "" {
			r.stage([]supervision.Finding{{
				Code: "REQUIRED", Field: field + "." + name,
				Zh: d.GetKind().String() + " 须写 " + name, En: "expected " + name + " beside " + d.GetKind().String(),
			}})
		}
	}
	switch kind {
	case supervision.DeedDone, supervision.DeedAccepted, supervision.DeedReturned, supervision.DeedExcused:
		need("duty", d.GetDuty())
	case supervision.DeedExtended:
		need("duty", d.GetDuty())
		need("day", d.GetDay())
	case supervision.DeedDated:
		need("event", d.GetEvent())
		need("day", d.GetDay())
	case supervision.DeedAdvanced, supervision.DeedSubmitted, supervision.DeedClosed:
	case supervision.DeedNoted, supervision.DeedHeld, supervision.DeedResumed, supervision.DeedAnnounced: // not written in a file
	}
	return supervision.Deed{
		At: r.instant(field+".at", d.GetAt(), zone), Kind: kind, Duty: d.GetDuty(), Event: d.GetEvent(),
		Day: r.fullDay(field+".day", d.GetDay()), Reason: d.GetReason(),
	}
}

// noon is when something was done of which only the day is told.
const noon = 12

// instant is a minute in the plan's zone, 2020-06-08 14:30, or a day alone.
func (r *reader) instant(field, text string, zone *time.Location) time.Time {
	if at, err := time.ParseInLocation("2006-01-02 15:04", text, zone); err == nil {
		return at
	}
	if day, err := supervision.ParseDate(text); err == nil {
		return day.At(noon, zone)
	}
	r.stage([]supervision.Finding{{
		Code: "BAD_TIME", Field: field, Zh: "应写作 2020-06-08 14:30 或 2020-06-08", En: "expected 2020-06-08 14:30 or 2020-06-08",
	}})
	return time.Time{}
}
