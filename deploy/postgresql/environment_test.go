package postgresql

import (
	"strings"
	"testing"
)

// The server is started with none of the program's own keys and passwords: whoever is a superuser of the database reads its
// environment, where the sealed rows are.
func TestCommand_HandsOnNoKeys(t *testing.T) {
	t.Setenv("DUBAN_KEY", "0123456789")
	t.Setenv("DUBAN_OIDC_CLIENT_SECRET", "0123456789")
	for _, pair := range new(home).command("true").Env {
		if strings.Contains(pair, "0123456789") {
			t.Errorf("the server knows %s", pair)
		}
	}
}
