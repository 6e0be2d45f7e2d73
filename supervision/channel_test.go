package supervision_test

import (
	"strings"
	"testing"
	"time"

	"duban/supervision"
)

// ids are the channels of a route: `mail-u01 hook calls`.
func ids(route []supervision.Channel) string {
	all := make([]string, len(route))
	for i, c := range route {
		all[i] = c.ID
	}
	return strings.Join(all, " ")
}

func TestRoute(t *testing.T) {
	t.Parallel()
	const mail, hook, log, calls = supervision.ChannelMail, supervision.ChannelWebhook, supervision.ChannelLog, supervision.ChannelCallList
	log0 := supervision.Channel{ID: "log", Kind: log}
	all := []supervision.Channel{
		log0,
		{ID: "city-mail", Kind: mail, Office: "office", Congress: true},
		{ID: "bureau-mail", Kind: mail, Office: "bureau"},
		{ID: "unit-hook", Kind: hook, Office: "unit"},
		{ID: "unit-ding", Kind: supervision.ChannelDingTalk, Office: "unit"},
	}
	for name, c := range map[string]struct {
		reach    supervision.Reach
		channels []supervision.Channel
		want     string
	}{
		"a host without channels writes its log":     {supervision.Reach{Mail: true}, []supervision.Channel{log0}, "log calls"},
		"by mail where nobody says otherwise":        {supervision.Reach{Mail: true}, all, "city-mail calls"},
		"the nearest office's, upwards":              {supervision.Reach{Mail: true, Offices: []string{"unit", "bureau", "gov"}}, all, "bureau-mail unit-hook calls"},
		"in the person's order":                      {supervision.Reach{Mail: true, Offices: []string{"unit"}, Order: []supervision.ChannelKind{hook, mail}}, all, "unit-hook city-mail calls"},
		"no mail without an address":                 {supervision.Reach{Offices: []string{"unit"}, Order: []supervision.ChannelKind{mail, hook}}, all, "unit-hook calls"},
		"another office's webhook is not for them":   {supervision.Reach{Offices: []string{"bureau"}, Order: []supervision.ChannelKind{hook}}, all, "calls"},
		"a robot is for no person":                   {supervision.Reach{Offices: []string{"unit"}, Order: []supervision.ChannelKind{supervision.ChannelDingTalk}}, all, "calls"},
		"by webhook where nobody says otherwise":     {supervision.Reach{Offices: []string{"unit"}}, all, "unit-hook calls"},
		"whoever is rung up is not mailed after":     {supervision.Reach{Mail: true, Offices: []string{"unit"}, Order: []supervision.ChannelKind{hook, calls, mail}}, all, "unit-hook calls"},
		"whoever wants to be rung up is":             {supervision.Reach{Mail: true, Order: []supervision.ChannelKind{calls, mail}}, all, "calls"},
		"each once":                                  {supervision.Reach{Mail: true, Order: []supervision.ChannelKind{mail, mail}}, all, "city-mail calls"},
		"all off, somebody rings":                    {supervision.Reach{Mail: true}, []supervision.Channel{log0, {ID: "m", Kind: mail, Congress: true, Off: true}}, "calls"},
		"the one above, where the nearest is off":    {supervision.Reach{Mail: true, Offices: []string{"unit"}}, append([]supervision.Channel{{ID: "m", Kind: mail, Office: "unit", Off: true}}, all...), "city-mail unit-hook calls"},
		"no unit's where a visit is unannounced":     {supervision.Reach{Mail: true, Unannounced: true, Offices: []string{"unit", "bureau"}, Order: []supervision.ChannelKind{hook, mail}}, all, "city-mail calls"},
		"the log tells of it":                        {supervision.Reach{Unannounced: true}, []supervision.Channel{log0}, "log calls"},
		"nobody asks for the log where others stand": {supervision.Reach{Order: []supervision.ChannelKind{log, hook}, Offices: []string{"unit"}}, all, "unit-hook calls"},
	} {
		if got := ids(supervision.Route(c.reach, c.channels)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}

// A test that failed does not come late, together with the next one: it is given up before its channel is tried again.
func TestPatience_ATestIsTriedOnce(t *testing.T) {
	t.Parallel()
	if most, pause := supervision.MessageTest.Patience(), supervision.Pause(1, 0); most >= pause {
		t.Errorf("a test waits %s, and its channel rests %s", most, pause)
	}
}

func TestPause_Grows(t *testing.T) {
	t.Parallel()
	for failures, want := range []time.Duration{
		1: 65 * time.Second, 2: 130 * time.Second, 3: 260 * time.Second, 6: 2080 * time.Second, 7: time.Hour, 100: time.Hour,
	} {
		if got := supervision.Pause(failures, 0); want > 0 && got != want {
			t.Errorf("after %d failures %v, want %v", failures, got, want)
		}
	}
	for asked, want := range map[time.Duration]time.Duration{
		-time.Second: 65 * time.Second, time.Second: 65 * time.Second, 2 * time.Hour: 2 * time.Hour, 1000 * time.Hour: 24 * time.Hour,
	} {
		if got := supervision.Pause(1, asked); got != want {
			t.Errorf("asked for %v: %v, want %v", asked, got, want)
		}
	}
}

func TestCarries(t *testing.T) {
	t.Parallel()
	all := []supervision.MessageKind{supervision.MessageDigest, supervision.MessageUrgent, supervision.MessageGroup, supervision.MessageTest}
	for kind, want := range map[supervision.ChannelKind]string{
		supervision.ChannelMail: "DIGEST URGENT TEST", supervision.ChannelWebhook: "DIGEST URGENT TEST", supervision.ChannelLog: "DIGEST URGENT TEST",
		supervision.ChannelDingTalk: "GROUP TEST", supervision.ChannelWeCom: "GROUP TEST", supervision.ChannelCallList: "DIGEST URGENT",
	} {
		var carries []string
		for _, m := range all {
			if kind.Carries(m) {
				carries = append(carries, string(m))
			}
		}
		if got := strings.Join(carries, " "); got != want {
			t.Errorf("%s carries %s, want %s", kind, got, want)
		}
	}
}
