package fhir

import (
	"slices"

	"github.com/go-json-experiment/json"
)

// issueTypes are the codes of issues in FHIR R4 (value set issue-type). What a
// server writes in the place of one is not repeated.
var issueTypes = wordSet(`invalid structure required value invariant security login unknown expired forbidden
	suppressed processing not-supported duplicate multiple-matches not-found deleted too-long code-invalid extension
	too-costly business-rule conflict transient lock-error no-store exception timeout incomplete throttled informational`)

// outcomeCodes are the issue codes of an OperationOutcome, none for anything else.
func outcomeCodes(body []byte) []string {
	var o struct {
		ResourceType string `json:"resourceType"`
		Issue        []struct {
			Code string `json:"code"`
		} `json:"issue"`
	}
	if json.Unmarshal(body, &o, already) != nil || o.ResourceType != "OperationOutcome" {
		return nil
	}
	var all []string
	for _, i := range o.Issue {
		if issueTypes[i.Code] {
			all = append(all, i.Code)
		}
	}
	return addCodes(nil, all)
}

// addCodes adds those that are not in the list yet.
func addCodes(to, codes []string) []string {
	for _, c := range codes {
		if !slices.Contains(to, c) {
			to = append(to, c)
		}
	}
	return to
}
