"""What a committee seals with: whose it is, how long it holds, what came before."""

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
    """The certificate in use and those before it, as the page shows them."""

    now: Certificate | None
    row: SealCertificate | None
    before: Sequence[SealCertificate]
    days_left: int = 0

    @property
    def seen(self) -> str:
        """What a form saw as in use."""
        return self.now.fingerprint if self.now else "none"

    @property
    def ends_soon(self) -> bool:
        """Whether the next should be asked for."""
        return self.now is not None and self.days_left < AHEAD.days


def shown(unit: Unit, at: datetime) -> Shown:
    """Everything the unit ever sealed with."""
    rows = list(SealCertificate.objects.filter(unit_id=unit.pk).defer("key").select_related("taken_by").order_by("-pk"))
    row = next((each for each in rows if each.ended_at is None), None)
    before = [each for each in rows if each.ended_at is not None]
    try:
        now = certificates.of(unit.pk)
    except NoCertificate:
        return Shown(None, None, before)
    return Shown(now, row, before, (now.ends_at - at).days)


def keepers(unit_id: int) -> list[Post]:
    """The posts that see to it."""
    roles = [key for key, role in ROLES.items() if role.permissions & KEEPERS]
    return list(Post.objects.filter(unit_id=unit_id, role__in=roles))
