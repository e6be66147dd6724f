// Package preview makes pictures of a finished PDF's pages, for who edits forms.
// It is the only door to PDFium, the renderer of Chromium, which runs here as
// WebAssembly: no other program has to be installed, and nothing is fetched.
package preview

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"time"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/requests"
	"github.com/klippa-app/go-pdfium/webassembly"
)

// Bounds of the resolution in dots per inch.
const (
	LeastDPI = 36
	MostDPI  = 600
)

// patience is how long starting the renderer may take on a busy machine.
const patience = time.Minute

// Renderer draws pages. Starting one takes seconds; it is used by one goroutine.
type Renderer struct {
	pool pdfium.Pool
	pdfium.Pdfium
}

// Start starts a renderer; Close ends it.
func Start() (*Renderer, error) {
	pool, err := webassembly.Init(webassembly.Config{MinIdle: 1, MaxIdle: 1, MaxTotal: 1})
	if err != nil {
		return nil, fmt.Errorf("start the renderer: %w", err)
	}
	instance, err := pool.GetInstance(patience)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start the renderer: %w", err), pool.Close())
	}
	return &Renderer{pool, instance}, nil
}

// Close ends the renderer.
func (r *Renderer) Close() error { return errors.Join(r.Pdfium.Close(), r.pool.Close()) }

// Pages draws each page of a PDF as a PNG. Grey pictures are what a printer
// without colour makes of them.
func (r *Renderer) Pages(pdf []byte, dpi int, grey bool) ([][]byte, error) {
	if dpi < LeastDPI || dpi > MostDPI {
		return nil, fmt.Errorf("draw a preview: %d dots per inch; want from %d to %d", dpi, LeastDPI, MostDPI)
	}
	doc, err := r.OpenDocument(&requests.OpenDocument{File: &pdf})
	if err != nil {
		return nil, fmt.Errorf("read the PDF: %w", err)
	}
	defer func() { _, _ = r.FPDF_CloseDocument(&requests.FPDF_CloseDocument{Document: doc.Document}) }()
	count, err := r.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: doc.Document})
	if err != nil {
		return nil, fmt.Errorf("read the PDF: %w", err)
	}
	var pages [][]byte
	for i := range count.PageCount {
		page := requests.Page{ByIndex: &requests.PageByIndex{Document: doc.Document, Index: i}}
		picture, err := r.page(page, dpi, grey)
		if err != nil {
			return nil, fmt.Errorf("draw page %d: %w", i+1, err)
		}
		pages = append(pages, picture)
	}
	return pages, nil
}

func (r *Renderer) page(page requests.Page, dpi int, grey bool) ([]byte, error) {
	drawn, err := r.RenderPageInDPI(&requests.RenderPageInDPI{Page: page, DPI: dpi})
	if err != nil {
		return nil, err
	}
	defer drawn.Cleanup()
	var picture image.Image = drawn.Result.RenderedImage
	if grey {
		picture = inGrey(picture)
	}
	var out bytes.Buffer
	err = png.Encode(&out, picture)
	return out.Bytes(), err
}

func inGrey(in image.Image) image.Image {
	out := image.NewGray(in.Bounds())
	for y := in.Bounds().Min.Y; y < in.Bounds().Max.Y; y++ {
		for x := in.Bounds().Min.X; x < in.Bounds().Max.X; x++ {
			out.Set(x, y, color.GrayModel.Convert(in.At(x, y)))
		}
	}
	return out
}
