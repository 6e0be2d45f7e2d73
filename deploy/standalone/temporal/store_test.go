package temporal

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestDoubtfulStoreIsReplaced opens each store as its name says it was left.
func TestDoubtfulStoreIsReplaced(t *testing.T) {
	t.Parallel()
	for name, left := range map[string]struct {
		spoil  func(t *testing.T, s *store)
		reused bool
	}{
		"clean":              {nothing, true},
		"unclean":            {removeCertificate, false},
		"gone":               {removeFile, false},
		"damaged":            {damage, false},
		"of another version": {makeOlder, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := cleanStore(t, t.TempDir())
			left.spoil(t, s)
			dir := filepath.Dir(s.file)
			again := openStore(t.Context(), dir)
			if again.reused != left.reused {
				t.Errorf("reused = %v", again.reused)
			}
			if again.reused != (again.file == s.file) {
				t.Errorf("the file is %s after %s", again.file, s.file)
			}
			if _, err := os.Stat(certificate(dir)); err == nil {
				t.Error("a store in use is still certified as clean")
			}
			if err := again.prepare(clusterName, namespace); err != nil {
				t.Error(err)
			}
		})
	}
}

func cleanStore(t *testing.T, dir string) *store {
	t.Helper()
	s := newStore(dir)
	if err := s.prepare(clusterName, namespace); err != nil {
		t.Fatal(err)
	}
	s.keep()
	return s
}

func nothing(t *testing.T, _ *store) { t.Helper() }

func removeFile(t *testing.T, s *store) {
	t.Helper()
	if err := os.Remove(s.file); err != nil {
		t.Fatal(err)
	}
}

func removeCertificate(t *testing.T, s *store) {
	t.Helper()
	if err := os.Remove(certificate(filepath.Dir(s.file))); err != nil {
		t.Fatal(err)
	}
}

// damage overwrites the tables and the log that could repair them.
func damage(t *testing.T, s *store) {
	t.Helper()
	for _, suffix := range []string{"", "-wal"} {
		text := strings.Repeat("damage", 10_000)
		if err := os.WriteFile(s.file+suffix, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

func makeOlder(t *testing.T, s *store) {
	t.Helper()
	path := certificate(filepath.Dir(s.file))
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), "server 1.", "server 0.", 1)), 0o600); err != nil {
		t.Fatal(err)
	}
}
