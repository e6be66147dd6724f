package signing

import (
	"context"
	"fmt"
	"strings"
	"time"
)

// TryOut seals an empty document and looks whether the seal holds, as for a
// copy: a key that can be read may still not sign.
func (s *Signer) TryOut(ctx context.Context, now time.Time) error {
	sealed, err := s.Seal(ctx, empty(), Request{Time: now, Page: -1})
	if err != nil {
		return fmt.Errorf("try out the key: %w", err)
	}
	if err := s.Intact(ctx, sealed); err != nil {
		return fmt.Errorf("try out the key: %w", err)
	}
	return nil
}

// empty is a PDF of one small page with nothing on it.
func empty() []byte {
	var pdf, table strings.Builder
	pdf.WriteString("%PDF-1.7\n")
	table.WriteString("xref\n0 4\n0000000000 65535 f \n")
	for i, object := range []string{
		"<</Type /Catalog /Pages 2 0 R>>", "<</Type /Pages /Kids [3 0 R] /Count 1>>", "<</Type /Page /Parent 2 0 R /MediaBox [0 0 72 72]>>",
	} {
		fmt.Fprintf(&table, "%010d 00000 n \n", pdf.Len())
		fmt.Fprintf(&pdf, "%d 0 obj\n%s\nendobj\n", i+1, object)
	}
	at := pdf.Len()
	fmt.Fprintf(&pdf, "%strailer\n<</Size 4 /Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", table.String(), at)
	return []byte(pdf.String())
}
