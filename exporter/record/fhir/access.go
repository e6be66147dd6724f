package fhir

import (
	"vypiska/exporter/record"
)

type serviceRequest struct {
	head
	order
	Subject          reference    `json:"subject"`
	Encounter        reference    `json:"encounter"`
	Code             concept      `json:"code"`
	Authored         date         `json:"authoredOn"`
	Occurrence       date         `json:"occurrenceDateTime"`
	OccurrencePeriod *period      `json:"occurrencePeriod"`
	OccurrenceTiming *timing      `json:"occurrenceTiming"`
	Requester        reference    `json:"requester"`
	Reason           []concept    `json:"reasonCode"`
	ReasonReference  []reference  `json:"reasonReference"`
	Note             []annotation `json:"note"`
}

func (r *serviceRequest) owners() ([]reference, bool) { return []reference{r.Subject}, true }

// noOrder also leaves out a referral whose time is stated in a way we cannot
// read: without it the referral would be good for ever.
func (r *serviceRequest) noOrder() string {
	if t := r.OccurrenceTiming; t != nil && len(t.Event) == 0 && t.Repeat.Bounds == (period{}) {
		return "its occurrenceTiming has neither events nor a boundsPeriod, so it is not known until when it is good"
	}
	return r.order.noOrder()
}

func (s *scene) referral(r *serviceRequest) record.Referral {
	out := record.Referral{
		Meta: s.meta(r.Encounter), Status: record.Status(r.Status), Code: r.Code.text(), Authored: r.Authored.Date,
		Requester: s.onePerformer(r.Requester), Why: s.why(r.Reason, r.ReasonReference...), Notes: notes(r.Note),
	}
	switch t := r.OccurrenceTiming; {
	case r.OccurrencePeriod != nil:
		out.Valid = r.OccurrencePeriod.record()
	case !r.Occurrence.IsZero():
		out.Valid = moment(r.Occurrence)
	case t != nil && len(t.Event) > 0:
		out.Valid = moment(t.Event[0])
		for _, e := range t.Event {
			if e.Before(out.Valid.Start) {
				out.Valid.Start = e.Date
			}
			if out.Valid.End.Before(e.Date) {
				out.Valid.End = e.Date
			}
		}
	case t != nil:
		out.Valid = t.Repeat.Bounds.record()
	}
	return out
}

type coverage struct {
	head
	Beneficiary  reference   `json:"beneficiary"`
	Type         concept     `json:"type"`
	Period       period      `json:"period"`
	Payor        []reference `json:"payor"`
	Contract     []reference `json:"contract"`
	SubscriberID string      `json:"subscriberId"`
	Subscriber   reference   `json:"subscriber"`
	PolicyHolder reference   `json:"policyHolder"`
}

func (c *coverage) owners() ([]reference, bool) { return []reference{c.Beneficiary}, true }

func (s *scene) coverage(c *coverage) record.Coverage {
	s.payer(c.Subscriber)
	s.payer(c.PolicyHolder)
	return record.Coverage{
		Meta: s.meta(reference{}), Status: record.Status(c.Status), Type: c.Type.text(), Identifiers: c.policies(),
		Period: c.Period.record(), Payors: s.refs(c.Payor), Contracts: s.refs(c.Contract),
	}
}

// policies are the coverage's numbers: what has no kind of its own is a policy's.
func (c *coverage) policies() []record.Identifier {
	out := identifierList(c.Identifier)
	known := false
	for i := range out {
		if out[i].Kind == record.OtherIdentifier {
			out[i].Kind = record.PolicyNumber
		}
	}
	for _, i := range c.Identifier {
		known = known || i.Value == c.SubscriberID
	}
	if id := words(c.SubscriberID); !known && !id.Empty() {
		out = append(out, record.Identifier{Kind: record.PolicyNumber, Value: id})
	}
	return out
}

type contract struct {
	head
	Applies   *period     `json:"applies"`
	Authority []reference `json:"authority"`
	Subject   []reference `json:"subject"`
	Signer    []struct {
		Party reference `json:"party"`
	} `json:"signer"`
	Term []term `json:"term"`
}

type term struct {
	Applies *period `json:"applies"`
	Asset   []struct {
		Type []concept `json:"type"`
	} `json:"asset"`
	Group []term `json:"group"`
}

