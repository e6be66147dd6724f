package web

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"vypiska/internal/app"
)

const openapiPath = "/api/openapi.json"

// operations registers the API and freezes its description.
func (s *Server) operations(r *gin.Engine) error {
	api := humagin.New(r, s.apiConfig())
	s.extracts(api)
	s.linkCalls(api)
	s.receptionCalls(api)
	s.peopleCalls(api)
	s.verifyCall(api)
	s.destructionCalls(api)
	s.liveLinksCall(api)
	s.recordCalls(api)
	s.insurerCalls(api)
	s.packageCalls(api)
	s.officerCalls(api)
	s.agreementCalls(api)
	s.sessionCalls(api)
	// huma's own handler builds the description on first use without a lock.
	var err error
	if s.openapi, err = json.Marshal(api.OpenAPI()); err != nil {
		return fmt.Errorf("web: describe API: %w", err)
	}
	return nil
}

// describe gives the API's description.
func (s *Server) describe(c *gin.Context) error {
	c.Data(http.StatusOK, "application/openapi+json", s.openapi)
	return nil
}

func (s *Server) apiConfig() huma.Config {
	cfg := huma.DefaultConfig("vypiska", "1")
	cfg.OpenAPIPath, cfg.DocsPath, cfg.SchemasPath = "", "", ""
	cfg.CreateHooks = nil // no $schema in answers
	cfg.Info.Description = "Orders signed or anonymized copies of a patient's record and hands them out by links that end. " +
		"Errors are application/problem+json (RFC 9457); title and detail follow Accept-Language (ru, en)."
	cfg.Servers = []*huma.Server{{URL: s.public.Scheme + "://" + s.public.Host}}
	cfg.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"token": {Type: "http", Scheme: "bearer", Description: "A token of `vypiska account token`."},
	}
	return cfg
}

// Paged asks for one page of a list.
type Paged struct {
	Before string `query:"before" maxLength:"60" doc:"next of the page before"`
}

// each puts a list into the API's words. An empty list is [], never null.
func each[Our, Theirs any](list []Our, as func(Our) Theirs) []Theirs {
	out := make([]Theirs, len(list))
	for i, l := range list {
		out[i] = as(l)
	}
	return out
}

const fieldsKey = "fields"

// fieldsOf are the known fields of an operation and what each wants.
func fieldsOf(o *huma.Operation) map[string]string {
	if o == nil {
		return nil
	}
	fields, _ := o.Metadata[fieldsKey].(map[string]string)
	return fields
}

// op registers an operation for account holders. It is the one way in: the
// visitor is known before huma looks at the request, and every error is put into our
// words before huma sees it.
func op[I, O any](s *Server, api huma.API, o huma.Operation, do func(context.Context, app.Visitor, *I) (*O, error)) {
	o.Security = []map[string][]string{{"token": {}}}
	o.Middlewares = append(o.Middlewares, s.authenticate(programsAt(o.Method, o.Path)))
	o.Errors = append(o.Errors, http.StatusUnauthorized, http.StatusForbidden)
	open(s, api, o, func(ctx context.Context, in *I) (*O, error) { return do(ctx, visitorOf(ctx), in) })
}

// open registers an operation for anybody.
func open[I, O any](s *Server, api huma.API, o huma.Operation, do func(context.Context, *I) (*O, error)) {
	o.Metadata = map[string]any{fieldsKey: wants(reflect.TypeFor[I]())}
	o.BodyReadTimeout = -1 // bounded has read it; a deadline left on the connection would cancel the call
	o.Errors = append(o.Errors, http.StatusUnprocessableEntity, http.StatusInternalServerError)
	huma.Register(api, o, func(ctx context.Context, in *I) (*O, error) {
		out, err := do(ctx, in)
		if err != nil {
			return nil, s.problem(ctx, err)
		}
		return out, nil
	})
}

// wants reads the known fields off an input: "body.kind" and its doc tag.
func wants(input reflect.Type) map[string]string {
	out := map[string]string{}
	for _, f := range reflect.VisibleFields(input) {
		for _, place := range []string{"path", "query", "header"} {
			if name := f.Tag.Get(place); name != "" {
				out[place+"."+name] = f.Tag.Get("doc")
			}
		}
		if f.Name != "Body" {
			continue
		}
		for _, b := range reflect.VisibleFields(f.Type) {
			name, _, _ := strings.Cut(b.Tag.Get("json"), ",")
			out["body."+name] = b.Tag.Get("doc")
		}
	}
	return out
}
