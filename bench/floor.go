package main

import (
	"bytes"
	"compress/zlib"
	"crypto"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"fmt"
	"io"
)

// floor does what no program could leave out: deflate the extract's page
// content once (zlib level 1), hash the file once, sign once with RSA 2048.
// Writing the file is done for every maker alike.
type floor struct {
	content, file []byte
	key           *rsa.PrivateKey
	out           bytes.Buffer
	deflater      *zlib.Writer
}

func newFloor(o *ours) (*floor, error) {
	pdf, err := o.make()
	if err != nil {
		return nil, err
	}
	f := &floor{file: pdf, content: pageContent(pdf)}
	if len(f.content) == 0 {
		return nil, fmt.Errorf("no page content found in our own extract of %d bytes", len(pdf))
	}
	if f.key, err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
		return nil, err
	}
	f.deflater, err = zlib.NewWriterLevel(&f.out, zlib.BestSpeed)
	return f, err
}

func (f *floor) make() ([]byte, error) {
	f.out.Reset()
	f.deflater.Reset(&f.out)
	if _, err := f.deflater.Write(f.content); err != nil {
		return nil, err
	}
	if err := f.deflater.Close(); err != nil {
		return nil, err
	}
	sum := sha256.Sum256(f.file)
	_, err := rsa.SignPKCS1v15(rand.Reader, f.key, crypto.SHA256, sum[:])
	return f.file, err
}

// pageContent inflates the streams of a PDF that show text.
func pageContent(pdf []byte) []byte {
	var out bytes.Buffer
	for rest, found := pdf, true; found; {
		if _, rest, found = bytes.Cut(rest, []byte("stream\n")); !found {
			break
		}
		r, err := zlib.NewReader(bytes.NewReader(rest))
		if err != nil {
			continue
		}
		if s, err := io.ReadAll(r); err == nil && bytes.Contains(s, []byte(" Tf")) {
			out.Write(s)
		}
	}
	return out.Bytes()
}
