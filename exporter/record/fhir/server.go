package fhir

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"vypiska/exporter/record"
)

// Server is a clinic's FHIR R4 server as the source of records. Each record is
// asked for anew and lives in memory until it is put together; nothing of it is
// kept. It may be used by several goroutines.
type Server struct {
	web    *client
	limits Limits
	notice func(*record.Fault)

	mu     sync.Mutex
	known  *abilities
	probed time.Time
}

var _ record.Source = (*Server)(nil)

// ServerSetup says where the server is and how it is asked.
type ServerSetup struct {
	Base   string // https, or http to this machine alone
	Access Access
	Limits Limits // zero fields take DefaultLimits

	// Notice is told of what was left out of a record; may be nil.
	Notice func(*record.Fault)
	// Asked is told of every request's kind ("Observation"), how long it took and
	// whether the server answered it; may be nil.
	Asked func(kind string, took time.Duration, answered bool)
}

// Limits bound what one record may cost. Beyond them it is refused whole: a part
// of a record is none.
type Limits struct {
	Pages  int           // answers for one record, or one list of patients
	Bytes  int64         // of all of them
	Answer time.Duration // until one answer is whole
	Record time.Duration // until all are
	Pause  time.Duration // before asking again; four times as long before the third time
	Wait   time.Duration // the longest a server may ask us to wait (Retry-After)
	Rest   time.Duration // how long a server that failed again and again is left alone
}

// DefaultLimits let the record of a whole life through.
var DefaultLimits = Limits{
	Pages: 2000, Bytes: 256 << 20, Answer: 30 * time.Second, Record: 3 * time.Minute,
	Pause: 200 * time.Millisecond, Wait: 20 * time.Second, Rest: 15 * time.Second,
}

func (l Limits) filled() Limits {
	d := DefaultLimits
	if l.Pages > 0 {
		d.Pages = l.Pages
	}
	if l.Bytes > 0 {
		d.Bytes = l.Bytes
	}
	for _, t := range []struct{ to, from *time.Duration }{{&d.Answer, &l.Answer}, {&d.Record, &l.Record}, {&d.Pause, &l.Pause}, {&d.Wait, &l.Wait}, {&d.Rest, &l.Rest}} {
		if *t.from > 0 {
			*t.to = *t.from
		}
	}
	return d
}

// NewServer checks the setup. It asks the server nothing: one that is away now
// may be back when a record is wanted. Probe asks.
func NewServer(s ServerSetup) (*Server, error) {
	s.Limits = s.Limits.filled()
	web, err := newClient(s)
	if err != nil {
		return nil, fmt.Errorf("records: %w", err)
	}
	return &Server{web: web, limits: s.Limits, notice: s.Notice}, nil
}

// forget is how long the capability statement is believed.
const forget = 10 * time.Minute

// Probe reads the capability statement and fails where records cannot be read
// from this server. It says what the server is.
func (s *Server) Probe(ctx context.Context) (string, error) {
	s.mu.Lock()
	s.known = nil
	s.mu.Unlock()
	can, err := s.abilities(ctx)
	if err != nil {
		return "", err
	}
	return can.String(), nil
}

// Answers returns why the server's records cannot be read now, as far as that is
// known: its capability statement is asked for once in a while, not at each call.
func (s *Server) Answers(ctx context.Context) error {
	_, err := s.abilities(ctx)
	return err
}

// Clock is what the server's clock shows, to the second.
func (s *Server) Clock(ctx context.Context) (time.Time, error) { return s.web.date(ctx) }

func (s *Server) abilities(ctx context.Context) (*abilities, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.known != nil && time.Since(s.probed) < forget {
		return s.known, nil
	}
	raw, err := s.web.get(ctx, "CapabilityStatement", s.web.address("metadata", nil))
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	can, err := readAbilities(raw)
	if err != nil {
		return nil, fmt.Errorf("read records: %w", err)
	}
	s.known, s.probed = can, time.Now()
	return can, nil
}

// Record implements record.Source.
func (s *Server) Record(ctx context.Context, id record.PatientID) (record.Record, error) {
	if !validID(string(id)) {
		return record.Record{}, record.ErrNoPatient
	}
	ctx, cancel := context.WithTimeoutCause(ctx, s.limits.Record, errSlow)
	defer cancel()
	can, err := s.abilities(ctx)
	if err != nil {
		return record.Record{}, err
	}
	r := newReading(s, can, id)
	if err := r.all(ctx); err != nil {
		return record.Record{}, fmt.Errorf("read records: %w", err)
	}
	return r.record()
}

