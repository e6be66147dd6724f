package web

import "net/http"

// outcome is a download's, for the metrics: the key of the error's text.
func outcome(err error) string {
	if err == nil {
		return "taken"
	}
	return find(err).key
}

// MetricsHandler serves the metrics, for a listener of its own that the public
// does not reach.
func (s *Server) MetricsHandler() http.Handler {
	return s.meter.Handler(serverLog{s.log}.logger())
}
