"""Judges files by pyHanko, asking nobody.

pyhanko_judge.py TRUST CONTENT FILE... prints FILE, LEVEL, INDICATION and what
came after the seal, a line each. pyHanko names no level, so LEVEL is how far its
checks go one after the other:

B-B    the basic validation passes with the lists of revoked certificates in TRUST
B-T    with a valid signature time stamp, or a document time stamp after it
B-LT   it passes without lists, by what the file holds
B-LTA  a valid document time stamp covers that, and at most validation data follows

PKCS7-B and PKCS7-T are the first two for adbe.pkcs7.detached.
"""

import asyncio
import glob
import hashlib
import logging
import os
import sys

from asn1crypto import cms, crl, ocsp
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation.ades import ades_basic_validation, ades_timestamp_validation, ades_with_time_validation
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.policy_decl import (
    LocalKnowledge, RevinfoOnlineFetchingRule, RevocationInfoGatheringSpec, SignatureValidationSpec)
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from pyhanko_certvalidator.revinfo.archival import CRLContainer, OCSPContainer


def read(name):
    with open(name, "rb") as f:
        return f.read()


class Judge:
    def __init__(self, trust):
        self.trust = trust
        self.lists = LocalKnowledge(known_crls=[
            CRLContainer(crl.CertificateList.load(read(name))) for name in sorted(glob.glob(os.path.join(trust, "*.crl")))])

    def by(self, knowledge):
        """The policy: every certificate's state must be known, and only from knowledge."""
        roots = load_certs_from_pemder([os.path.join(self.trust, "roots.pem")])
        return SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(SimpleTrustManager.build(roots), CertRevTrustPolicy(REQUIRE_REVINFO)),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
            local_knowledge=knowledge)

    async def level(self, signed, digest, own, stamps):
        """own is the validation data in the file, None without any; stamps are its document time stamps."""
        found = await ades_basic_validation(signed, self.by(own or self.lists), raw_digest=digest)
        if found.ades_subindic is not AdESPassed.OK:
            return "none", found.ades_subindic.name
        timed = await ades_with_time_validation(signed, self.by(own or self.lists), raw_digest=digest)
        stamped = await self.stamped(stamps)
        if timed.ades_subindic is not AdESPassed.OK and not stamped:
            return "B-B", "OK"
        if own is None:
            return "B-T", "OK"
        return ("B-LTA" if stamped and keeps(stamps[-1]) else "B-LT"), "OK"

    async def stamped(self, stamps):
        """Whether there are document time stamps, and each is valid."""
        for s in stamps:
            found = await ades_timestamp_validation(s.signed_data, self.by(self.lists), s.compute_digest)
            if found.ades_subindic is not AdESPassed.OK:
                return False
        return bool(stamps)

    async def pdf(self, name):
        with open(name, "rb") as f:
            reader = PdfFileReader(f)
            signatures = reader.embedded_regular_signatures
            if len(signatures) != 1:
                return "none", f"{len(signatures)} signatures", ""
            s = signatures[0]
            s.compute_integrity_info()
            found = s.summarise_integrity_info()
            after = change(found)
            if after > ModificationLevel.FORM_FILLING or not found["docmdp_ok"]:
                return "none", "FORBIDDEN CHANGE", after.name
            level, said = await self.level(s.signed_data, s.compute_digest(), stored(reader), reader.embedded_timestamp_signatures)
            if s.sig_object["/SubFilter"] == "/adbe.pkcs7.detached":
                level = level.replace("B-", "PKCS7-", 1)
            return level, said, after.name

    async def detached(self, name, content):
        signed = cms.ContentInfo.load(read(name))["content"]
        return *await self.level(signed, hashlib.sha256(content).digest(), carried(signed), []), ""


def keeps(stamp):
    """Whether a document time stamp covers validation data, and nothing else than more of it follows."""
    stamp.compute_integrity_info()
    if change(stamp.summarise_integrity_info()) > ModificationLevel.LTA_UPDATES:
        return False
    return stored(stamp.reader.get_historical_resolver(stamp.signed_revision)) is not None


def change(found):
    """What kind of change came after a signature."""
    if found["coverage"] is SignatureCoverageLevel.ENTIRE_FILE:
        return ModificationLevel.NONE
    return getattr(found["diff_result"], "modification_level", ModificationLevel.OTHER)


def stored(reader):
    """The validation data in the file's /DSS."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return None
    answers = [ocsp.OCSPResponse.load(o.get_object().data) for o in store.ocsps]
    return LocalKnowledge(
        known_ocsps=[one for a in answers for one in OCSPContainer.load_multi(a)],
        known_crls=[CRLContainer(crl.CertificateList.load(c.get_object().data)) for c in store.crls],
        known_certs=list(store.load_certs()))


def carried(signed):
    """The validation data in a CMS of its own (RFC 5652, 10.2.1; RFC 5940)."""
    if signed["crls"].native is None:
        return None
    crls, ocsps = [], []
    for choice in signed["crls"]:
        if choice.name == "other":
            ocsps += OCSPContainer.load_multi(choice.chosen["other_rev_info"])
        else:
            crls.append(CRLContainer(choice.chosen))
    return LocalKnowledge(known_ocsps=ocsps, known_crls=crls)


async def main(trust, content, names):
    judge = Judge(trust)
    for name in names:
        try:
            said = await (judge.detached(name, read(content)) if name.endswith(".p7s") else judge.pdf(name))
        except Exception as e:  # whatever it cannot read it does not accept
            said = "none", f"{type(e).__name__}: {e}", ""
        print(os.path.basename(name), *said, sep="\t")


if __name__ == "__main__":
    logging.disable()
    asyncio.run(main(sys.argv[1], sys.argv[2], sys.argv[3:]))
