package console

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"strings"
	"time"
)

//go:embed static/*.css static/*.js static/*.svg
var files embed.FS

// assets serves the embedded files under names that hold a digest of their content, so that a browser may keep them
// for ever and an upgrade is seen at once.
var assets = newAssetServer()

type assetServer struct {
	address map[string]string // file name to the path it is served at
	content map[string][]byte // that path to its bytes
}

func newAssetServer() *assetServer {
	s := &assetServer{address: map[string]string{}, content: map[string][]byte{}}
	entries, err := files.ReadDir("static")
	if err != nil {
		panic(err) // embedded at build time
	}
	for _, e := range entries {
		content, err := files.ReadFile("static/" + e.Name())
		if err != nil {
			panic(err)
		}
		s.add(e.Name(), content)
	}
	return s
}

func (s *assetServer) add(name string, content []byte) {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	at := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext
	s.address[name], s.content[at] = at, content
}

// ServeHTTP answers a file for a year, and 404 for a name without its digest.
func (s *assetServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	content, ok := s.content[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	http.ServeContent(w, r, path.Base(r.URL.Path), time.Time{}, strings.NewReader(string(content)))
}

// asset is the address of an embedded file.
func asset(name string) string { return assets.address[name] }
