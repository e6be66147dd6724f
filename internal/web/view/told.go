package view

import (
	"strings"

	"vypiska/internal/app"
	"vypiska/internal/text"
)

// inCabinets are the messages of the cabinets that a row's own word chooses between.
var inCabinets = map[string]bool{
	"order.queued": true, "order.running": true, "order.ready": true, "order.refused": true, "order.failed": true, "order.blocked": true,
	"order.cancelled": true, "order.revoked": true, "order.ended": true, "order.review": true,
	"order.queued.do": true, "order.running.do": true, "order.ready.do": true, "order.refused.do": true, "order.failed.do": true,
	"order.blocked.do": true, "order.cancelled.do": true, "order.revoked.do": true, "order.ended.do": true, "order.review.do": true,
	"failed.needs-review": true, "failed.withheld": true, "failed.seal": true, "failed.record": true, "failed.fault": true,
	"link.live": true, "link.revoked": true, "link.expired": true, "link.locked": true, "link.used-up": true,
	"item.imaging": true, "item.laboratory": true, "item.report": true, "item.study": true, "item.measured": true,
	"flag.normal": true, "flag.low": true, "flag.high": true, "flag.critically-low": true, "flag.critically-high": true, "flag.abnormal": true,
	"event.order": true, "event.refusal": true, "event.cancel": true, "event.failure": true, "event.issue": true, "event.extension": true,
	"event.package": true, "event.release": true, "event.revoke": true, "event.deletion": true, "event.destruction": true, "event.link": true,
	"event.download": true, "event.return": true, "event.unlink": true, "event.block": true, "event.unblock": true, "event.consent": true,
	"event.contract": true, "event.account": true, "event.key": true, "event.erasure": true, "event.look": true, "event.paper": true,
	"event.hold": true, "event.unhold": true, "event.gone": true, "event.restore": true, "event.subject": true,
	"role.patient": true, "role.doctor": true, "role.insurer": true, "role.reception": true, "role.officer": true,
	"package.queued": true, "package.running": true, "package.ready": true, "package.refused": true, "package.failed": true, "package.blocked": true, "package.cancelled": true,
	"package.revoked": true, "package.revoked.do": true, "package.ended": true, "package.ended.do": true,
	"left.blocked": true, "left.no-consent": true, "left.not-insured": true, "left.out-of-scope": true, "left.not-final": true, "left.failed": true, "left.leak": true, "left.withheld": true,
	"fields.full": true, "fields.claims-minimal": true, "fields.pseudonymous": true,
	"held.active": true, "held.suspended": true, "held.replaced": true, "held.draft": true,
	"channel.post": true, "channel.esia": true, "kind.disclosures": true,
	"contract.executed": true, "contract.executable": true, "contract.terminated": true, "contract.cancelled": true,
}

// spellings are the reasons of the register that a patient is told in words, each
// by how it begins.
var spellings = []struct{ event, begins, key string }{
	{"account", "issued", "act.issued"}, {"account", "reset", "act.reset"}, {"account", "disabled", "act.disabled"},
	{"account", "password chosen", "act.chosen"}, {"account", "codes on", "act.codes-on"}, {"account", "codes off", "act.codes-off"},
	{"account", "token ended", "act.token-ended"}, {"account", "token", "act.token"}, {"account", "sessions ended", "act.sessions"},
	{"block", "all", "act.block-all"}, {"block", "doctors", "act.block-doctors"},
	{"unblock", "all", "act.block-all"}, {"unblock", "doctors", "act.block-doctors"},
	{"refusal", "list", "act.look-list"}, {"look", "register", "act.look-register"}, {"look", "list", "act.look-list"},
}

// spelt is what an entry's reason means; nothing where there are no words for it.
func spelt(l text.Lang, event, reason string) string {
	for _, s := range spellings {
		if s.event == event && strings.HasPrefix(reason, s.begins) {
			return l.Say(s.key)
		}
	}
	return ""
}

// letters are the roles that logins begin with.
var letters = map[byte]string{'P': "role.patient", 'D': "role.doctor", 'I': "role.insurer", 'R': "role.reception", 'O': "role.officer"}

// who names whoever received something or did it.
func who(l text.Lang, d app.Disclosure) string {
	kind, id, _ := strings.Cut(d.Who, "/")
	switch {
	case d.Own && d.Shared && d.Event == "download":
		return l.Say("who.link")
	case d.Own:
		return l.Say("who.you")
	case !d.Name.Empty():
		return l.Say("role.doctor") + " " + d.Name.Reveal()
	case kind == "Practitioner":
		return l.Say("role.doctor") + " " + id
	case kind == "Organization":
		return l.Say("role.insurer") + " " + id
	case kind == "Patient":
		return l.Say("role.patient") + " " + id
	case strings.HasPrefix(d.Who, "operator:"):
		return l.Say("who.operator")
	case d.Who == "service" || d.Who == "":
		return l.Say("who.service")
	case len(d.Who) > 1 && d.Who[1] == '-' && letters[d.Who[0]] != "":
		return l.Say(letters[d.Who[0]]) + " " + d.Who
	}
	return d.Who
}

// why is the sentence of a rule that refused, or of a code of what went wrong.
func why(l text.Lang, refusal string) string {
	for _, key := range []string{"rule." + refusal, "failed." + refusal} {
		if text.Known(key) {
			return l.Say(key)
		}
	}
	return refusal
}
