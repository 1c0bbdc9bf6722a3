"""A PDF is sealed: an electronic signature after PAdES (B-B) with the key and the certificate handed in, nothing fetched.

The same document, certificate and moment give the same bytes. Where a time stamp authority is named it is asked for its
stamp (B-T, RFC 3161): it gets a digest of the signature, and nothing of the document.
"""

import asyncio
import base64
import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from asn1crypto import keys, pem, x509
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko_certvalidator.registry import SimpleCertificateStore

from firstdesk.files.workshop.main import Refused

FIELD = "Seal"
STAMP_SECONDS, STAMP_ROOM = 10, 2 * 16384  # for the authority to answer in; for what it answers


class Signer(signers.PdfSigner):
    """Signs as of a moment of the record, not of the clock."""

    moment: datetime

    def init_signing_session(self, *args: Any, **named: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **named)
        session.system_time = self.moment
        return session


class Writer(IncrementalPdfFileWriter):
    """Adds the seal and nothing else: what the document says of itself stays as it was set."""

    def _update_meta(self) -> None:
        pass


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """Seals `pdf`; `stamps` is the address of a time stamp authority, if one is to be asked."""
    stamps = order.get("stamps")
    return sealed(order, HTTPTimeStamper(stamps, timeout=STAMP_SECONDS) if stamps else None)


def sealed(order: Mapping[str, Any], stamper: TimeStamper | None) -> dict[str, object]:
    """Seals `pdf` with `key` and `chain` (its own certificate first); `box` is where on `page` it shows, if at all."""
    source = base64.b64decode(order["pdf"])
    writer = Writer(io.BytesIO(source), strict=False)
    seed = hashlib.sha256(source + str(order["at"]).encode()).digest()[:16]
    writer._document_id[1] = generic.ByteStringObject(seed)
    metadata = signers.PdfSignatureMetadata(
        field_name=_field_name(writer),
        md_algorithm="sha256",
        reason=order["reason"] or None,
        location=order["location"] or None,
        name=order["name"] or None,
        subfilter=fields.SigSeedSubFilter.PADES,
    )
    signer = Signer(metadata, _key_of(order), new_field_spec=_place(metadata.field_name or FIELD, order))
    signer.moment = datetime.fromisoformat(order["at"])
    signer.default_timestamper = stamper
    room = _room(order["chain"]) + (STAMP_ROOM if stamper else 0)
    try:
        made = asyncio.run(signer.async_sign_pdf(writer, bytes_reserved=room))
    except (TimestampRequestError, OSError) as error:
        raise Refused("no_stamp") from error
    return {"made": base64.b64encode(made.getvalue()).decode()}


def _room(chain: str) -> int:
    """Hexadecimal digits for the signature: the certificates, and what is said about them; enough, without trying it out."""
    return 2 * (len(chain) + 4096)


def _key_of(order: Mapping[str, Any]) -> signers.SimpleSigner:
    chain = [x509.Certificate.load(der) for _, _, der in pem.unarmor(order["chain"].encode(), multiple=True)]
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(chain[1:])
    return signers.SimpleSigner(
        signing_cert=chain[0],
        signing_key=keys.PrivateKeyInfo.load(pem.unarmor(order["key"].encode())[2]),
        cert_registry=store,
    )


def _field_name(writer: IncrementalPdfFileWriter) -> str:
    taken = {name for name, _value, _ref in fields.enumerate_sig_fields(writer.prev)}
    return next(name for name in (FIELD, *(f"{FIELD}{n}" for n in range(2, 99))) if name not in taken)


def _place(name: str, order: Mapping[str, Any]) -> fields.SigFieldSpec:
    box = order.get("box")
    if not box:
        return fields.SigFieldSpec(name)
    return fields.SigFieldSpec(name, on_page=int(order.get("page", -1)), box=tuple(box))
