"""A committee's seal certificates: the one in use, its end, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from firstdesk.directory.models import Post, Unit
from firstdesk.directory.roles import ROLES, Permission
from firstdesk.files import certificates
from firstdesk.files.certificates import Certificate, NoCertificate
from firstdesk.files.models import SealCertificate

AHEAD = timedelta(days=60)  # a new one takes weeks to get
KEEPERS = {Permission.MANAGE_DIRECTORY, Permission.KEEP_CHARTER}


@dataclass(frozen=True)
class Shown:
    """A unit's certificates as the page shows them."""

    now: Certificate | None
    row: SealCertificate | None
    before: Sequence[SealCertificate]
    days_left: int = 0

    @property
    def seen(self) -> str:
        """The `seen` value for forms: which certificate was in use."""
        return self.now.fingerprint if self.now else "none"

    @property
    def ends_soon(self) -> bool:
        """Whether it ends so soon that a new one should be requested."""
        return self.now is not None and self.days_left < AHEAD.days


def shown(unit: Unit, at: datetime) -> Shown:
    """The unit's certificates, current and former."""
    rows = list(SealCertificate.objects.filter(unit_id=unit.pk).defer("key").select_related("taken_by").order_by("-pk"))
    row = next((each for each in rows if each.ended_at is None), None)
    before = [each for each in rows if each.ended_at is not None]
    try:
        now = certificates.of(unit.pk)
    except NoCertificate:
        return Shown(None, None, before)
    return Shown(now, row, before, (now.ends_at - at).days)


def keepers(unit_id: int) -> list[Post]:
    """The posts responsible for a unit's certificate."""
    roles = [key for key, role in ROLES.items() if role.permissions & KEEPERS]
    return list(Post.objects.filter(unit_id=unit_id, role__in=roles))
