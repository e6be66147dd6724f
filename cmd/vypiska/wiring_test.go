package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"testing"
	"time"

	"vypiska/internal/config"
	"vypiska/internal/web"
)

// A job without its use case is taken from the queue and nothing is done.
func TestEveryJobHasItsUseCase(t *testing.T) {
	c := (&service{}).jobConfig(config.Config{})
	for _, of := range []any{c, c.Packages} {
		v := reflect.ValueOf(of)
		for i := range v.NumField() {
			if f := v.Field(i); f.Kind() == reflect.Func && f.IsNil() {
				t.Errorf("%s.%s: nobody does it", v.Type(), v.Type().Field(i).Name)
			}
		}
	}
}

// Who stops the service must not kill it while it waits for a slow transfer.
func TestSystemdWaitsLongerThanTheService(t *testing.T) {
	unit, err := os.ReadFile(filepath.Join(repo, "deploy/vypiska.service"))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(`(?m)^TimeoutStopSec=(.+)$`).FindSubmatch(unit)
	if found == nil {
		t.Fatal("the unit does not say how long a stop may take")
	}
	if d, err := time.ParseDuration(string(found[1])); err != nil || d <= config.MostDrain+web.StopPatience+grace {
		t.Errorf("systemd kills after %s, %v; the service announces its stop for %v, waits %v for transfers and %v for orders", found[1], err, config.MostDrain, web.StopPatience, grace)
	}
}

// The program itself, not only its use case, tells an insurer of a package.
func TestTheProgramTellsAnInsurersWebhook(t *testing.T) {
	told := make(chan string, 1)
	listener := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case told <- r.Header.Get("webhook-signature"):
		default:
		}
	}))
	defer listener.Close()
	s := newServer(t)
	s.env = append(s.env, "VYPISKA_PACKAGES_PRIVATE_WEBHOOKS=on")
	s.start()
	drafts, activates, insurer := s.account("officer", "officer-1"), s.account("officer", "officer-2"), s.account("insurer", "Organization/ru-insA")
	contract := map[string]any{"insurer": "ru-insA", "number": "Д-2024/118", "from": "2024-01-01", "to": "2035-12-31", "services": []string{"CT"}, "delivery": map[string]any{"webhook": listener.URL}}
	s.want(s.call("POST", "/api/v1/contract-versions", drafts, contract), 201, "draft")
	s.want(s.call("POST", "/api/v1/contract-versions/activate", activates, map[string]any{"insurer": "ru-insA", "number": "Д-2024/118", "version": 1}), 204, "activate")
	s.want(s.call("POST", "/api/v1/packages", insurer, map[string]string{"contract": "Д-2024/118", "period": fmt.Sprint("2024-01-01/", time.Now().Format(time.DateOnly))}), 202, "order")
	select {
	case signature := <-told:
		if signature == "" {
			t.Error("the notice is not signed")
		}
	case <-time.After(2 * time.Minute):
		t.Fatal("nobody was told of the package")
	}
	s.stop()
}
