package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"time"

	"github.com/gin-gonic/gin"
)

//go:embed static
var staticFiles embed.FS

// asset is one file every page may load.
type asset struct {
	content []byte
	kind    string // Content-Type
	digest  string // beginning of its SHA-256
}

type assetSet map[string]asset

var assets = assetSet{
	"house.css": newAsset("house.css", "text/css; charset=utf-8"),
	"follow.js": newAsset("follow.js", "text/javascript; charset=utf-8"),
	"mark.svg":  newAsset("mark.svg", "image/svg+xml"),
	"verify.js": newAsset("verify.js", "text/javascript; charset=utf-8"),
}

func newAsset(name, kind string) asset {
	content, err := staticFiles.ReadFile(path.Join("static", name))
	if err != nil {
		panic(err) // embedded: it cannot be missing in a program that was built
	}
	sum := sha256.Sum256(content)
	return asset{content, kind, hex.EncodeToString(sum[:8])}
}

// href is an asset's address. It carries the digest, so that a browser's old
// copy never meets a new page.
func (a assetSet) href(name string) string { return "/static/" + name + "?" + a[name].digest }

// static serves the style sheet, the mark and the scripts: the only answers a browser may keep.
func (s *Server) static(c *gin.Context) error {
	f, ok := assets[c.Param("file")]
	if !ok {
		return errNoRoute
	}
	c.Header("Cache-Control", "public, max-age=86400")
	c.Header("Content-Type", f.kind)
	c.Header("ETag", `"`+f.digest+`"`)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(f.content))
	return nil
}
