package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"text/tabwriter"
	"time"

	"vypiska/internal/app"
	"vypiska/storage/register"
)

// proofFlags are verify's about a proof of the register.
type proofFlags struct {
	Proof       string `placeholder:"FILE" help:"A proof by vypiska register prove: was this copy issued? With PDF files: are they that copy?"`
	RegisterKey string `placeholder:"FILE" help:"Public keys the register is trusted by (keys/register/verifiers.txt); else those of the data directory."`
}

// proven is what verify says of a proof.
type proven struct {
	Proof     string `json:"proof"`
	Valid     bool   `json:"valid"`
	Seq       int64  `json:"seq,omitempty"`
	Of        int64  `json:"of,omitempty"`
	Number    string `json:"number,omitempty"`
	Kind      string `json:"kind,omitempty"`
	SHA256    string `json:"sha256,omitempty"`
	IssuedAt  string `json:"issued_at,omitempty"`
	OtherFile string `json:"other_file,omitempty"`
	Error     string `json:"error,omitempty"`
}

// proved checks the proof, if one is named, and that each file is the copy it is
// about. It returns verify's exit status so far; it contacts nobody and reads no register.
func (c *verifyCmd) proved(w *world, data string, files []string) (code int, err error) {
	if c.Proof == "" {
		return 0, nil
	}
	keys := c.RegisterKey
	if keys == "" {
		keys = app.RegisterKeys(data)
	}
	v, err := app.VerifierFile(keys)
	if err != nil {
		return 2, &exit{2, fmt.Errorf("%w: give --register-key FILE or --data DIR", err)}
	}
	text, err := os.ReadFile(c.Proof)
	if err != nil {
		return 2, &exit{2, err}
	}
	p, code := judgeProof(c.Proof, text, v)
	if p.Valid {
		code = max(code, p.compare(files))
	}
	return code, c.printProof(w, p)
}

func judgeProof(name string, text []byte, v register.Verifier) (proven, int) {
	p := proven{Proof: name}
	proof, err := register.ParseProof(text)
	if err != nil {
		p.Error = err.Error()
		return p, 2
	}
	e, of, err := proof.Check(v)
	if err != nil {
		p.Error = err.Error()
		return p, 1
	}
	return proven{Proof: name, Valid: true, Seq: proof.Seq, Of: of, Number: e.Number, Kind: e.Kind, SHA256: e.SHA256, IssuedAt: e.Time.Format(time.RFC3339)}, 0
}

// compare names the first file that is not the copy.
func (p *proven) compare(files []string) int {
	for _, name := range files {
		b, err := readFile(name)
		if err != nil {
			continue // verify itself says so
		}
		if sum := sha256.Sum256(b); hex.EncodeToString(sum[:]) != p.SHA256 {
			p.Valid, p.OtherFile = false, name
			p.Error = "the proof is good, but about other bytes than this file's"
			return 1
		}
	}
	return 0
}

func (c *verifyCmd) printProof(w *world, p proven) error {
	if c.JSON {
		return json.NewEncoder(w.stdout).Encode(p)
	}
	t := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	switch {
	case p.Valid:
		fmt.Fprintf(t, "%s\tPROVED: entry %d of %d in the register\n  copy\t%s, %s\n  issued\t%s\n  sha256\t%s\n", p.Proof, p.Seq, p.Of, p.Number, p.Kind, p.IssuedAt, p.SHA256)
	case p.OtherFile != "":
		fmt.Fprintf(t, "%s\tNOT THIS FILE: %s: %s\n", p.Proof, p.OtherFile, p.Error)
	default:
		fmt.Fprintf(t, "%s\tNOT PROVED: %s\n", p.Proof, p.Error)
	}
	return t.Flush()
}
