"""Seals INPUT with pyHanko at each level, as approval and as certification,
and by adbe.pkcs7.detached with and without a time stamp.

pyhanko_seal.py ROOTS LEAF ISSUERS KEY TSA INPUT PREFIX SUFFIX writes
PREFIX.LEVEL.SUFFIX files; pyhanko_seal.py --time MAKER COUNT LEAF ISSUERS KEY INPUT
prints how many nanoseconds of CPU COUNT seals of level B-B took in all, and the quickest.
MAKER is "plain", which reads and checks the key for each seal, or "kept".
"""

import asyncio
import io
import sys
import time

from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.keys import load_certs_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.timestamps.aiohttp_client import HTTPTimeStamper
from pyhanko_certvalidator import ValidationContext

LEVELS = ("B-B", "B-T", "B-LT", "B-LTA")
PLAIN = ("PKCS7-B", "PKCS7-T")


def metadata(level, certify, roots):
    """What to state, and for B-LT and above who is to be asked."""
    lasting = level in LEVELS[2:]
    context = None
    if lasting:
        context = ValidationContext(trust_roots=roots, allow_fetching=True, revocation_mode="require")
    return PdfSignatureMetadata(
        field_name="Seal", md_algorithm="sha256",
        subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED if level in PLAIN else SigSeedSubFilter.PADES,
        certify=certify, docmdp_permissions=MDPPerm.FILL_FORMS, validation_context=context,
        embed_validation_info=lasting, use_pades_lta=level == "B-LTA")


def load(leaf, issuers, key):
    return SimpleSigner.load(key, leaf, ca_chain_files=(issuers,))


def keep(signer):
    """Has a signer read its key once."""
    key = load_der_private_key(signer.signing_key.dump(), password=None)
    how = (PKCS1v15(), SHA256()) if isinstance(key, RSAPrivateKey) else (ECDSA(SHA256()),)
    signer.sign_raw = lambda data, _: key.sign(data, *how)


async def seal(signer, pdf, meta, stamper=None):
    out = io.BytesIO()
    await PdfSigner(meta, signer=signer, timestamper=stamper).async_sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), output=out)
    return out.getvalue()


def read(name):
    with open(name, "rb") as f:
        return f.read()


async def every_level(roots, leaf, issuers, key, tsa, source, prefix, suffix):
    roots = list(load_certs_from_pemder([roots]))
    signer, pdf = load(leaf, issuers, key), read(source)
    for level in LEVELS + PLAIN:
        for certify in (False, True):
            stamper = None if level in ("B-B", "PKCS7-B") else HTTPTimeStamper(tsa)
            sealed = await seal(signer, pdf, metadata(level, certify, roots), stamper)
            kind = "certified" if certify else "approval"
            with open(f"{prefix}.{level}.{suffix}.{kind}-by-pyhanko.pdf", "wb") as f:
                f.write(sealed)


async def timed(maker, count, leaf, issuers, key, source):
    """The first seal, which loads modules, is not counted."""
    signer, pdf = load(leaf, issuers, key), read(source)
    if maker == "kept":
        keep(signer)
    await seal(signer, pdf, metadata("B-B", False, None))
    took = []
    for _ in range(int(count)):
        start = time.process_time_ns()
        await seal(signer, pdf, metadata("B-B", False, None))
        took.append(time.process_time_ns() - start)
    print(sum(took), min(took))


if __name__ == "__main__":
    if sys.argv[1] == "--time":
        asyncio.run(timed(*sys.argv[2:]))
    else:
        asyncio.run(every_level(*sys.argv[1:]))
