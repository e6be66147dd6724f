package web

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"vypiska/exporter/policy"
	"vypiska/internal/app"
)

func (f *fakeDesk) SeeRecord(_ context.Context, v app.Visitor, a app.RecordAsk) (app.Seen, error) {
	seen := f.seen
	seen.Patient = cmp.Or(a.Patient, strings.TrimPrefix(string(v.Subject), "Patient/"))
	return seen, f.note(a)
}
func (f *fakeDesk) ReferredPatients(context.Context, app.Visitor) ([]app.Referred, error) {
	return f.referred, f.note("patients")
}
func (f *fakeDesk) Contracts(context.Context, app.Visitor) ([]app.Agreement, error) {
	return f.agreements, f.note("contracts")
}
func (f *fakeDesk) Copies(_ context.Context, _ app.Visitor, before string) (app.Page[app.Copy], error) {
	return app.Page[app.Copy]{List: f.copies, Next: f.next}, f.note("copies" + before)
}
func (f *fakeDesk) CopyOf(_ context.Context, _ app.Visitor, id string) (app.Copy, error) {
	if err := f.note(id); err != nil || len(f.copies) == 0 {
		return app.Copy{}, cmp.Or(err, app.ErrNotFound)
	}
	return f.copies[0], nil
}
func (f *fakeDesk) Fetch(_ context.Context, _ app.Visitor, id string) (*app.Transfer, error) {
	if err := f.note(id); err != nil {
		return nil, err
	}
	return f.transfer(), nil
}
func (f *fakeDesk) OwnDisclosures(_ context.Context, _ app.Visitor, _ int64) (app.Disclosures, error) {
	return f.told, f.note("disclosures")
}
func (f *fakeDesk) DisclosuresOf(_ context.Context, _ app.Visitor, patient string, _ int64) (app.Disclosures, error) {
	return f.told, f.note(patient)
}
func (f *fakeDesk) EndSessions(context.Context, app.Pass) (app.Pass, error) {
	if err := f.note("end sessions"); err != nil {
		return app.Pass{}, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.pass.Epoch++
	return f.pass, nil
}
func (f *fakeDesk) MakeToken(_ context.Context, _ app.Visitor, a app.TokenAsk) (app.Token, error) {
	return app.Token{Text: "vyp_fresh", ReadsOnly: a.Scope == "read", Expires: noon}, f.note(a)
}
func (f *fakeDesk) Tokens(context.Context, app.Visitor) ([]app.Token, error)   { return f.tokens, nil }
func (f *fakeDesk) EndToken(_ context.Context, _ app.Visitor, id string) error { return f.note(id) }
func (f *fakeDesk) SeeRegister(_ context.Context, _ app.Visitor, a app.RegisterAsk) (app.RegisterPage, error) {
	return f.register, f.note(a)
}
func (f *fakeDesk) CheckRegister(context.Context, app.Visitor) (app.RegisterState, error) {
	return f.state, f.note("check")
}
func (f *fakeDesk) ExportRegister(_ context.Context, _ app.Visitor, a app.RegisterAsk, w io.Writer) error {
	if err := f.note(a); err != nil {
		return err
	}
	_, err := io.WriteString(w, "seq,time\r\n")
	return cmp.Or(err, f.exportErr)
}
func (f *fakeDesk) FruitlessOrders(_ context.Context, _ app.Visitor, before string) (app.Page[app.Fruitless], error) {
	return app.Page[app.Fruitless]{List: f.fruitless, Next: f.next}, f.note("fruitless" + before)
}
func (f *fakeDesk) OpenLinks(_ context.Context, _ app.Visitor, before string) (app.Page[app.LinkRow], error) {
	return app.Page[app.LinkRow]{List: f.liveLinks, Next: f.next}, f.note("links" + before)
}
func (f *fakeDesk) AccountList(_ context.Context, _ app.Visitor, role, before string) (app.Page[app.Holder], error) {
	return app.Page[app.Holder]{List: f.holders, Next: f.next}, f.note(role + before)
}
func (f *fakeDesk) Papers(_ context.Context, _ app.Visitor, before string) (app.Page[app.PaperRow], error) {
	return f.papers, f.note("papers " + before)
}
func (f *fakeDesk) HeldContracts(_ context.Context, _ app.Visitor, after string) (app.Page[app.Held], error) {
	return app.Page[app.Held]{List: f.held}, f.note("held " + after)
}
func (f *fakeDesk) HeldContract(_ context.Context, _ app.Visitor, insurer, number string) (app.Held, error) {
	if err := f.note([2]string{insurer, number}); err != nil || len(f.held) == 0 {
		return app.Held{}, cmp.Or(err, app.ErrNotFound)
	}
	return f.held[0], nil
}
func (f *fakeDesk) EnterContract(_ context.Context, _ app.Visitor, a app.ContractAsk, keep bool) (app.Contract, error) {
	c, err := app.ParseContract([]byte(`{"number":"` + a.Number + `","insurer":"` + a.Insurer + `","from":"` + a.From + `","to":"` + a.To + `","services":["CT"]}`))
	f.entered, f.kept = a, keep
	return app.Contract{Contract: c, Status: "draft", Drafted: noon, DraftedBy: "ivan"}, cmp.Or(f.note("draft"), err)
}
func (f *fakeDesk) ActivateContract(_ context.Context, _ app.Visitor, c policy.Contract) error {
	return f.note(fmt.Sprintf("activate %s %s %d", c.Insurer, c.Number, c.Version))
}
func (f *fakeDesk) SuspendContract(_ context.Context, _ app.Visitor, c policy.Contract) error {
	return f.note(fmt.Sprintf("suspend %s %s", c.Insurer, c.Number))
}
func (f *fakeDesk) ResumeContract(_ context.Context, _ app.Visitor, c policy.Contract) error {
	return f.note(fmt.Sprintf("resume %s %s", c.Insurer, c.Number))
}
func (f *fakeDesk) ConsentsTo(_ context.Context, _ app.Visitor, insurer, number, before string) (app.Page[app.Consent], error) {
	return app.Page[app.Consent]{List: f.consents}, f.note([3]string{insurer, number, before})
}
func (f *fakeDesk) ConsentsOf(_ context.Context, _ app.Visitor, patient string) ([]app.Consent, error) {
	return f.consents, f.note(patient)
}
func (f *fakeDesk) RecordConsent(_ context.Context, _ app.Visitor, a app.ConsentAsk) (string, error) {
	return "c1", f.note(a)
}
func (f *fakeDesk) WithdrawConsent(_ context.Context, _ app.Visitor, id, channel string) error {
	return f.note([2]string{id, channel})
}
func (f *fakeDesk) OrderDisclosures(_ context.Context, _ app.Visitor, a app.DisclosuresAsk) (app.Order, error) {
	return app.Order{ID: "o1", Status: app.Queued}, f.note(a)
}
func (f *fakeDesk) SealDisclosures(_ context.Context, _ app.Visitor, patient string) (string, error) {
	return "9B1K-5ZHE-7QNA", f.note("seal " + patient)
}
func (f *fakeDesk) Sessions(context.Context, app.Visitor) ([]app.OwnSession, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := []app.OwnSession{{ID: "s1", Begun: noon, Seen: noon, Expires: noon}, {ID: "idle", Begun: noon, Seen: noon.Add(-time.Hour), Expires: noon}}
	for _, id := range f.ids {
		out = append(out, app.OwnSession{ID: id, Begun: noon, Seen: noon, Expires: noon})
	}
	return out, nil
}
func (f *fakeDesk) EndSession(_ context.Context, _ app.Visitor, id string) error {
	return f.note("end " + id)
}
func (f *fakeDesk) EndAllSessions(context.Context, app.Visitor) error { return f.note("end all") }
