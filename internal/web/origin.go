package web

import (
	"context"
	"fmt"
	"time"

	"vypiska/internal/app"
)

// Origin is from which state of the clinic's system a copy was made. It names no
// resource.
type Origin struct {
	Source     string     `json:"source" enum:"directory,server"`
	Name       string     `json:"name" doc:"of the directory; host and path of the server"`
	Software   string     `json:"software,omitempty" doc:"what the server said it is, with its version"`
	FHIR       string     `json:"fhir,omitempty" doc:"version of FHIR the server said it speaks"`
	Read       time.Time  `json:"read" doc:"when the record was asked for"`
	Answers    int        `json:"answers" doc:"files or answers the record was read from"`
	LeftOut    int        `json:"left_out" doc:"notices of what is in them and not in the record"`
	Warnings   []string   `json:"warnings,omitempty" doc:"FHIR issue codes with which the server qualified its answers"`
	Resources  int        `json:"resources" doc:"that the copy shows"`
	Registered bool       `json:"registered" doc:"the register holds the digest of all this"`
	Now        *OriginNow `json:"now,omitempty" doc:"the same resources as they are now; missing where the record cannot be read"`
}

// OriginNow is what has become of a copy's resources.
type OriginNow struct {
	Unchanged int `json:"unchanged"`
	Changed   int `json:"changed" doc:"another version, or not in the record any more"`
}

type originOutput struct{ Body Origin }

func (s *Server) origin(ctx context.Context, v app.Visitor, in *numberInput) (*originOutput, error) {
	o, err := s.desk.SeeOrigin(ctx, v, in.Number)
	if err != nil {
		return nil, fmt.Errorf("origin: %w", err)
	}
	out := Origin{Source: o.Kind, Name: o.Name, Software: o.Software, FHIR: o.FHIR, Read: o.Read, Answers: o.Answers, LeftOut: o.LeftOut,
		Warnings: o.Warnings, Resources: o.Resources, Registered: o.Registered}
	if o.Compared {
		out.Now = &OriginNow{o.Unchanged, o.Changed}
	}
	return &originOutput{out}, nil
}
