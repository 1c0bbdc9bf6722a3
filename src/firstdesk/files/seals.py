"""Sealing documents, and checking seals."""

import base64
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from firstdesk.common.refusals import Refusal, at_field
from firstdesk.files import certificates, services, workshop
from firstdesk.files.certificates import Certificate
from firstdesk.files.documents import Unavailable
from firstdesk.ledger import services as ledger
from firstdesk.ledger.actors import Actor

__all__ = [
    "Certificate", "Checked", "Seal", "Spot", "certificate_of", "check", "import_file", "is_test", "issue_test", "seal",
    "test_mark",
]  # fmt: skip
is_test = certificates.is_test
TEST = "演示证书，无法律效力"  # as every paper, in Chinese

BAD = {
    "password": _("The file cannot be opened: it is no PKCS#12 file, or its password is another one."),
    "no_key": _("The file holds no private key with its certificate. Export it again, with the key."),
    "no_rsa": _("The key in the file is not of the kind RSA. Ask who issued it for one that is."),
    "over": _("The certificate ended on %(ends_on)s. Ask who issued it for a new one."),
}


@dataclass(frozen=True)
class Spot:
    """Where a seal shows on a page: corners in points from the lower left; a seal without a spot is there unseen."""

    page: int  # from 0; -1 is the last
    box: tuple[float, float, float, float]


@dataclass(frozen=True)
class Seal:
    """A seal found on a document."""

    signer: str
    issuer: str
    fingerprint: str
    at: datetime | None  # as the seal itself says
    is_intact: bool  # nothing it covers was changed
    is_valid: bool  # and the signature is one of this certificate
    is_trusted: bool  # and somebody we believe vouches for the certificate
    covers_whole: bool  # nothing was added behind it
    stamped_at: datetime | None = None  # as a third party's time stamp in it says

    @property
    def is_ours(self) -> bool:
        """Whether it names a certificate that was in use here. Anybody can name one; only a valid seal was made with
        it."""
        return certificates.is_ours(self.fingerprint)

    @property
    def is_test(self) -> bool:
        """Whether it was made with a test certificate."""
        return self.issuer == certificates.AUTHORITY


@dataclass(frozen=True)
class Checked:
    """What the seals of a document say; without a seal, nothing."""

    seals: tuple[Seal, ...]
    is_readable: bool = True  # else it is so damaged that its seals can only be named

    @property
    def intact(self) -> bool:
        """Whether nothing sealed has changed."""
        return bool(self.seals) and all(each.is_intact for each in self.seals)

    @property
    def valid(self) -> bool:
        """Whether every seal is intact and ours, and together they cover the document to its last byte."""
        ours = all(each.is_valid and each.is_trusted and each.is_ours for each in self.seals)
        return bool(self.seals) and ours and self.covers_whole

    @property
    def covers_whole(self) -> bool:
        """Whether nothing was added after the last seal."""
        return bool(self.seals) and self.seals[-1].covers_whole

    @property
    def signer(self) -> str:
        """The owner of the last seal."""
        return self.seals[-1].signer if self.seals else ""

    @property
    def at(self) -> datetime | None:
        """The time of the last seal, as it claims."""
        return self.seals[-1].at if self.seals else None


def certificate_of(unit_id: int) -> Certificate:
    """The unit's certificate. Raises Refusal with what to do where it has none."""
    try:
        return certificates.of(unit_id)
    except certificates.NoCertificate as error:
        raise Refusal(_("This unit has no certificate to seal with. Let the administrator bring one in.")) from error


def test_mark(unit_id: int) -> str:
    """The mark for every page of a unit with a test certificate, for `Sheet.mark`; else ""."""
    return TEST if is_test(unit_id) else ""


def seal(
    pdf: bytes,
    certificate: Certificate,
    *,
    at: datetime,
    reason: str = "",
    location: str = "",
    spot: Spot | None = None,
) -> bytes:
    """The sealed document (PAdES-B-B): the same document, certificate and moment give the same bytes. With a time stamp
    authority configured, it gets its stamp (PAdES-B-T), and no two are the same."""
    if not certificate.begins_at <= at <= certificate.ends_at:
        raise Refusal(BAD["over"] % {"ends_on": certificate.ends_at.date()})
    order: dict[str, object] = {
        "pdf": base64.b64encode(pdf).decode(), "key": certificate.key, "chain": certificate.chain, "at": at.isoformat(),
        "reason": reason, "location": location, "name": certificate.subject, "stamps": settings.TIMESTAMP_URL,
    }  # fmt: skip
    if spot is not None:
        order |= {"page": spot.page, "box": spot.box}
    try:
        return base64.b64decode(workshop.call("seals", order)["made"])
    except workshop.Broken as broken:
        if broken.args[0] == "no_stamp":
            raise Unavailable(
                _("The time stamp authority does not answer, so the document was not sealed. Nothing was changed: try again, "
                  "and tell the administrator if it stays so.")
            ) from broken  # fmt: skip
        raise Unavailable(
            _("The document could not be sealed. Nothing was changed; tell the administrator.")
        ) from broken


def check(pdf: bytes) -> Checked:
    """Check the seals of a document, in a child process, for it may come from anybody."""
    try:
        told = workshop.call("checks", {"pdf": base64.b64encode(pdf).decode(), "roots": certificates.roots()})
    except workshop.Broken:
        return Checked((), is_readable=False)
    return Checked(tuple(Seal(**_moments(each)) for each in told["seals"]), is_readable=told["is_readable"])


def _moments(told: dict[str, Any]) -> dict[str, Any]:
    return told | {name: datetime.fromisoformat(told[name]) for name in ("at", "stamped_at") if told.get(name)}


@transaction.atomic
def issue_test(unit_id: int, name: str, *, by: Actor, at: datetime) -> Certificate:
    """Issue a test certificate. It says so itself, and nobody outside trusts it."""
    return _put(certificates.issue(unit_id, name, at=at), "seal.issued", by, at)


@transaction.atomic
def import_file(unit_id: int, content: bytes, *, password: str, by: Actor, at: datetime) -> Certificate:
    """Import the unit's real certificate from a PKCS#12 file. Raises Refusal where the file is not usable."""
    try:
        taken = certificates.take(unit_id, content, password, at=at)
    except certificates.BadFile as error:
        field = "password" if error.args[0] == "password" else "file"
        raise at_field(field, BAD[error.args[0]] % {"ends_on": error.args[-1]}) from error
    return _put(taken, "seal.imported", by, at)


def _put(made: Certificate, verb: str, by: Actor, at: datetime) -> Certificate:
    services.put_certificate(made, by=by, at=at)
    after = {"subject": made.subject, "serial": made.serial, "ends_on": made.ends_at.date().isoformat()}
    ledger.append(
        ledger.Draft(
            chain=f"unit:{made.unit_id}", verb=verb, by=by, at=at, subject_kind="directory.Unit", subject_id=made.unit_id,
            after=after,
        )
    )  # fmt: skip
    return made
