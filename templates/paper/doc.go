// Package paper is the page vocabulary of printed forms: letterhead, grid,
// heading, paragraph, table, chart, image, signature mark, QR code, footer. It is the
// only door to gofpdf, which draws the pages; fonts and the file's frame are
// our own (docs of Sheet.Finish say why), so that the text layer is exact and
// the file conforms to the PDF/A profile it names.
//
// Lengths are PDF points, y grows downwards. A Sheet is used by one goroutine;
// any number of Sheets may be drawn at the same time.
package paper
