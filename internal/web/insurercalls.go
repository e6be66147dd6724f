package web

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"vypiska/internal/app"
)

// Contract is an insurer's contract as the clinic's system has it.
type Contract struct {
	Number   string   `json:"number"`
	Status   string   `json:"status" doc:"FHIR Contract.status"`
	From     string   `json:"from,omitempty"`
	To       string   `json:"to,omitempty"`
	Services []string `json:"services" doc:"codes"`
}

type contractsOutput struct {
	Body struct {
		Contracts []Contract `json:"contracts"`
	}
}

// Token is an API token as its owner sees it later. Its text is told in the
// cabinet alone, when it is made.
type Token struct {
	ID        string    `json:"id" doc:"names the token; opens nothing"`
	Scope     string    `json:"scope" enum:"read,all"`
	CreatedAt time.Time `json:"created_at"`
	ExpiresAt time.Time `json:"expires_at"`
}

type tokensOutput struct {
	Body struct {
		Tokens []Token `json:"tokens"`
	}
}

// insurerCalls has no call that makes a token: a stolen one must not be able to
// make another that outlives it.
func (s *Server) insurerCalls(api huma.API) {
	op(s, api, huma.Operation{OperationID: "ownContracts", Method: http.MethodGet, Path: "/api/v1/contracts",
		Summary: "The insurer's contracts"}, s.contractsCall)
	op(s, api, huma.Operation{OperationID: "ownTokens", Method: http.MethodGet, Path: "/api/v1/tokens",
		Summary: "The insurer's tokens that live"}, s.tokensCall)
	op(s, api, huma.Operation{OperationID: "endToken", Method: http.MethodDelete, Path: "/api/v1/tokens/{id}", DefaultStatus: http.StatusNoContent,
		Summary: "End a token", Errors: []int{http.StatusNotFound}}, func(ctx context.Context, v app.Visitor, in *idInput) (*struct{}, error) {
		return nil, s.desk.EndToken(ctx, v, in.ID)
	})
}

func (s *Server) contractsCall(ctx context.Context, v app.Visitor, _ *struct{}) (*contractsOutput, error) {
	list, err := s.desk.Contracts(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("contracts: %w", err)
	}
	out := &contractsOutput{}
	out.Body.Contracts = each(list, func(c app.Agreement) Contract {
		return Contract{Number: c.Number, Status: c.Status, From: c.Applies.Start.Day(), To: c.Applies.End.Day(), Services: append([]string{}, c.Services...)}
	})
	return out, nil
}

func (s *Server) tokensCall(ctx context.Context, v app.Visitor, _ *struct{}) (*tokensOutput, error) {
	list, err := s.desk.Tokens(ctx, v)
	if err != nil {
		return nil, fmt.Errorf("tokens: %w", err)
	}
	out := &tokensOutput{}
	out.Body.Tokens = each(list, tokenOf)
	return out, nil
}

func tokenOf(t app.Token) Token {
	scope := "all"
	if t.ReadsOnly {
		scope = "read"
	}
	return Token{ID: t.ID, Scope: scope, CreatedAt: t.Created, ExpiresAt: t.Expires}
}
