package console

import (
	"net/http"

	v1 "duban/api/supervisionv1"
)

const preferencePath = "/me/preference"

// personalKinds are those by which one person can be told: robots speak to groups.
var personalKinds = []v1.Channel_Kind{v1.Channel_MAIL, v1.Channel_WEBHOOK, v1.Channel_CALL_LIST}

// orderFields are the fields of a form that say in which order channels are tried.
var orderFields = []string{"first", "second", "third"}

func (c *console) savePreference(r *http.Request) (string, error) {
	_, err := c.channels.SavePreference(r.Context(), &v1.SavePreferenceRequest{Channels: orderOf(r), Language: r.PostFormValue("language")})
	return "/me?saved=yes", err
}

// orderOf reads an order from a form; what is left blank in it is no gap.
func orderOf(r *http.Request) (order []v1.Channel_Kind) {
	for _, field := range orderFields {
		if kind := v1.Channel_Kind(v1.Channel_Kind_value[r.PostFormValue(field)]); kind != v1.Channel_UNSPECIFIED {
			order = append(order, kind)
		}
	}
	return order
}

// nth is the channel that is tried so many steps on; none is UNSPECIFIED.
func nth(order []v1.Channel_Kind, step int) v1.Channel_Kind {
	if step < len(order) {
		return order[step]
	}
	return v1.Channel_UNSPECIFIED
}