// all asks for everything that is the patient's, then for what that names.
func (r *reading) all(ctx context.Context) error {
	if err := r.patient(ctx); err != nil {
		return err
	}
	searches := r.can.searches(r.id)
	if r.can.everything {
		searches = append(r.can.deciding(r.id), search{"Patient/$everything", "Patient/" + string(r.id) + "/$everything", url.Values{}})
	}
	if err := r.search(ctx, searches); err != nil {
		return err
	}
	if err := r.follow(ctx); err != nil {
		return err
	}
	if err := r.search(ctx, append(r.roles(), r.provenance()...)); err != nil {
		return err
	}
	return r.follow(ctx)
}

// Patients implements record.Source. Where the server has more patients than
// Limits let through, it fails rather than name some of them.
func (s *Server) Patients(ctx context.Context) ([]record.PatientID, error) {
	return s.list(ctx, search{"Patient", "Patient", url.Values{"_elements": {"id,link"}, "_count": {pageSize}}}, func(raw []byte) (record.PatientID, error) {
		if typ, err := resourceType(raw); err != nil || typ != "Patient" {
			return "", err
		}
		if r, err := decodeChecked(raw); err == nil && verdict(r) != "" {
			return "", nil
		}
		return record.PatientID(topString(raw, "id")), nil
	})
}

// Referred lists the patients whom a practitioner has referred: in the server's
// ServiceRequests, in the practitioner's own name or a role's. Whether a referral
// gives a right is for policy to say, by the whole record.
func (s *Server) Referred(ctx context.Context, practitioner record.Ref) ([]record.PatientID, error) {
	can, err := s.abilities(ctx)
	if err != nil {
		return nil, err
	}
	who := []string{string(practitioner)}
	if can.types["PractitionerRole"] != nil {
		roles, err := s.list(ctx, search{"PractitionerRole", "PractitionerRole", url.Values{"practitioner": who[:1], "_count": {pageSize}}}, roleOf(practitioner))
		if err != nil {
			return nil, err
		}
		for _, id := range roles {
			who = append(who, "PractitionerRole/"+string(id))
		}
	}
	q := url.Values{"requester": {strings.Join(who, ",")}, "_count": {pageSize}}
	return s.list(ctx, search{"ServiceRequest", "ServiceRequest", q}, requestedBy(who))
}

// roleOf picks the practitioner's roles: filters are applied again here.
func roleOf(practitioner record.Ref) func([]byte) (record.PatientID, error) {
	return func(raw []byte) (record.PatientID, error) {
		r, err := decode(raw)
		if role, ok := r.(*practitionerRole); ok && pointsTo(role.Practitioner, string(practitioner)) {
			return record.PatientID(role.ID), nil
		}
		return "", err
	}
}

func requestedBy(who []string) func([]byte) (record.PatientID, error) {
	return func(raw []byte) (record.PatientID, error) {
		r, err := decode(raw)
		order, ok := r.(*serviceRequest)
		if !ok || verdict(r) != "" || !slices.ContainsFunc(who, func(w string) bool { return pointsTo(order.Requester, w) }) {
			return "", err
		}
		if p := point(order.Subject); p.typ == "Patient" {
			return record.PatientID(p.id), nil
		}
		return "", err
	}
}

func pointsTo(r reference, key string) bool {
	p := point(r)
	return p.typ+"/"+p.id == key
}

// list goes through all pages of a search and keeps the ids that pick gives.
func (s *Server) list(ctx context.Context, q search, pick func([]byte) (record.PatientID, error)) ([]record.PatientID, error) {
	ctx, cancel := context.WithTimeoutCause(ctx, s.limits.Record, errSlow)
	defer cancel()
	var ids []record.PatientID
	var faults []error
	err := s.web.pages(ctx, q, newBudget(s.limits), func(name string, raw []byte) leaf {
		c := cutter{total: -1, fault: func(place, what string) { faults = append(faults, &record.Fault{File: name, Place: place, What: what}) }}
		c.each = func(it item) {
			id, err := pick(it.raw)
			if err != nil {
				path, what := explain(err)
				c.fault(joinPlace(ordinalPlace(it.ordinal, false), path), what)
			} else if id != "" {
				ids = append(ids, id)
			}
		}
		c.cut(raw, false)
		return leaf{c.next, c.total, c.matches}
	})
	if err = errors.Join(append(faults, err)...); err != nil {
		return nil, fmt.Errorf("list patients: %w", err)
	}
	slices.Sort(ids)
	return slices.Compact(ids), nil
}
