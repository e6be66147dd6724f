package main

import (
	"slices"
	"strings"

	"vypiska/internal/meter"
)

// measured wants every metric of the manual from a service that has done some
// work, but for those of what it does not have.
func (s *server) measured(shown string) {
	s.t.Helper()
	absent := []string{"vypiska_fhir_request_seconds", "vypiska_seal_end_timestamp_seconds"} // no such server, no seal above B-T
	for name := range meter.New().Help() {
		if !strings.Contains(shown, "\n# TYPE "+name+" ") && !slices.Contains(absent, name) {
			s.t.Errorf("the metrics lack %s", name)
		}
	}
	for _, step := range []string{"read", "de-identify", "draw", "seal", "last look", "keep"} {
		if !strings.Contains(shown, `vypiska_step_seconds_count{step="`+step+`"}`) {
			s.t.Errorf("no %s step was measured", step)
		}
	}
	for _, row := range []string{
		`vypiska_orders_ended_total{status="ready"} `, `vypiska_refusals_total{rule="`, `vypiska_queue_jobs{state="completed"} `,
		`vypiska_register_lag_entries{place="bucket"} `, `vypiska_expiry_timestamp_seconds{of="seal key"} `, `vypiska_state_readable 1`,
		`vypiska_s3_request_seconds_count{method="PUT",outcome="answered"} `, `vypiska_register_entries_total{event="link"} `,
	} {
		if !strings.Contains(shown, "\n"+row) {
			s.t.Errorf("the metrics lack a row %s", row)
		}
	}
}
