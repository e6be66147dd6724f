package web

import (
	"cmp"
	"context"
	"io"
	"strings"

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
func (f *fakeDesk) Copies(context.Context, app.Visitor) ([]app.Copy, error) {
	return f.copies, f.note("copies")
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
func (f *fakeDesk) OwnDisclosures(context.Context, app.Visitor) (app.Disclosures, error) {
	return f.told, f.note("disclosures")
}
func (f *fakeDesk) DisclosuresOf(_ context.Context, _ app.Visitor, patient string) (app.Disclosures, error) {
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
func (f *fakeDesk) FruitlessOrders(context.Context, app.Visitor) ([]app.Fruitless, error) {
	return f.fruitless, f.note("fruitless")
}
func (f *fakeDesk) OpenLinks(context.Context, app.Visitor) ([]app.LinkRow, error) {
	return f.liveLinks, f.note("links")
}
func (f *fakeDesk) AccountList(_ context.Context, _ app.Visitor, role string) ([]app.Holder, error) {
	return f.holders, f.note(role)
}