// contract reads a contract's services from its terms. A term with a time of
// its own that is not the contract's whole time cannot be told apart in our
// model, so its services are left out: doubt gives nobody a right.
func (s *scene) contract(c *contract) record.Contract {
	out := record.Contract{Meta: s.meta(reference{}), Status: record.Status(c.Status)}
	for _, i := range c.Identifier {
		if out.Number == "" {
			out.Number = i.Value
		}
	}
	applies := c.Applies
	if applies == nil && len(c.Term) == 1 {
		applies = c.Term[0].Applies
	}
	if applies != nil {
		out.Applies = applies.record()
	}
	parties := append(append([]reference{}, c.Authority...), c.Subject...)
	for _, p := range c.Signer {
		parties = append(parties, p.Party)
	}
	out.Parties = s.refs(parties)
	for _, t := range c.Term {
		out.Services = append(out.Services, t.services(applies)...)
	}
	return out
}

func (t term) services(applies *period) []record.Code {
	if t.Applies != nil && (applies == nil || !t.Applies.same(*applies)) {
		return nil
	}
	var out []record.Code
	for _, a := range t.Asset {
		for _, c := range a.Type {
			out = append(out, c.codes()...)
		}
	}
	for _, g := range t.Group {
		out = append(out, g.services(applies)...)
	}
	return out
}

type consent struct {
	head
	Patient   reference `json:"patient"`
	Category  []concept `json:"category"`
	Decided   date      `json:"dateTime"`
	Rule      concept   `json:"policyRule"`
	Provision provision `json:"provision"`
}

type provision struct {
	Type   string `json:"type"`
	Period period `json:"period"`
	Actor  []struct {
		Reference reference `json:"reference"`
	} `json:"actor"`
	Provision         []provision `json:"provision"`
	ModifierExtension []present   `json:"modifierExtension"`

	// What narrows a provision in a way our model does not hold.
	Action     []present `json:"action"`
	Label      []present `json:"securityLabel"`
	Purpose    []present `json:"purpose"`
	Class      []present `json:"class"`
	Code       []present `json:"code"`
	DataPeriod present   `json:"dataPeriod"`
	Data       []present `json:"data"`
}

func (c *consent) owners() ([]reference, bool) { return []reference{c.Patient}, true }

func (c *consent) check() error { return c.Provision.check("provision") }

func (p provision) check(path string) error {
	switch record.Decision(p.Type) {
	case "", record.Permit, record.Deny:
	default:
		return wrongf(path+".type", "want permit or deny")
	}
	if anyPresent(p.ModifierExtension) {
		return wrongf(path+".modifierExtension", "changes the meaning in a way we do not know (FHIR R4, 2.4.1)")
	}
	for i, inner := range p.Provision {
		if err := inner.check(path + ".provision[" + itoa(i) + "]"); err != nil {
			return err
		}
	}
	return nil
}

// narrowed reports a provision that is meant for some data or purposes only.
func (p provision) narrowed() bool {
	for _, list := range [][]present{p.Action, p.Label, p.Purpose, p.Class, p.Code, p.Data} {
		if anyPresent(list) {
			return true
		}
	}
	return bool(p.DataPeriod)
}

// Nobody stands in a permission for an actor the source does not hold, and for
// all actors of a permission that is narrower than our model can say. It is a
// Ref of no resource: without it an empty list would mean everybody.
const Nobody record.Ref = "Nobody/0"

func (s *scene) consent(c *consent) record.Consent {
	if c.Provision.Type == "" && (c.Rule.has("OPTOUT") || c.Rule.has("OPTOUTE")) { // the base rule (FHIR R4, 6.2.2)
		c.Provision.Type = string(record.Deny)
	}
	return record.Consent{
		Meta: s.meta(reference{}), Status: record.Status(c.Status), Categories: codeWords(c.Category),
		Decided: c.Decided.Date, Provision: s.provision(c.Provision),
	}
}

// provision takes the stricter reading of what our model cannot say: a narrowed
// prohibition, or one of an unknown actor, holds for all; such a permission for nobody.
func (s *scene) provision(p provision) record.Provision {
	out := record.Provision{Type: record.Decision(p.Type), Period: p.Period.record()}
	unknown := false
	for _, a := range p.Actor {
		ref := s.ref(a.Reference)
		if ref == "" {
			ref, unknown = Nobody, true
		}
		out.Actors = append(out.Actors, ref)
	}
	switch {
	case out.Type == record.Deny && unknown:
		out.Actors = nil
	case out.Type != record.Deny && p.narrowed():
		out.Actors = []record.Ref{Nobody}
	}
	for _, inner := range p.Provision {
		out.Provisions = append(out.Provisions, s.provision(inner))
	}
	return out
}
