"""The seals of a PDF somebody handed in: are they whole, whose are they, do they cover all of it. Nothing is fetched."""

import asyncio
import base64
import io
import logging
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import async_validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from firstdesk.files.workshop.main import Refused

SIGNATURE = re.compile(rb"/Contents\s*<([0-9A-Fa-f]{1000,}?)(?:00)*>")
logging.disable(logging.CRITICAL)  # what it finds is the answer


def work(order: Mapping[str, Any]) -> dict[str, object]:
    """What is to be said of each seal of `pdf`, in the order they were put; `roots` are the certificates believed in.

    Or, with `count`, how many pages the PDF at that path has.
    """
    if "count" in order:
        return {"pages": _pages(Path(str(order["count"])).read_bytes())}
    content = base64.b64decode(order["pdf"])
    try:
        found = list(PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures)
        roots = [x509.Certificate.load(der) for each in order["roots"] for _, _, der in _certificates(each)]
        return {"seals": [_seal(each, roots) for each in found], "is_readable": True}
    except Exception:  # changed in such a place that nothing can be read any more
        return {"seals": [_said(each) for each in _named(content)], "is_readable": False}


def _named(content: bytes) -> Iterator[x509.Certificate]:
    """Whose seals a damaged document still names."""
    for found in SIGNATURE.finditer(content):
        try:
            signed = cms.ContentInfo.load(bytes.fromhex(found[1].decode()))["content"]
            yield next(each.chosen for each in signed["certificates"] if not each.chosen.ca)
        except Exception:  # damaged here as well
            continue


def _pages(content: bytes) -> int:
    try:
        return int(PdfFileReader(io.BytesIO(content), strict=False).root["/Pages"]["/Count"])
    except Exception as error:
        raise Refused("broken") from error


def _certificates(text: str) -> list[tuple[str, dict[str, str], bytes]]:
    return list(pem.unarmor(text.encode(), multiple=True))


def _said(certificate: x509.Certificate) -> dict[str, object]:
    return {
        "signer": str(certificate.subject.native.get("common_name", "")),
        "issuer": str(certificate.issuer.native.get("common_name", "")),
        "fingerprint": certificate.sha256.hex(),
        "at": None, "is_intact": False, "is_valid": False, "is_trusted": False, "covers_whole": False,
    }  # fmt: skip


def _seal(signature: EmbeddedPdfSignature, roots: list[x509.Certificate]) -> dict[str, object]:
    said = _said(signature.signer_cert)
    try:
        moment = signature.self_reported_timestamp or datetime.now(UTC)
        context = ValidationContext(
            trust_roots=roots,
            allow_fetching=False,
            moment=moment,
            best_signature_time=moment,
            revocation_mode="soft-fail",
        )
        status = asyncio.run(async_validate_pdf_signature(signature, signer_validation_context=context))
    except Exception:  # what cannot even be read is not whole
        return said
    stamp = status.timestamp_validity
    return said | {
        "stamped_at": stamp.timestamp.isoformat() if stamp and stamp.intact and stamp.valid else None,
        "at": moment.isoformat(),
        "is_intact": status.intact,
        "is_valid": status.intact and status.valid,
        "is_trusted": status.trusted,
        "covers_whole": status.coverage == SignatureCoverageLevel.ENTIRE_FILE,
    }
